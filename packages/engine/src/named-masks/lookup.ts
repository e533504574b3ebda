import { ChemigramError } from '@chemigram/errors';
import { parseMask } from '@chemigram/mask';
import type { Mask } from '@chemigram/mask';
import type { Finding, LoadedMask } from '@chemigram/vocabulary';
import type { SavedMask } from '@chemigram/workspace';

/** Masks that were named for one photo. */
export type SavedMasks = Readonly<Record<string, SavedMask>>;

/** A named mask, ready to take a reference's place. Exactly one of `mask` and `finding` is there. */
export interface NamedDefinition {
  readonly name: string;
  /** Normalised; it may refer to further names. */
  readonly mask: Mask | null;
  readonly finding: Finding | null;
  readonly invert: boolean;
  /** How to draw it by eye, where that beats what stands in for it. */
  readonly prompt: string | null;
}

export interface MaskLookup {
  find(name: string): NamedDefinition | undefined;
  names(): string[];
}

/** Specs of packs and saved masks are in fractions, so any aspect reads them the same. */
const ANY_SIZE = { width: 3, height: 2 };

/** A mask_spec of a pack, normalised. */
export const maskOfPack = (spec: unknown): Mask => parseMask(spec, ANY_SIZE).mask;

/** The masks of the packs and, over them, those saved for this photo. */
export function lookupOf(packs: ReadonlyMap<string, LoadedMask>, saved: SavedMasks = {}): MaskLookup {
  return {
    find(name) {
      if (Object.hasOwn(saved, name)) {
        return { name, mask: saved[name]!.mask as Mask, finding: null, invert: false, prompt: null };
      }
      const loaded = packs.get(name);
      return loaded === undefined ? undefined : definitionOf(loaded);
    },
    names: () => [...new Set([...Object.keys(saved), ...packs.keys()])],
  };
}

function definitionOf(loaded: LoadedMask): NamedDefinition {
  const { name, invert, fallback, llm_vision_prompt: prompt = null } = loaded;
  const { spec, found = null } = fallback ?? loaded;
  return { name, mask: spec === undefined ? null : specOf(loaded, spec), finding: found, invert, prompt };
}

function specOf({ file }: LoadedMask, spec: unknown): Mask {
  try {
    return maskOfPack(spec);
  } catch (error) {
    if (!(error instanceof ChemigramError)) throw error;
    throw new ChemigramError('invalid_input', `The mask of ${file} is not valid: ${error.message}`, {
      field: error.within('spec').field ?? 'spec',
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      cause: error,
    });
  }
}
