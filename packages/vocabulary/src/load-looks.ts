import { ChemigramError } from '@chemigram/errors';
import { readDefinitions } from './definitions.ts';
import { lookSchema } from './look-schema.ts';
import type { Look } from './look-schema.ts';
import { checkValues } from './values.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A look and the file that defines it. */
export interface LoadedLook extends Look {
  readonly file: string;
}

/**
 * The looks of packs, `looks/NAME.json` in each, by name; see readDefinitions for their order.
 *
 * @param vocabulary the primitives that they are made of
 * @throws ChemigramError `invalid_input` naming file and field, also for a primitive that is not there, a value out of
 *   its range, or a mask on what takes none
 */
export async function loadLooks(
  packDirs: readonly string[],
  vocabulary: Vocabulary,
): Promise<ReadonlyMap<string, LoadedLook>> {
  const looks = await readDefinitions(packDirs, {
    what: 'Look file',
    folder: 'looks',
    extension: '.json',
    schema: lookSchema,
  });
  for (const look of looks.values()) for (const i of look.moves.keys()) checkMove(look, i, vocabulary);
  return looks;
}

function checkMove({ file, moves }: LoadedLook, i: number, vocabulary: Vocabulary): void {
  const refuse = (message: string, field: string, cause?: unknown): never => {
    throw new ChemigramError('invalid_input', `Look file ${file}: moves[${i}].${field}: ${message}`, {
      field: `moves[${i}].${field}`,
      cause,
    });
  };
  const { primitive: name, values } = moves[i]!;
  try {
    const primitive = vocabulary.primitive(name);
    checkValues(primitive, { values });
    // What moves the frame, or takes no mask, could not be part of a look that is laid over a region.
    if (primitive.masks === 'none') refuse(`${name} takes no mask, so no look can be made of it`, 'primitive');
  } catch (error) {
    if (!(error instanceof ChemigramError) || error.field?.startsWith('moves') === true) throw error;
    refuse(error.message, error.field === 'primitive_name' ? 'primitive' : (error.field ?? 'values'), error);
  }
}
