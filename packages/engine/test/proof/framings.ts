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

/** The framing that is made of several others. */
export const SEVERAL = 'straightened, corrected and cropped';

/** Ways of framing a picture; the proofs and the fidelity bench go through all of them. */
export const FRAMES: Readonly<Record<string, Move[]>> = {
  'after a crop': [CROP],
  'straightened by 7 degrees': [move('straighten', { value: 7 })],
  'with its perspective corrected': [move('perspective', { vertical: 25, horizontal: -15 })],
  [SEVERAL]: [move('straighten', { value: -4 }), move('perspective', { vertical: 15, horizontal: 0 }), CROP],
};
