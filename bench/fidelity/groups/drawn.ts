import { COMBINED, DRAWN, MEETING } from '../../../packages/engine/test/proof/cases.ts';
import { FRAMES, LENS_FRAMES, SEVERAL } from '../../../packages/engine/test/proof/framings.ts';
import { casesOf } from '../group.ts';
import type { Batch, Group } from '../group.ts';
import type { Orientation } from '../photos.ts';

const ORIENTATIONS: readonly Orientation[] = [1, 2, 3, 4, 5, 6, 7, 8];
/** Drawn, though darktable has no such form: a brush with its opacity, a path with a hole. */
const FORMS = {
  ...DRAWN,
  ...Object.fromEntries(['a brush', 'a path with a hole'].map((name) => [name, COMBINED[name]!])),
  ...MEETING,
};
/** Those that cameras write; a mirrored one meets only the framing that is made of several. */
const USUAL: readonly Orientation[] = [1, 3, 6, 8];
/** In a frame each orientation takes every so many-th form, so that each form meets each frame in several orientations. */
const THINNED = 3;

/** The framings of the proofs: one that is added there is measured here. */
const named = (frames: typeof FRAMES) => Object.entries(frames).map(([name, moves]) => ({ name, moves }));
const framings = [{ name: '', moves: [] }, ...named(FRAMES)];
/** A lens is corrected before anything else is framed, so that upright and turned once stand for all. */
const WITH_LENS: readonly Orientation[] = [1, 6];

export const DRAWN_FORMS: Group = {
  name: 'drawn',
  kind: 'drawn',
  batches: (photos, every) => [
    ...ORIENTATIONS.flatMap((orientation) =>
      framings.flatMap((frame, f): Batch[] => {
        if (!every && f > 0 && frame.name !== SEVERAL && !USUAL.includes(orientation)) return [];
        const cases = casesOf(FORMS).filter((_, i) => every || f === 0 || (i + orientation + f) % THINNED === 0);
        return [{ photo: photos.raw(orientation), frame, cases }];
      }),
    ),
    ...WITH_LENS.flatMap((orientation) =>
      named(LENS_FRAMES).map((frame): Batch => ({ photo: photos.claimed(orientation), frame, cases: casesOf(FORMS) })),
    ),
  ],
};
