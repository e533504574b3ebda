/** Masks that differ by `step` a little, so that no answer comes from a memory of the last one. */
const moved = (step: number): number => 0.45 + 0.001 * (step % 100);

type Spec = Record<string, unknown>;

const ellipse = (x: number, y: number, border = 0.05): Spec => ({
  dt_form: 'ellipse',
  dt_params: { center_x: x, center_y: y, radius_x: 0.12, radius_y: 0.16, rotation: 20, border },
});

/** An outline such as a vision model draws: 15 vertices. */
const path = (x: number): Spec => ({
  dt_form: 'path',
  dt_params: {
    vertices: Array.from({ length: 15 }, (_, k) => {
      const turn = (2 * Math.PI * k) / 15;
      const r = 0.2 + 0.06 * Math.sin(3 * turn);
      return [x + r * Math.cos(turn), 0.5 + r * Math.sin(turn)];
    }),
  },
});

const gradient = (x: number): Spec => ({
  dt_form: 'gradient',
  dt_params: { anchor_x: x, anchor_y: 0.4, rotation: 15 },
});

const SUBJECT = (step: number): Spec => ellipse(moved(step), 0.5);

/** One of each drawn form, by its name. */
export const FORMS: Readonly<Record<string, (step: number) => Spec>> = {
  ellipse: SUBJECT,
  path: (step) => path(moved(step)),
  gradient: (step) => gradient(moved(step)),
};

/** Moves as an edit has them: tones and colours in turn, most through a form. */
const MOVES = [
  ['exposure', 0.3],
  ['contrast', 20],
  ['warmth', 10],
  ['shadows', 25],
  ['vibrance', 15],
] as const;

/** The arguments of apply_primitive for the n-th move of an edit. */
export function nextMove(n: number): Spec {
  const [primitive_name, strength] = MOVES[n % MOVES.length]!;
  const form = Object.values(FORMS)[n % 4];
  const sign = n % 2 === 0 ? 1 : -1;
  return { primitive_name, value: sign * strength, ...(form === undefined ? {} : { mask_spec: form(7 * n) }) };
}

/** 16 forms over the picture, of all kinds. */
export const SIXTEEN = (step: number): Spec => ({
  kind: 'compose',
  operation: 'union',
  operands: Array.from({ length: 16 }, (_, k) => {
    const x = moved(step) - 0.35 + 0.045 * k;
    if (k % 4 === 1) return path(x);
    if (k % 4 === 2) return { dt_form: 'rectangle', dt_params: { x0: x - 0.05, y0: 0.2, x1: x + 0.05, y1: 0.5 } };
    if (k % 8 === 3) return { ...gradient(x), opacity: 0.5 };
    return ellipse(x, 0.2 + 0.04 * k);
  }),
});

/** A band of tones, or of hues, that moves with the step. */
const range = (kind: string, min: number, max: number): Spec => ({ range_filter: { kind, min, max } });
const midtones = (step: number): Spec => range('luminance', moved(step) - 0.15, moved(step) + 0.15);
const hues = (step: number): Spec => range('color_h', moved(step) - 0.05, moved(step) + 0.2);

/** Masks that look at the picture: what is asked of it, and how darktable gets it, takes longer than drawing. */
export const OF_THE_PICTURE: Readonly<Record<string, (step: number) => Spec>> = {
  'luminance range': midtones,
  'hue range': hues,
  'ellipse with a luminance range': (step) => ({ ...SUBJECT(step), ...range('luminance', 0.3, 0.7) }),
  'range and form composed': (step) => ({
    kind: 'compose',
    operation: 'subtract',
    operands: [midtones(step), ellipse(0.3, 0.4)],
  }),
  'ellipse feathered widely': (step) => ({ ...SUBJECT(step), refine: { feather_radius: 0.05 } }),
  'ellipse feathered narrowly': (step) => ({ ...SUBJECT(step), refine: { feather_radius: 0.005 } }),
};

/** An outline that is moved to the edges of the picture, and outlined anew. */
export const SNAPPED = (step: number): Spec => ({ ...path(moved(step)), snap: true });

/** A jagged outline, whose feather is drawn in many pieces. */
export const JAGGED = (step: number): Spec => ({
  dt_form: 'path',
  dt_params: {
    vertices: Array.from({ length: 200 }, (_, k) => {
      const turn = (2 * Math.PI * k) / 200;
      const r = 0.25 + 0.02 * Math.sin(37 * k);
      return [moved(step) + r * Math.cos(turn), 0.5 + r * Math.sin(turn)];
    }),
    border: 0.02,
  },
});

/** Every mask that is looked at, in words. */
export const ALL_MASKS: Readonly<Record<string, (step: number) => Spec>> = {
  ...FORMS,
  ...OF_THE_PICTURE,
  'compose of 16 forms': SIXTEEN,
  'path snapped': SNAPPED,
};
