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
const brush = (options: object): Record<string, unknown> => ({
  ...BRUSH,
  dt_params: { ...BRUSH.dt_params, ...options },
});
const turned = (center_x: number, rotation: number, border = 0.05): object => ({
  dt_form: 'ellipse',
  dt_params: { center_x, center_y: 0.5, radius_x: 0.22, radius_y: 0.1, rotation, border },
});
const softBox = (x0: number, x1: number): object => ({
  dt_form: 'rectangle',
  dt_params: { x0, y0: 0.3, x1, y1: 0.7, border: 0.15 },
});
const gradient = { dt_form: 'gradient', dt_params: { anchor_x: 0.5, anchor_y: 0.5, rotation: 30 } };
const compose = (operation: string, ...operands: object[]): object => ({ kind: 'compose', operation, operands });

const curve = (points: number, at: (t: number) => [number, number]): [number, number][] =>
  Array.from({ length: points }, (_, i) => at(i / (points - 1)));
const soft = (vertices: [number, number][], border: number, options: object = {}): Record<string, unknown> => ({
  dt_form: 'path',
  dt_params: { vertices, border, ...options },
});
/** A star around the middle, on a picture of three to two. */
const star = (tips: number, inner: number): [number, number][] =>
  Array.from({ length: 2 * tips }, (_, k) => {
    const [angle, reach] = [(Math.PI * k) / tips + 0.1, k % 2 === 0 ? 0.3 : inner];
    return [0.5 + (2 / 3) * reach * Math.cos(angle), 0.5 + reach * Math.sin(angle)];
  });

/**
 * Soft outlines whose feather comes from two sides of a bay or a hole, turns around a narrow end or a tip, or follows a stroke
 * that comes back to itself: darktable alone fills such bays, and leaves out parts of such feathers or all of them.
 */
export const MEETING: Readonly<Record<string, Record<string, unknown>>> = {
  'a path with a narrow bay': soft(
    [
      [0.3, 0.2],
      [0.7, 0.2],
      [0.7, 0.46],
      [0.42, 0.46],
      [0.42, 0.54],
      [0.7, 0.54],
      [0.7, 0.8],
      [0.3, 0.8],
    ],
    0.09,
  ),
  'a smooth spiral, whose feather closes its way in': soft(
    [
      [0.3, 0.3],
      [0.7, 0.3],
      [0.7, 0.7],
      [0.35, 0.7],
      [0.35, 0.4],
      [0.6, 0.4],
      [0.6, 0.6],
      [0.45, 0.6],
      [0.45, 0.45],
      [0.4, 0.45],
      [0.4, 0.65],
      [0.65, 0.65],
      [0.65, 0.35],
      [0.3, 0.35],
    ],
    0.02,
    { smooth: true },
  ),
  'a star of six': soft(star(6, 0.1), 0.1),
  'a star of seven': soft(star(7, 0.08), 0.08),
  'a path with a hole that is narrower than its feather': { ...HOLED, dt_params: { ...HOLED.dt_params, border: 0.15 } },
  'a smooth path with a narrow end': soft(
    [
      [0.668, 0.834],
      [0.128, 0.893],
      [0.615, 0.753],
    ],
    0.057,
    { smooth: true },
  ),
  'a smooth path, its feather wide': soft(
    [
      [0.324, 0.496],
      [0.605, 0.236],
      [0.565, 0.678],
    ],
    0.124,
    { smooth: true },
  ),
  'a smooth path with bays, its feather wide': soft(
    [
      [0.443, 0.78],
      [0.3, 0.505],
      [0.426, 0.175],
      [0.561, 0.431],
      [0.594, 0.601],
    ],
    0.148,
    { smooth: true },
  ),
  'a needle': soft(
    [
      [0.12, 0.15],
      [0.85, 0.55],
      [0.12, 0.3],
    ],
    0.06,
  ),
  'a stroke that is soft from its middle line on': brush({
    points: [
      [0.607, 0.417],
      [0.733, 0.374],
    ],
    width: 0.3,
    hardness: 0,
  }),
  'a soft brush that goes to and fro': brush({
    points: [
      [0.25, 0.33],
      [0.21, 0.63],
      [0.46, 0.62],
      [0.17, 0.19],
    ],
    width: 0.1,
    hardness: 0.2,
  }),
  'a soft brush that nearly closes on itself': brush({
    points: curve(20, (t) => [0.6 + 0.12 * Math.cos(5.8 * t), 0.5 + 0.18 * Math.sin(5.8 * t)]),
    width: 0.18,
    hardness: 0.3,
  }),
  'a scribble': brush({
    points: curve(12, (t) => [0.2 + 0.6 * t, 0.5 + (Math.round(11 * t) % 2 === 0 ? 0.2 : -0.2)]),
    width: 0.1,
    hardness: 0.4,
  }),
};

/** Holes, brushes and composes: what darktable has no single form for. */
export const COMBINED: Readonly<Record<string, object>> = {
  'a path with a hole': HOLED,
  'all but a path with a hole': { ...HOLED, invert: true },
  'a path with a hole, its feather wide': { ...HOLED, dt_params: { ...HOLED.dt_params, border: 0.08 } },
  'a brush': BRUSH,
  'a brush that is soft from its middle line on': brush({ hardness: 0 }),
  'a hard brush': brush({ hardness: 1 }),
  'a brush of density 0.7 that closes on itself': brush({
    points: [
      [0.3, 0.3],
      [0.7, 0.35],
      [0.6, 0.75],
      [0.3, 0.7],
      [0.3, 0.3],
    ],
    density: 0.7,
  }),
  'a brush at 60 %': { ...BRUSH, opacity: 0.6 },
  'three turned forms, nested with a hole': compose(
    'union',
    turned(0.3, 30),
    compose(
      'subtract',
      turned(0.6, -40),
      compose('union', { dt_form: 'circle', dt_params: { center_x: 0.55, center_y: 0.5, radius: 0.08 } }, HOLED),
    ),
    turned(0.75, 75),
  ),
  'a hard brush excluded with a hard form': compose('exclude', brush({ hardness: 1 }), {
    dt_form: 'rectangle',
    dt_params: { x0: 0.35, y0: 0.3, x1: 0.65, y1: 0.7, border: 0 },
  }),
  'a brush excluded with a form, both soft': compose('exclude', BRUSH, turned(0.5, 20)),
  'two very soft forms excluded': compose('exclude', softBox(0.2, 0.5), softBox(0.45, 0.8)),
  'two very soft forms united': compose('union', softBox(0.2, 0.5), softBox(0.45, 0.8)),
  'two very soft forms intersected': compose('intersect', softBox(0.2, 0.55), softBox(0.45, 0.8)),
  'one very soft form without another': compose('subtract', softBox(0.2, 0.6), softBox(0.45, 0.8)),
  'an exclusion of a union and a soft intersection, three deep': compose(
    'exclude',
    compose('union', turned(0.35, 20, 0.1), compose('subtract', BRUSH, softBox(0.45, 0.6))),
    compose('intersect', softBox(0.3, 0.7), compose('exclude', gradient, turned(0.6, -50, 0.1))),
  ),
};
