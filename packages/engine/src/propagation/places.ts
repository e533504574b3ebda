import type { Vocabulary } from '@chemigram/vocabulary';
import type { STAYING } from '../contracts/schema/fields.ts';
import { framesPicture } from '../develop/frame.ts';
import type { Frame } from '../develop/frame.ts';

// What of an edit means something on the picture that it was made on alone. One rule for a move that is carried to
// another photo and for a call that is made there again.

/** What is taken along although it was placed by hand on one picture. */
export type Inclusion = ReadonlySet<(typeof STAYING)[number]>;

/** What ties an edit to its picture: by the word that takes it along, or `never`. */
export type Tie = (typeof STAYING)[number] | 'never';

/** What an edit says of places. */
export interface Places {
  /** Each tie with what it is in words; empty for an edit that means the same on any picture. */
  readonly ties: ReadonlyMap<Tie, string>;
  /** The names of masks that it goes through. */
  readonly names: ReadonlySet<string>;
}

/** How a tie is said of what it is; those that are never taken along first. */
const SAID: Readonly<Record<Tie, (what: string) => string>> = {
  never: (what) => `${what} belongs to the source's own picture`,
  spots: (what) => `${what} are places of the source`,
  frame: (what) => `${what} frames the source`,
  drawn_masks: (what) => `${what} was drawn on the source`,
};

/** The one framing that belongs to the camera and not to the picture. */
const LENS = 'lens';

/**
 * Looks through a move, or through the arguments of a call, however deep masks stand in them.
 *
 * @param edit what is called `primitive_name`, `spots`, `place`, and any masks in it
 * @param saved masks by name that are looked into as if they stood there; other names mean something on any photo
 */
export function placesIn(
  edit: Readonly<Record<string, unknown>>,
  vocabulary: Vocabulary,
  saved: ReadonlyMap<string, unknown> = new Map(),
): Places {
  const names = new Set<string>();
  const ties = new Map<Tie, string>();
  const add = (tie: Tie, what: string): void => void (ties.has(tie) || ties.set(tie, what));
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== 'object' || value === null) return;
    const { dt_form, kind, name, id, spots, place, primitive_name } = value as Record<string, unknown>;
    if (typeof dt_form === 'string') add('drawn_masks', `its ${dt_form}`);
    if (kind === 'raster') add('never', 'its raster');
    if (kind === 'detected') add('never', `what was detected as ${String(id)}`);
    if (Array.isArray(spots)) add('spots', 'its spots');
    // Of a grey card: what was found there is carried as the move's values.
    if (typeof place === 'object' && place !== null) add('never', 'the place that it measures');
    if (typeof primitive_name === 'string' && framesByHand(primitive_name, vocabulary)) add('frame', 'it');
    if (kind === 'named' && typeof name === 'string' && !names.has(name)) {
      names.add(name);
      visit(saved.get(name));
    }
    Object.values(value).forEach(visit);
  };
  visit(edit);
  return { ties, names };
}

/** Whether a picture is cropped, turned or straightened. Lens correction takes its numbers from each photo's own lens. */
export const isFramedByHand = (frame: Frame, vocabulary: Vocabulary): boolean =>
  frame.some(({ primitive }) => framesByHand(primitive, vocabulary));

function framesByHand(name: string, vocabulary: Vocabulary): boolean {
  const primitive = vocabulary.list().find((candidate) => candidate.name === name);
  if (primitive === undefined || !framesPicture(primitive)) return false;
  return !primitive.modules.every(({ operation }) => operation === LENS);
}

/**
 * Why an edit with these ties stays on its picture; null where it can be taken along.
 *
 * @param cropped whether its places are those of a picture that was cropped or turned by hand
 */
export function whyItStays(ties: Places['ties'], include: Inclusion, cropped: boolean): string | null {
  for (const tie of Object.keys(SAID) as Tie[]) {
    const what = ties.get(tie);
    if (what === undefined) continue;
    const said = SAID[tie](what);
    if (tie === 'never') return said;
    if (!include.has(tie)) return `${said} (include: ${tie})`;
    if (tie !== 'frame' && cropped && !include.has('frame')) {
      return `${said} as it is cropped, and the crop stays behind`;
    }
  }
  return null;
}
