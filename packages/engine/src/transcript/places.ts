import type { Vocabulary } from '@chemigram/vocabulary';
import { framesPicture } from '../develop/frame.ts';

/** What of a call belongs to one picture: by the word that takes it along, or `never`. */
export type Tie = 'drawn_masks' | 'spots' | 'frame' | 'never';

/** What keeps a call with the picture that it was made on, and the names of masks that it goes through. */
export interface Places {
  /** Each tie with what it is in words; empty for a call that means the same on any picture. */
  readonly ties: ReadonlyMap<Tie, string>;
  readonly names: ReadonlySet<string>;
}

/** lens is a framing too, but it takes its numbers from each photo's own lens. */
const OF_EVERY_PHOTO: ReadonlySet<string> = new Set(['lens']);

/** Looks through the arguments of a call, however deep masks stand in them. */
export function placesIn(args: Readonly<Record<string, unknown>>, vocabulary: Vocabulary): Places {
  const framings = new Set(
    vocabulary
      .list()
      .filter((primitive) => framesPicture(primitive) && !OF_EVERY_PHOTO.has(primitive.name))
      .map(({ name }) => name),
  );
  const names = new Set<string>();
  const ties = new Map<Tie, string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== 'object' || value === null) return;
    const { dt_form, kind, name, spots, primitive_name } = value as Record<string, unknown>;
    if (typeof dt_form === 'string') ties.set('drawn_masks', `its ${dt_form} was drawn there`);
    if (kind === 'detected' || kind === 'raster') ties.set('never', `its mask is ${kind} in that picture`);
    if (kind === 'named' && typeof name === 'string') names.add(name);
    if (Array.isArray(spots)) ties.set('spots', 'its spots are places there');
    if (typeof primitive_name === 'string' && framings.has(primitive_name)) ties.set('frame', 'it frames that picture');
    Object.values(value).forEach(visit);
  };
  visit(args);
  return { ties, names };
}
