import * as fc from 'fast-check';
import type { Picture, Size } from '../src/index.ts';

/** Every property runs on the same inputs each time: a failure is a failure, not luck. */
const SEED = 20_260;
export const runs = (numRuns: number) => ({ seed: SEED, numRuns });

export const SIZE: Size = { width: 96, height: 64 };

/**
 * Numbers spread evenly over a range, its ends among them. (fc.double and fc.float draw evenly among the numbers that a float
 * can hold: where 0 lies in the range, nine of ten are next to nothing.)
 */
export const between = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 2 ** 20 }).map((n) => min + ((max - min) * n) / 2 ** 20);

const step = (min: number, max: number) =>
  fc.integer({ min: Math.round(min * 1000), max: Math.round(max * 1000) }).map((n) => n / 1000);
const at = step(-0.2, 1.2);
const length = step(0.02, 0.6);
const border = step(0, 0.4);
const degrees = fc.integer({ min: -360, max: 360 });
const unit = step(0, 1);
const optional = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: undefined });
const record = <T extends Record<string, fc.Arbitrary<unknown>>>(
  required: T,
  maybe: Record<string, fc.Arbitrary<unknown>>,
) =>
  fc
    .record({ ...required, ...Object.fromEntries(Object.entries(maybe).map(([k, v]) => [k, optional(v)])) })
    .map((value) => Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)));

/** A star-shaped outline: never crosses itself, never without area. */
export const starOutline = fc
  .tuple(step(0.2, 0.8), step(0.2, 0.8), fc.array(step(0.05, 0.4), { minLength: 3, maxLength: 14 }))
  .map(([cx, cy, radii]) =>
    radii.map((r, i): [number, number] => {
      const a = (2 * Math.PI * i) / radii.length;
      return [Math.round((cx + r * Math.cos(a)) * 1e6) / 1e6, Math.round((cy + r * Math.sin(a)) * 1e6) / 1e6];
    }),
  );
/** Any outline at all: mostly crossing itself. */
export const wildOutline = fc.array(fc.tuple(at, at), { minLength: 3, maxLength: 12 });

const forms = {
  ellipse: record({ center_x: at, center_y: at, radius_x: length, radius_y: length }, { rotation: degrees, border }),
  circle: record({ center_x: at, center_y: at, radius: length }, { border }),
  rectangle: record(
    { x0: step(0, 0.4), y0: step(0, 0.4), x1: step(0.5, 1), y1: step(0.5, 1) },
    { rotation: degrees, border },
  ),
  path: record({ vertices: starOutline }, { border, smooth: fc.boolean() }),
  gradient: record(
    { anchor_x: at, anchor_y: at, rotation: degrees },
    { compression: step(0.05, 1), state: fc.constantFrom(1, 2), curvature: step(-2, 2) },
  ),
  brush: record(
    { points: fc.array(fc.tuple(at, at), { minLength: 2, maxLength: 6 }), width: step(0.05, 0.5) },
    { hardness: unit, density: unit },
  ),
};

export const drawn = fc.oneof(
  ...Object.entries(forms).map(([dt_form, params]) => params.map((dt_params) => ({ dt_form, dt_params }))),
);
const range = fc
  .record({
    kind: fc.constantFrom('luminance', 'color_h', 'color_s', 'color_l'),
    a: unit,
    b: unit,
    feather: unit,
    invert: fc.boolean(),
  })
  .map(({ kind, a, b, feather, invert }) => ({ kind, min: Math.min(a, b), max: Math.max(a, b), feather, invert }));

const finish = { invert: fc.boolean(), opacity: unit };
const withFinish = (spec: fc.Arbitrary<object>) =>
  fc.tuple(spec, record({}, finish)).map(([s, f]): object => ({ ...s, ...f }));

/** Any valid mask_spec that is executed today, without references. */
export const spec: fc.Arbitrary<object> = fc.letrec<{ spec: object }>((tie) => ({
  spec: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'spec' },
    withFinish(drawn),
    withFinish(
      fc.tuple(drawn, fc.array(range, { maxLength: 2 })).map(([d, range_filters]) => ({ ...d, range_filters })),
    ),
    withFinish(range.map((range_filter) => ({ range_filter }))),
    withFinish(
      fc
        .record({
          kind: fc.constant('compose'),
          operation: fc.constantFrom('union', 'intersect', 'subtract', 'exclude'),
          operands: fc.array(tie('spec'), { minLength: 1, maxLength: 3 }),
        })
        .map((compose) => (compose.operands.length === 1 ? { ...compose, operation: 'union' } : compose)),
    ),
  ),
})).spec;

/** A picture of all hues, from dark to light and from grey to pure. */
export function colourful(size: Size = SIZE): Picture {
  const rgb = new Uint8Array(3 * size.width * size.height).map((_, i) => {
    const [p, c] = [Math.floor(i / 3), i % 3];
    const [x, y] = [p % size.width, Math.floor(p / size.width)];
    const wave = 0.5 + 0.5 * Math.cos(2 * Math.PI * (x / size.width - c / 3));
    return Math.round(255 * (y / size.height) * (x % 2 === 0 ? wave : 0.6));
  });
  return { ...size, rgb };
}
