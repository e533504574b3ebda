import { z } from 'zod';
import {
  BORDER,
  COMPRESSION,
  CURVATURE,
  LENGTH,
  MAX_VERTICES,
  MIN_BRUSH_POINTS,
  MIN_VERTICES,
  POSITION,
  ROTATION,
} from './limits.ts';
import { numberWithin } from './number-within.ts';

/** What `true` or `false` may stand for, with the refusal in words. */
export const flag = z.boolean({ error: 'true or false' });

const position = numberWithin(POSITION);
const length = numberWithin(LENGTH);
const border = numberWithin(BORDER);
const rotation = numberWithin(ROTATION);
const fraction = numberWithin({ min: 0, max: 1 });
/** [x, y]. */
export const point = z.tuple([position, position], { error: 'a point [x, y] of two numbers' });

const outlineError = `${MIN_VERTICES} to ${MAX_VERTICES} vertices [[x, y], ...]`;
const outline = z
  .array(point, { error: outlineError })
  .min(MIN_VERTICES, { error: outlineError })
  .max(MAX_VERTICES, { error: outlineError });

const strokeError = `${MIN_BRUSH_POINTS} to ${MAX_VERTICES} points [[x, y], ...]`;
const stroke = z
  .array(point, { error: strokeError })
  .min(MIN_BRUSH_POINTS, { error: strokeError })
  .max(MAX_VERTICES, { error: strokeError });

/** What a parameter is measured in; all others are plain numbers that coordinates leave alone. */
export type Unit = 'x' | 'y' | 'width' | 'height' | 'shorter side' | 'points' | 'rings';

interface Form<P extends z.ZodObject> {
  readonly params: P;
  readonly units: Readonly<Record<string, Unit>>;
  /** Degrees after which the form is the same again. */
  readonly turn: 180 | 360;
}

function form<P extends z.ZodObject>(params: P, units: Record<string, Unit>, turn: 180 | 360 = 180): Form<P> {
  return { params, units, turn };
}

/** The drawn forms: their parameters, defaults, ranges and units. */
export const FORMS = {
  ellipse: form(
    z.strictObject({
      center_x: position,
      center_y: position,
      radius_x: length,
      radius_y: length,
      rotation: rotation.default(0),
      border: border.default(0.05),
    }),
    { center_x: 'x', center_y: 'y', radius_x: 'width', radius_y: 'height', border: 'shorter side' },
  ),
  rectangle: form(
    z.strictObject({
      x0: position,
      y0: position,
      x1: position,
      y1: position,
      border: border.default(0.02),
      rotation: rotation.default(0),
    }),
    { x0: 'x', y0: 'y', x1: 'x', y1: 'y', border: 'shorter side' },
  ),
  path: form(
    z.strictObject({
      vertices: outline,
      border: border.default(0.02),
      smooth: flag.default(false),
      holes: z.array(outline, { error: 'a list of outlines, each [[x, y], ...]' }).default([]),
    }),
    { vertices: 'points', holes: 'rings', border: 'shorter side' },
  ),
  gradient: form(
    z.strictObject({
      anchor_x: position,
      anchor_y: position,
      rotation,
      compression: numberWithin(COMPRESSION).default(0.5),
      state: z.literal([1, 2], { error: '1 (linear) or 2 (smooth)' }).default(2),
      curvature: numberWithin(CURVATURE).default(0),
    }),
    { anchor_x: 'x', anchor_y: 'y' },
    360,
  ),
  brush: form(
    z.strictObject({
      points: stroke,
      width: length,
      hardness: fraction.default(0.66),
      density: fraction.default(1),
    }),
    { points: 'points', width: 'shorter side' },
  ),
  circle: form(
    z.strictObject({ center_x: position, center_y: position, radius: length, border: border.default(0.05) }),
    { center_x: 'x', center_y: 'y', radius: 'shorter side', border: 'shorter side' },
  ),
} as const;

export type FormName = keyof typeof FORMS;
export const FORM_NAMES = Object.keys(FORMS) as FormName[];

export type FormParams<N extends FormName> = z.output<(typeof FORMS)[N]['params']>;

/** A form's name with its parameters, discriminated by the name. */
export type DrawnForm = { [N in FormName]: { dt_form: N; dt_params: FormParams<N> } }[FormName];
