import { ChemigramError } from '@chemigram/errors';
import { parseMask } from '@chemigram/mask';
import type { Mask } from '@chemigram/mask';
import { meantBy, type Finding, type LoadedMask } from '@chemigram/vocabulary';
import type { SavedMask } from '@chemigram/workspace';
import type { DetectedMask } from '../detected/detected-masks.ts';
import type { Frame } from '../develop/frame.ts';

/** Masks that were named for one photo. */
export type SavedMasks = Readonly<Record<string, SavedMask>>;

/** A named or detected mask, ready to take a reference's place. Exactly one of `mask` and `finding` is there. */
export interface NamedDefinition {
  /** As keyOf gives it. */
  readonly name: string;
  /** Normalised; it may refer to further names. */
  readonly mask: Mask | null;
  readonly finding: Finding | null;
  readonly invert: boolean;
  /** How the picture was framed that the mask speaks of; null where it speaks of any. */
  readonly frame: Frame | null;
  /** How to draw it by eye, where that beats what stands in for it. */
  readonly prompt: string | null;
}

/** What names of masks mean on one photo. */
export interface MaskLookup {
  find(key: string): NamedDefinition | undefined;
  names(): string[];
  /** Names of the packs that a word of a photographer may mean ("grass"), the likeliest first. */
  meantBy(word: string): string[];
}

/** Before the id of what was detected; no mask's name can begin with it. */
const DETECTED_KEY = 'detected:';

/** What a reference is looked up by: its name, or the id of what was detected. */
export const keyOf = (mask: Reference): string => (mask.kind === 'named' ? mask.name : `${DETECTED_KEY}${mask.id}`);

/** A mask that stands for another one, kept elsewhere. */
export type Reference = Extract<Mask, { kind: 'named' | 'detected' }>;

/** Specs of packs and saved masks are in fractions, so any aspect reads them the same. */
export const ANY_SIZE = { width: 3, height: 2 };

/** A mask_spec of a pack, normalised. */
export const maskOfPack = (spec: unknown): Mask => parseMask(spec, ANY_SIZE).mask;

/**
 * The masks of the packs and, over them, those saved for this photo and what was detected on it.
 * @param detected what was kept under an id
 */
export function lookupOf(
  packs: ReadonlyMap<string, LoadedMask>,
  saved: SavedMasks = {},
  detected: (id: string) => DetectedMask | undefined = () => undefined,
): MaskLookup {
  return {
    find(name) {
      const own = Object.hasOwn(saved, name)
        ? saved[name]
        : name.startsWith(DETECTED_KEY)
          ? detected(name.slice(DETECTED_KEY.length))
          : undefined;
      if (own !== undefined) {
        return { name, mask: own.mask as Mask, finding: null, invert: false, prompt: null, frame: own.frame ?? [] };
      }
      const loaded = packs.get(name);
      return loaded === undefined ? undefined : definitionOf(loaded);
    },
    names: () => [...new Set([...Object.keys(saved), ...packs.keys()])],
    meantBy: (word) => meantBy(word, [...packs.values()]).likeliest.map(({ name }) => name),
  };
}

function definitionOf(loaded: LoadedMask): NamedDefinition {
  const { name, invert, fallback, llm_vision_prompt: prompt = null } = loaded;
  const { spec, found = null } = fallback ?? loaded;
  return { name, mask: spec === undefined ? null : specOf(loaded, spec), finding: found, invert, prompt, frame: null };
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
