import type { Move } from '@chemigram/workspace';

/** A move as a recipe has it. */
export const move = (primitive: string, values: Record<string, number>, mask: unknown = null): Move => ({
  move_id: `${primitive}-${JSON.stringify(values).length}`,
  primitive,
  values,
  mask,
  label: null,
  at: '2026-01-01T00:00:00.000Z',
  by: 'test',
});

export const CROP = move('crop', { left: 0.1, top: 0.2, right: 0.8, bottom: 0.9 });

/**
 * A wide angle with strong distortion, vignetting and coloured edges in lensfun. The file only claims it: the scene's
 * lines are straight, and the correction bends them. Where pixels lie is the same question.
 */
export const CLAIMS = {
  make: 'Canon',
  model: 'Canon EOS 6D',
  lens: 'Canon EF 24-105mm f/4L IS USM',
  focalLength: 24,
  fNumber: 4,
};
export const LENS = move('lens', { distortion: 1, vignetting: 1, tca: 1 });

export const PERSPECTIVE = 'with its perspective corrected';
/** The framing that is made of several others. */
export const SEVERAL = 'straightened, corrected and cropped';
/** The one that turns the picture by a quarter and mirrors it, amid others. */
export const TURNED = 'straightened, turned left, cropped and mirrored';
export const TURN_LEFT = move('quarter_turn', { value: -1 });
export const MIRROR = move('mirror', { horizontal: 1, vertical: 0 });

/** Ways of framing a picture; the proofs and the fidelity bench go through all of them. */
export const FRAMES: Readonly<Record<string, Move[]>> = {
  'after a crop': [CROP],
  'straightened by 7 degrees': [move('straighten', { value: 7 })],
  [PERSPECTIVE]: [move('perspective', { vertical: 25, horizontal: -15 })],
  [SEVERAL]: [move('straighten', { value: -4 }), move('perspective', { vertical: 15, horizontal: 0 }), CROP],
  [TURNED]: [move('straighten', { value: -4 }), TURN_LEFT, CROP, MIRROR],
};

/** The lens with other framings; darktable's order of them is its own. */
export const LENS_AND_MORE = 'with its lens corrected, straightened by 7 degrees and cropped';

/** Framings of a photo that claims CLAIMS: others have no lens to be corrected. */
export const LENS_FRAMES: Readonly<Record<string, Move[]>> = {
  'with its lens corrected': [LENS],
  [LENS_AND_MORE]: [
    LENS,
    move('straighten', { value: 7 }),
    move('crop', { left: 0.1, top: 0.1, right: 0.9, bottom: 0.85 }),
  ],
};
