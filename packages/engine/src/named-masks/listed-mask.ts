import { ChemigramError } from '@chemigram/errors';
import type { Mask } from '@chemigram/mask';
import type { LoadedMask } from '@chemigram/vocabulary';
import type { Recipe } from '@chemigram/workspace';
import type { Result } from '../contracts/index.ts';
import type { Studio } from '../studio.ts';
import { describeMask } from '../words/mask-words.ts';

type ListedMask = Result<'list_masks'>['masks'][number];

/** A name as the list shows it: what was saved for the photo hides what a pack says. */
export function listedMask(
  studio: Studio,
  name: string,
  loaded: LoadedMask | undefined,
  recipe: Recipe | null,
): ListedMask {
  const saved = recipe?.masks ?? {};
  if (Object.hasOwn(saved, name)) {
    return {
      name,
      title: loaded?.title ?? name,
      description: `Named for this photo: ${describeMask(saved[name]!.mask as Mask)}.`,
      words: loaded?.words ?? [],
      source: 'saved',
      by_eye: false,
      likely_wrong_when: [],
    };
  }
  if (loaded === undefined) throw new ChemigramError('internal', `The mask "${name}" was found and then not.`);
  return {
    name,
    title: loaded.title,
    description: loaded.description,
    words: loaded.words,
    source: loaded.file.startsWith(studio.store.home) ? 'personal' : 'shipped',
    by_eye: loaded.llm_vision_prompt !== undefined,
    likely_wrong_when: loaded.fallback?.likely_wrong_when ?? loaded.likely_wrong_when ?? [],
  };
}
