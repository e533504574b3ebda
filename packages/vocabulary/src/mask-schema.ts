import { z } from 'zod';

export const nameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, 'lower-case words joined by underscores, at most 64 characters');
const text = z.string().min(1);
const fraction = z.number().min(0).max(1);

/**
 * A mask that depends on the picture, as data: one of a closed set of finders and its parameters.
 *
 * - `tone_quantiles`: the band of tones that holds the share `from` to `to` of THIS picture's pixels, darkest first
 * - `horizon`: a gradient with its line on the horizon, full effect above it
 * - `sky`: the smooth region that hangs on the top edge
 * - `subject`: what differs from the picture's border and stands near its centre
 * - `eyes`: a small ellipse in the upper middle of the subject
 */
export const findingSchema = z.discriminatedUnion('finder', [
  z
    .strictObject({
      finder: z.literal('tone_quantiles'),
      from: fraction,
      to: fraction,
      feather: fraction.default(0.04),
    })
    .refine((band) => band.from < band.to, { message: 'from must be below to', path: ['to'] }),
  z.strictObject({ finder: z.literal('horizon'), compression: z.number().gt(0).max(1).default(0.2) }),
  z.strictObject({ finder: z.literal('sky'), border: fraction.default(0.01) }),
  z.strictObject({ finder: z.literal('subject'), border: fraction.default(0.015) }),
  z.strictObject({ finder: z.literal('eyes'), border: fraction.default(0.03) }),
]);

/** A mask_spec; a pack knows no picture, so positions in pixels have no meaning in it. */
export const specSchema = z
  .record(z.string(), z.unknown())
  .refine((spec) => !JSON.stringify(spec).includes('"coords"'), 'coords (pixels of a preview) cannot stand in a pack');

const oneOf = (given: { spec?: unknown; found?: unknown; fallback?: unknown }): boolean =>
  [given.spec, given.found, given.fallback].filter((part) => part !== undefined).length === 1;

/** What stands in for a mask that is better drawn by eye, and when not to trust it. */
const fallbackSchema = z
  .strictObject({
    spec: specSchema.optional(),
    found: findingSchema.optional(),
    explanation: text,
    likely_wrong_when: z.array(text).min(1),
  })
  .refine(oneOf, 'give either spec or found');

/** One named mask as it stands in a pack's file NAME.maskdef. */
export const maskDefinitionSchema = z
  .strictObject({
    name: nameSchema,
    title: text,
    description: text,
    words: z.array(text).min(1),
    /** In the mask language; may refer to named masks of any pack. */
    spec: specSchema.optional(),
    found: findingSchema.optional(),
    /** For masks where seeing beats rules: how a vision model draws it as a path, and what to check. */
    llm_vision_prompt: text.optional(),
    fallback: fallbackSchema.optional(),
    /** Turns the whole mask round; a reference's own `invert` toggles it. */
    invert: z.boolean().default(false),
    likely_wrong_when: z.array(text).optional(),
  })
  .refine(oneOf, 'give exactly one of spec, found and fallback')
  .refine((mask) => (mask.fallback === undefined) === (mask.llm_vision_prompt === undefined), {
    message: 'llm_vision_prompt and fallback belong together',
    path: ['llm_vision_prompt'],
  });

export type Finding = z.infer<typeof findingSchema>;
export type MaskDefinition = z.infer<typeof maskDefinitionSchema>;
