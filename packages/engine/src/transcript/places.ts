import { framesPicture } from '../develop/frame.ts';
import type { Vocabulary } from '@chemigram/vocabulary';

/** What keeps a call with the picture that it was made on, and the names of masks that it goes through. */
export interface Places {
  /** "a drawn mask", "a crop" ...; null for a call that means the same on any picture. */
  readonly tied: string | null;
  readonly names: ReadonlySet<string>;
}

/** lens is a framing too, but it takes its numbers from each photo's own lens. */
const OF_EVERY_PHOTO: ReadonlySet<string> = new Set(['lens']);

/** Looks through the arguments of a call, however deep masks stand in them. */
export function placesIn(args: Readonly<Record<string, unknown>>, vocabulary: Vocabulary): Places {
  const names = new Set<string>();
  let tied: string | null = null;
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== 'object' || value === null) return;
    const object = value as Record<string, unknown>;
    const { dt_form, kind, name, spots, primitive_name } = object;
    if (typeof dt_form === 'string') tied ??= `a drawn ${dt_form}`;
    if (kind === 'detected' || kind === 'raster') tied ??= `a ${kind} mask`;
    if (kind === 'named' && typeof name === 'string') names.add(name);
    if (Array.isArray(spots)) tied ??= 'spots';
    if (typeof primitive_name === 'string' && frames(primitive_name, vocabulary))
      tied ??= `a framing (${primitive_name})`;
    Object.values(object).forEach(visit);
  };
  visit(args);
  return { tied, names };
}

const frames = (name: string, vocabulary: Vocabulary): boolean =>
  vocabulary.list().some((primitive) => primitive.name === name && framesPicture(primitive)) &&
  !OF_EVERY_PHOTO.has(name);
