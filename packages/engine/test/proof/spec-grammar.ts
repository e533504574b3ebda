import * as fc from 'fast-check';
import type { Size } from '@chemigram/mask';

/** What a random spec may refer to. */
export interface Grammar {
  readonly displayed: Size;
  /** Masks of the shipped pack. */
  readonly names: readonly string[];
  /** Grey pictures of the displayed picture's aspect, kept for the photo. */
  readonly rasters: readonly string[];
}

type Spec = Record<string, unknown>;
type Params = Record<string, unknown>;

/** Thousandths: random doubles are mostly either end of the range, or next to nothing. */
const number = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: Math.round(1000 * min), max: Math.round(1000 * max) }).map((n) => n / 1000);
/** Mostly inside the picture, at times beyond its edge. */
const position = fc.oneof({ weight: 5, arbitrary: number(0.05, 0.95) }, { weight: 1, arbitrary: number(-0.2, 1.2) });
const point = fc.tuple(position, position);
const length = number(0.04, 0.4);
const border = number(0, 0.25);
const rotation = number(-360, 360);
const fraction = number(0, 1);

/** An outline that goes around a point, as people draw them. */
const around = (centre: readonly [number, number], radius: number): fc.Arbitrary<[number, number][]> =>
  fc
    .array(number(0.35, 1), { minLength: 3, maxLength: 12 })
    .map((reaches) =>
      reaches.map((reach, i): [number, number] => [
        centre[0] + radius * reach * Math.cos((2 * Math.PI * i) / reaches.length),
        centre[1] + radius * reach * Math.sin((2 * Math.PI * i) / reaches.length),
      ]),
    );

const optional = <T extends Record<string, fc.Arbitrary<unknown>>>(
  needed: T,
  more: Record<string, fc.Arbitrary<unknown>>,
) => fc.record({ ...needed, ...more }, { requiredKeys: Object.keys(needed) }) as fc.Arbitrary<Params>;

/** The parameters of each form; every option may be left out. */
const FORMS: Readonly<Record<string, fc.Arbitrary<Params>>> = {
  ellipse: optional(
    { center_x: position, center_y: position, radius_x: length, radius_y: length },
    { rotation, border },
  ),
  circle: optional({ center_x: position, center_y: position, radius: length }, { border }),
  rectangle: optional({ x0: position, y0: position, x1: position, y1: position }, { rotation, border }),
  gradient: optional(
    { anchor_x: position, anchor_y: position, rotation },
    { compression: number(0.02, 1), state: fc.constantFrom(1, 2), curvature: number(-1, 1) },
  ),
  brush: optional(
    { points: fc.array(point, { minLength: 2, maxLength: 6 }), width: number(0.03, 0.4) },
    { hardness: fraction, density: number(0.3, 1) },
  ),
  path: fc
    .tuple(number(0.2, 0.8), number(0.2, 0.8), number(0.15, 0.5))
    .chain(([x, y, radius]) =>
      fc.tuple(
        fc.oneof(
          { weight: 3, arbitrary: around([x, y], radius) },
          { weight: 1, arbitrary: fc.array(point, { minLength: 3, maxLength: 8 }) },
        ),
        optional(
          {},
          { smooth: fc.boolean(), holes: fc.array(around([x, y], radius / 3), { minLength: 1, maxLength: 2 }) },
        ),
        fc.oneof(fc.constant({}), fc.record({ border }), fc.record({ feather: border })),
      ),
    )
    .map(([vertices, options, soft]) => ({ vertices, ...options, ...soft })),
};

const range = fc
  .tuple(fc.constantFrom('luminance', 'color_h', 'color_s', 'color_l'), fraction, fraction, fc.boolean())
  .chain(([kind, a, b, wrap]) => {
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    const ends = kind === 'color_h' && wrap ? { min: high, max: low } : { min: low, max: high };
    return optional(
      { kind: fc.constant(kind), min: fc.constant(ends.min), max: fc.constant(ends.max) },
      { feather: number(0, 0.3), invert: fc.boolean() },
    );
  });
/** The documented shorthand for everything outside a form. */
const outside = fc.constant({ range_filter: { kind: 'luminance', min: 0, max: 1, invert: true } });
const ranges: fc.Arbitrary<Spec> = fc.oneof(
  range.map((range_filter) => ({ range_filter })),
  fc.array(range, { minLength: 1, maxLength: 3 }).map((range_filters) => ({ range_filters })),
);

const finish = fc.record({ invert: fc.boolean(), opacity: number(0.2, 1) }, { requiredKeys: [] });

/** Previews that a model may have looked at: the whole at some size, or a part of it. */
function previews({ width, height }: Size): fc.Arbitrary<{ width: number; height: number; region?: number[] } | null> {
  const part = fc.tuple(number(0, 0.5), number(0, 0.5), number(0.3, 0.5), number(1, 3)).map(([x, y, side, zoom]) => ({
    width: Math.round(side * width * zoom),
    height: Math.round(side * height * zoom),
    region: [x, y, x + side, y + side],
  }));
  const whole = number(0.3, 3).map((zoom) => ({ width: Math.round(width * zoom), height: Math.round(height * zoom) }));
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: whole },
    { weight: 1, arbitrary: part },
  );
}

const X = ['center_x', 'x0', 'x1', 'anchor_x'];
const Y = ['center_y', 'y0', 'y1', 'anchor_y'];
const SHORTER = ['radius', 'border', 'feather', 'width'];

/** The same form as said in pixels of a preview. */
function inPixels(
  params: Params,
  { width, height, region }: { width: number; height: number; region?: number[] },
  { displayed }: Grammar,
): Params {
  const [x0, y0, x1, y1] = (region ?? [0, 0, 1, 1]) as [number, number, number, number];
  const [perX, perY] = [width / (x1 - x0), height / (y1 - y0)];
  const shorter = displayed.width < displayed.height ? perX : perY;
  const placed = (value: unknown): unknown => {
    const [a, b] = value as [unknown, unknown];
    return typeof a === 'number' ? [(a - x0) * perX, ((b as number) - y0) * perY] : (value as unknown[]).map(placed);
  };
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => {
      if (Array.isArray(value)) return [key, value.map(placed)];
      if (typeof value !== 'number') return [key, value];
      if (X.includes(key)) return [key, (value - x0) * perX];
      if (Y.includes(key)) return [key, (value - y0) * perY];
      if (key === 'radius_x') return [key, value * perX];
      if (key === 'radius_y') return [key, value * perY];
      return [key, SHORTER.includes(key) ? value * shorter : value];
    }),
  );
}

/**
 * Specs from all over the grammar: every form with and without each of its options, pixels and regions, every kind of
 * range alone, several and beside a form, named masks and rasters, composes of every operation three deep, and invert and
 * opacity anywhere.
 */
function specOf(grammar: Grammar): fc.Arbitrary<Spec> {
  const form: fc.Arbitrary<Spec> = fc
    .tuple(
      fc.constantFrom(...Object.keys(FORMS)).chain((dt_form) => FORMS[dt_form]!.map((params) => ({ dt_form, params }))),
      previews(grammar.displayed),
    )
    .map(([{ dt_form, params }, coords]) =>
      coords === null
        ? { dt_form, dt_params: params }
        : { dt_form, dt_params: inPixels(params, coords, grammar), coords },
    );
  const leaf: fc.Arbitrary<Spec> = fc.oneof(
    { weight: 22, arbitrary: form },
    { weight: 2, arbitrary: ranges },
    {
      weight: 2,
      arbitrary: fc.tuple(form, fc.oneof(ranges, outside)).map(([drawn, ranged]) => ({ ...drawn, ...ranged })),
    },
    { weight: 1, arbitrary: fc.constantFrom(...grammar.names).map((name) => ({ kind: 'named', name })) },
    { weight: 1, arbitrary: fc.constantFrom(...grammar.rasters).map((path) => ({ kind: 'raster', path })) },
  );
  const finished = (spec: fc.Arbitrary<Spec>): fc.Arbitrary<Spec> =>
    fc.tuple(spec, finish).map(([inner, rest]) => ({ ...inner, ...rest }));
  const nested = (depth: number): fc.Arbitrary<Spec> =>
    depth === 0
      ? finished(leaf)
      : fc.oneof(
          { weight: 1, arbitrary: finished(leaf) },
          {
            weight: 1,
            arbitrary: finished(
              fc
                .record({
                  kind: fc.constant('compose'),
                  operation: fc.constantFrom('union', 'intersect', 'subtract', 'exclude'),
                  operands: fc.array(nested(depth - 1), { minLength: depth === 3 ? 2 : 1, maxLength: 3 }),
                })
                .map((spec) => (spec.operands.length === 1 ? { ...spec, operation: 'union' } : spec)),
            ),
          },
        );
  return nested(3);
}

/** The same specs on every machine and darktable. */
export const randomSpecs = (grammar: Grammar, count: number, seed: number): Spec[] =>
  fc.sample(fc.noBias(specOf(grammar)), { numRuns: count, seed });
