import { z } from 'zod';
import { flag, FORMS, point } from './forms.ts';
import { BLUR_RADIUS, FEATHER_RADIUS, MAX_OPERANDS, MAX_RANGE_FILTERS, TONE } from './limits.ts';
import { numberWithin } from './number-within.ts';

const fraction = numberWithin({ min: 0, max: 1 });
const text = (what: string) => z.string({ error: `a text: ${what}` }).min(1, { error: `a text: ${what}` });

export const RANGE_KINDS = ['luminance', 'color_h', 'color_s', 'color_l'] as const;
export const OPERATIONS = ['union', 'intersect', 'subtract', 'exclude'] as const;

/** One tonal or colour band of the displayed sRGB pixel. For color_h `min` above `max` wraps through red. */
export const rangeFilter = z.strictObject({
  kind: z.enum(RANGE_KINDS, { error: `a kind of range: ${RANGE_KINDS.join(', ')}` }),
  min: fraction,
  max: fraction,
  feather: fraction.default(0.05),
  invert: flag.default(false),
});
export type RangeFilter = z.output<typeof rangeFilter>;

/** A side of a preview in pixels; the upper end is that of the JPEG format. */
const side = numberWithin({ above: 0, max: 65_535 });
const regionError = '[x0, y0, x1, y1], fractions of the displayed picture';
export const coords = z.strictObject({
  width: side,
  height: side,
  region: z.tuple([fraction, fraction, fraction, fraction], { error: regionError }).optional(),
  frame: text('how the preview was framed, copied from its coords').optional(),
});

/** darktable's mask refinement; radii as fractions of the shorter side, the rest in darktable's own range. 0 is off. */
export const refine = z.strictObject({
  feather_radius: numberWithin(FEATHER_RADIUS).optional(),
  blur: numberWithin(BLUR_RADIUS).optional(),
  contrast: numberWithin(TONE).optional(),
  brightness: numberWithin(TONE).optional(),
  details: numberWithin(TONE).optional(),
});
export type RefineField = keyof typeof refine.shape;
/** A normalised refinement: only what is not 0. */
export type Refine = Partial<Record<RefineField, number>>;

/** At most so many points: a photographer says a handful. */
const MAX_POINTS = 64;
const pointsError = `up to ${MAX_POINTS} points [[x, y], ...]`;
const points = z.array(point, { error: pointsError }).max(MAX_POINTS, { error: pointsError });
/** Points of the picture that are known to lie inside and outside of what is snapped. */
export const snapPoints = z.strictObject({ positive: points.optional(), negative: points.optional() });
export type SnapPoints = { positive?: [number, number][]; negative?: [number, number][] };

const common = {
  invert: flag.optional(),
  opacity: fraction.optional(),
  coords: z.unknown().optional(),
  snap: z.unknown().optional(),
  refine: z.unknown().optional(),
};

/** The outer keys of each kind of spec; what is `unknown` here is checked on its own, with its own field path. */
export const SHELLS = {
  leaf: z.strictObject({
    dt_form: z.unknown().optional(),
    dt_params: z.unknown().optional(),
    range_filter: z.unknown().optional(),
    range_filters: z.array(z.unknown(), { error: 'a list of range filters' }).optional(),
    ...common,
  }),
  compose: z.strictObject({
    kind: z.literal('compose'),
    operation: z.enum(OPERATIONS, { error: `one of ${OPERATIONS.join(', ')}` }),
    operands: z
      .array(z.unknown(), { error: `a list of 1 to ${MAX_OPERANDS} mask_specs` })
      .min(1, { error: `a list of 1 to ${MAX_OPERANDS} mask_specs` })
      .max(MAX_OPERANDS, { error: `a list of 1 to ${MAX_OPERANDS} mask_specs` }),
    ...common,
  }),
  named: z.strictObject({ kind: z.literal('named'), name: text('the name of a mask'), ...common }),
  detected: z.strictObject({ kind: z.literal('detected'), id: text('the id of what was detected'), ...common }),
  raster: z.strictObject({ kind: z.literal('raster'), path: text('the path of a grey picture'), ...common }),
} as const;

const wireCommon = {
  ...common,
  coords: coords.optional(),
  snap: z.union([z.boolean(), snapPoints]).optional(),
  refine: refine.optional(),
};
const ranges = {
  range_filter: rangeFilter.optional(),
  range_filters: z.array(rangeFilter).max(MAX_RANGE_FILTERS).optional(),
};
const drawn = <N extends string, P extends z.ZodType>(name: N, params: P) =>
  z.strictObject({ dt_form: z.literal(name), dt_params: params, ...ranges, ...wireCommon });

/** The whole wire language as one recursive schema, for documentation and tool descriptions; parseMask is the judge. */
export const maskSchema: z.ZodType = z.lazy(() =>
  z.union([
    drawn('ellipse', FORMS.ellipse.params),
    drawn('rectangle', FORMS.rectangle.params),
    drawn('path', FORMS.path.params.extend({ feather: FORMS.path.params.shape.border.optional() })),
    drawn('gradient', FORMS.gradient.params),
    drawn('brush', FORMS.brush.params),
    drawn('circle', FORMS.circle.params),
    z.strictObject({ ...ranges, ...wireCommon }),
    SHELLS.compose.extend({ ...wireCommon, operands: z.array(maskSchema).min(1).max(MAX_OPERANDS) }),
    SHELLS.named.extend(wireCommon),
    SHELLS.detected.extend(wireCommon),
    SHELLS.raster.extend(wireCommon),
  ]),
);

/** JSON Schema (2020-12) of a mask_spec as it is written, recursive through `$defs`. */
export function maskJsonSchema(): object {
  return z.toJSONSchema(maskSchema, { io: 'input' });
}
