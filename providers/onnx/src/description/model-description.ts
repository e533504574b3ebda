/**
 * What a TOML beside a model says of it: which files, what goes in, what comes out. docs/providers.md tells it in words,
 * `presets` has it for the known families.
 */
import { z } from 'zod';

/** What kind of question a model answers. */
export const FAMILIES = ['segment', 'prompt', 'depth'] as const;

const file = z.strictObject({
  file: z.string().min(1).describe('Beside the description, or absolute.'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits in lower case')
    .describe('Of the file: other bytes are another model.'),
});
const weights = file.extend({
  data: z.array(file).max(64).default([]).describe('Files that a model too large for one .onnx keeps its weights in.'),
});
export type Weights = z.output<typeof weights>;

const side = z.int().min(1).max(4096);
const triple = z.tuple([z.number(), z.number(), z.number()]);

/** How a picture becomes a tensor. */
const input = z.strictObject({
  name: z.string().min(1).optional().describe('Left out: the only input of the model.'),
  width: side.describe('Pixels.'),
  height: side,
  fit: z
    .enum(['stretch', 'pad', 'aspect'])
    .default('stretch')
    .describe(
      'stretch: to width x height. pad: the aspect is kept, what is left right and below is zero in the tensor. aspect: the aspect is kept and the tensor is so large, for models that take any size.',
    ),
  multiple_of: z.int().min(1).max(256).default(1).describe('Of `aspect`: both sides are rounded up to it.'),
  layout: z.enum(['NCHW', 'NHWC', 'HWC']).default('NCHW'),
  type: z.enum(['float32', 'float16', 'uint8']).default('float32'),
  colour: z.enum(['RGB', 'BGR']).default('RGB'),
  range: z
    .tuple([z.number(), z.number()])
    .default([0, 1])
    .describe('What black and white of the picture become, before mean and std.'),
  mean: triple.default([0, 0, 0]).describe('Subtracted, in the order of `colour`.'),
  std: triple
    .default([1, 1, 1])
    .refine((std) => std.every((s) => s > 0), 'above 0')
    .describe('Divided by, after mean.'),
});
export type InputDescription = z.output<typeof input>;

/** How a tensor becomes a map. */
const output = z.strictObject({
  name: z.string().min(1).optional().describe('Left out: the first output of the model.'),
  channel: z.int().min(0).default(0).describe('Which one, where there are several.'),
  activation: z
    .enum(['none', 'sigmoid', 'softmax', 'minmax'])
    .default('none')
    .describe(
      'none: it is in 0..1 already. sigmoid: of a logit. softmax: of logits, the share of a channel among all. minmax: stretched to 0..1 of what this picture has.',
    ),
});
export type OutputDescription = z.output<typeof output>;

const cost = z.strictObject({
  seconds: z.number().min(0).describe('A typical detect, once warm.'),
  memory_mb: z.number().min(0).describe('The most that the process takes.'),
});

const common = {
  preset: z.string().min(1).optional().describe('A description of `presets` that this one adds to.'),
  name: z.string().min(1).max(100).describe('Of the model, as the answers name it.'),
  cost,
  trust: z
    .number()
    .min(0)
    .max(1)
    .default(0.9)
    .describe('How often it is right where it is sure: the confidence of a region is its own certainty times this.'),
  input,
};

/** One map of what stands out or of one kind of thing; or a map for each of several kinds. */
const segment = z.strictObject({
  ...common,
  family: z.literal('segment'),
  label: z.string().min(1).max(100).default('subject').describe('What it finds.'),
  model: weights,
  output: output
    .extend({
      labels: z
        .record(z.string().min(1).max(100), z.int().min(0))
        .refine((labels) => Object.keys(labels).length > 0, 'at least one')
        .optional()
        .describe('What each channel finds, by its label, in place of `channel`: the words that may be asked for.'),
    })
    .prefault({}),
});

/** What a decoder's input is given. `encoder.NAME` is the encoder's output of that name. */
export const ROLES = ['points', 'labels', 'zeros', 'size'] as const;
export type Role = (typeof ROLES)[number] | `encoder.${string}`;
const role = z
  .string()
  .refine(
    (text): text is Role => (ROLES as readonly string[]).includes(text) || /^encoder\../.test(text),
    `one of ${ROLES.join(', ')} or encoder.NAME`,
  );

/** A model that is asked by points and boxes: an encoder for the picture, a decoder for each question. */
const prompt = z.strictObject({
  ...common,
  family: z.literal('prompt'),
  encoder: weights,
  decoder: weights.extend({
    inputs: z
      .record(z.string(), role)
      .describe(
        "By the name of the input: points (x and y in pixels of the encoder's input), labels (1 on it, 0 not, 2 and 3 corners of a box, -1 none), zeros (a mask that is not given), size (height and width of the picture), encoder.NAME.",
      )
      .refine(
        (roles) => ['points', 'labels'].every((r) => Object.values(roles).includes(r as Role)),
        'points and labels are needed',
      ),
    masks: z.string().min(1).describe('The output with the masks, logits.'),
    scores: z.string().min(1).optional().describe('The output with a score 0..1 for each mask; the best is taken.'),
    masks_frame: z
      .enum(['input', 'picture'])
      .default('input')
      .describe("What the masks are of: the encoder's whole input with its padding, or the picture."),
    grid: z.int().min(1).max(16).default(6).describe('Without hints it is asked at so many points a side.'),
  }),
});

/** A map of how near things are. */
const depth = z.strictObject({
  ...common,
  family: z.literal('depth'),
  model: weights,
  output: output
    .extend({ near: z.enum(['high', 'low']).default('high').describe('Which values are near.') })
    .prefault({}),
});

/** What the TOML of a model holds. */
export const modelDescriptionSchema = z.discriminatedUnion('family', [segment, prompt, depth]);
export type ModelDescription = z.output<typeof modelDescriptionSchema>;
export type SegmentDescription = z.output<typeof segment>;
export type PromptDescription = z.output<typeof prompt>;
export type DepthDescription = z.output<typeof depth>;
