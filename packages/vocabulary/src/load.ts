import { ChemigramError } from '@chemigram/errors';
import { readDefinitions } from './definitions.ts';
import { primitiveSchema } from './schema.ts';
import { vocabularyOf, type Vocabulary } from './vocabulary.ts';

/**
 * The primitives of packs, `primitives/NAME.json` in each; see readDefinitions for order and errors.
 *
 * @throws ChemigramError `not_found` when none of the packs has primitives
 */
export async function loadVocabulary(packDirs: readonly string[]): Promise<Vocabulary> {
  const primitives = await readDefinitions(packDirs, {
    what: 'Vocabulary file',
    folder: 'primitives',
    extension: '.json',
    schema: primitiveSchema,
    keepsNames: 'edits that were made with it would come to mean something else',
  });
  if (primitives.size === 0) {
    throw new ChemigramError('not_found', `There are no primitives in ${packDirs.join(', ')}.`);
  }
  return vocabularyOf([...primitives.values()]);
}
