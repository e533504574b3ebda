import { z } from 'zod';

/** The parameter that a primitive with one number has; `--value` speaks of it. */
export const VALUE = 'value';

const identifier = z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower-case words joined by underscores');
const finite = z.number().finite();

/** One number that a photographer sets. At `neutral` it changes nothing, or nothing of what the primitive itself does. */
const parameterSchema = z
  .strictObject({
    min: finite,
    max: finite,
    neutral: finite,
    default: finite,
    unit: z.string().min(1),
    /** Only whole numbers: a switch, a count. */
    whole: z.literal(true).optional(),
  })
  .refine((p) => p.min < p.max, { message: 'min must be below max', path: ['max'] })
  .refine((p) => p.neutral >= p.min && p.neutral <= p.max, {
    message: 'neutral is outside min..max',
    path: ['neutral'],
  })
  .refine((p) => p.default >= p.min && p.default <= p.max, {
    message: 'default is outside min..max',
    path: ['default'],
  });

/** A table from a parameter to a module's number: straight lines between the points, which ascend. */
const curveSchema = z
  .strictObject({ from: identifier, points: z.array(z.tuple([finite, finite])).min(2) })
  .refine((curve) => curve.points.every(([x], i) => i === 0 || x > curve.points[i - 1]![0]), {
    message: 'the points must ascend',
    path: ['points'],
  });

/** Several parameters in one number: the bits of a switch each, the weights of a mix. */
const sumSchema = z.strictObject({ sum: z.array(curveSchema).min(2) });

const numberSchema = z.union([finite, curveSchema, sumSchema]);
const settingSchema = z.union([numberSchema, z.array(numberSchema).min(1)]);

const moduleUseSchema = z.strictObject({
  operation: identifier,
  version: z.number().int().positive(),
  set: z.record(z.string().min(1), settingSchema),
});

/** What primitives are for, as list_vocabulary groups them. */
export const PRIMITIVE_GROUPS = ['tone', 'colour', 'detail', 'optics', 'effects'] as const;

/** One primitive as it stands in a pack's file. */
export const primitiveSchema = z
  .strictObject({
    name: identifier,
    title: z.string().min(1),
    group: z.enum(PRIMITIVE_GROUPS),
    description: z.string().min(1),
    words: z.array(z.string().min(1)).min(1),
    parameters: z.record(identifier, parameterSchema).refine((all) => Object.keys(all).length > 0, 'none given'),
    modules: z.array(moduleUseSchema).min(1),
    /** The modules where darktable lacks one of the others: the same words, as well as that version can. */
    otherwise: z.array(moduleUseSchema).min(1).optional(),
    masks: z.enum(['any', 'none']),
    /** Where it is of use, and through which masks: one sentence for who chooses one. */
    where: z.string().min(1),
    /** It is a change in itself, so it works at its neutral values too: black and white, a tone mapper. */
    acts_at_neutral: z.literal(true).optional(),
    /** The modules leave empty corners, which are to be cropped away. */
    fill_frame: z.literal(true).optional(),
    /** What does more of it than its ranges allow: one sentence for who asked for a number beyond them. */
    beyond: z.string().min(1).optional(),
    example: z.strictObject({
      values: z.record(identifier, finite),
      mask_spec: z.record(z.string(), z.unknown()).optional(),
    }),
    cost: z.enum(['low', 'medium', 'high']),
  })
  .superRefine((primitive, context) => {
    for (const key of ['modules', 'otherwise'] as const) {
      for (const [m, module] of (primitive[key] ?? []).entries()) {
        for (const [name, setting] of Object.entries(module.set)) {
          for (const part of partsOf(setting)) {
            if (typeof part === 'number') continue;
            const problem = curveProblem(part, primitive.parameters);
            if (problem) context.addIssue({ code: 'custom', message: problem, path: [key, m, 'set', name] });
          }
        }
      }
    }
    for (const [name, value] of Object.entries(primitive.example.values)) {
      const parameter = primitive.parameters[name];
      if (!parameter || value < parameter.min || value > parameter.max) {
        context.addIssue({
          code: 'custom',
          message: 'no such parameter, or out of its range',
          path: ['example', 'values', name],
        });
      }
    }
  });

export type Parameter = z.infer<typeof parameterSchema>;
export type Curve = z.infer<typeof curveSchema>;
export type Setting = z.infer<typeof settingSchema>;
export type ModuleUse = z.infer<typeof moduleUseSchema>;
export type Primitive = z.infer<typeof primitiveSchema>;
export type Group = Primitive['group'];

const partsOf = (setting: Setting): readonly (number | Curve)[] =>
  Array.isArray(setting)
    ? setting.flatMap(partsOf)
    : typeof setting === 'object' && 'sum' in setting
      ? setting.sum
      : [setting];

function curveProblem(curve: Curve, parameters: Record<string, Parameter>): string | undefined {
  const parameter = parameters[curve.from];
  if (!parameter) return `reads "${curve.from}", which is not a parameter`;
  const covers = curve.points[0]![0] <= parameter.min && curve.points.at(-1)![0] >= parameter.max;
  return covers ? undefined : `covers only a part of ${curve.from}'s range ${parameter.min} to ${parameter.max}`;
}
