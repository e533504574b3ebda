/** Every drawn form, as a model would write it. */
export const DRAWN: Readonly<Record<string, Record<string, unknown>>> = {
  ellipse: { dt_form: 'ellipse', dt_params: { center_x: 0.5, center_y: 0.45, radius_x: 0.14, radius_y: 0.2 } },
  'a wide ellipse': {
    dt_form: 'ellipse',
    dt_params: { center_x: 0.45, center_y: 0.6, radius_x: 0.38, radius_y: 0.12, border: 0.1 },
  },
  'a rotated ellipse': {
    dt_form: 'ellipse',
    dt_params: { center_x: 0.4, center_y: 0.45, radius_x: 0.3, radius_y: 0.12, rotation: 30 },
  },
  circle: { dt_form: 'circle', dt_params: { center_x: 0.6, center_y: 0.5, radius: 0.2 } },
  rectangle: { dt_form: 'rectangle', dt_params: { x0: 0.2, y0: 0.2, x1: 0.6, y1: 0.7 } },
  'a rotated rectangle': {
    dt_form: 'rectangle',
    dt_params: { x0: 0.25, y0: 0.2, x1: 0.75, y1: 0.7, rotation: 20, border: 0.08 },
  },
  'a convex path': {
    dt_form: 'path',
    dt_params: {
      vertices: [
        [0.2, 0.2],
        [0.8, 0.3],
        [0.7, 0.75],
        [0.35, 0.85],
      ],
    },
  },
  'a concave path': {
    dt_form: 'path',
    dt_params: {
      vertices: [
        [0.2, 0.2],
        [0.8, 0.2],
        [0.8, 0.8],
        [0.5, 0.4],
        [0.2, 0.8],
      ],
      border: 0.06,
    },
  },
  'a self-crossing path': {
    dt_form: 'path',
    dt_params: {
      vertices: [
        [0.15, 0.2],
        [0.85, 0.85],
        [0.85, 0.2],
        [0.15, 0.85],
      ],
    },
  },
  'a gradient at 0': { dt_form: 'gradient', dt_params: { anchor_x: 0.5, anchor_y: 0.4, rotation: 0 } },
  'a gradient at 90': {
    dt_form: 'gradient',
    dt_params: { anchor_x: 0.55, anchor_y: 0.5, rotation: 90, compression: 0.3 },
  },
  'a gradient at 180': { dt_form: 'gradient', dt_params: { anchor_x: 0.5, anchor_y: 0.6, rotation: 180, state: 1 } },
  'a gradient at 270': {
    dt_form: 'gradient',
    dt_params: { anchor_x: 0.4, anchor_y: 0.5, rotation: 270, state: 1, compression: 0.25 },
  },
  'a gradient at 30': { dt_form: 'gradient', dt_params: { anchor_x: 0.5, anchor_y: 0.5, rotation: 30 } },
};

export const inverted = (spec: Record<string, unknown>): Record<string, unknown> => ({ ...spec, invert: true });

/** Of two soft forms: see where it is used. */
export const SOFT_EXCLUDE = 'a brush excluded with a form, both soft';

const HOLED = {
  dt_form: 'path',
  dt_params: {
    vertices: [
      [0.2, 0.2],
      [0.8, 0.25],
      [0.75, 0.8],
      [0.25, 0.75],
    ],
    holes: [
      [
        [0.4, 0.4],
        [0.6, 0.4],
        [0.6, 0.6],
        [0.4, 0.6],
      ],
    ],
  },
};
const BRUSH = {
  dt_form: 'brush',
  dt_params: {
    points: [
      [0.2, 0.3],
      [0.45, 0.6],
      [0.8, 0.35],
    ],
    width: 0.16,
  },
};
const turned = (center_x: number, rotation: number): object => ({
  dt_form: 'ellipse',
  dt_params: { center_x, center_y: 0.5, radius_x: 0.22, radius_y: 0.1, rotation },
});
const compose = (operation: string, ...operands: object[]): object => ({ kind: 'compose', operation, operands });
/** Three rotated forms and, three composes deep, one that takes a part of them away and one that is turned round. */
const NESTED = compose(
  'union',
  turned(0.3, 30),
  compose(
    'subtract',
    turned(0.6, -40),
    compose('union', { dt_form: 'circle', dt_params: { center_x: 0.55, center_y: 0.5, radius: 0.08 } }, HOLED),
  ),
  turned(0.75, 75),
);
/** What darktable has no form for. */
export const FORMLESS: Readonly<Record<string, object>> = {
  'a path with a hole': HOLED,
  'all but a path with a hole': { ...HOLED, invert: true },
  'a brush': BRUSH,
  'three rotated forms, nested with a hole': NESTED,
  'a hard brush excluded with a hard form': compose(
    'exclude',
    { ...BRUSH, dt_params: { ...BRUSH.dt_params, hardness: 1 } },
    { dt_form: 'rectangle', dt_params: { x0: 0.35, y0: 0.3, x1: 0.65, y1: 0.7, border: 0 } },
  ),
  [SOFT_EXCLUDE]: compose('exclude', BRUSH, turned(0.5, 20)),
  'a brush at 60 %': { ...BRUSH, opacity: 0.6 },
};
