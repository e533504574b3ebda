import { LOOK_GROUPS, PRIMITIVE_GROUPS } from '@chemigram/vocabulary';
import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { maskSource } from './schema/results.ts';

export const listVocabulary = defineContract({
  name: 'list_vocabulary',
  title: 'List the vocabulary',
  summary: 'List the primitives with their ranges, words and examples, and the looks',
  description:
    'Lists what can be done to a photo: every primitive with its parameters, their ranges, units and defaults, the words that photographers use for it, and an example of apply_primitive. And every look: a list of such edits with a character, for apply_look. Use `query` to find what a word such as "warmer", "crisp" or "moody" means.',
  example: { query: 'brighter' },
  effect: 'reads',
  idempotent: true,
  positional: [],
  input: z.strictObject({
    query: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('Only entries whose name, title, description or words hold this. Without it: all.'),
    group: z
      .enum([...PRIMITIVE_GROUPS, ...LOOK_GROUPS])
      .optional()
      .describe(`Only entries of this group: ${PRIMITIVE_GROUPS.join(', ')} are of primitives, the others of looks.`),
  }),
  output: z.object({
    entries: z.array(
      z.object({
        name: z.string().describe('The primitive_name for apply_primitive.'),
        kind: z.enum(['primitive']),
        title: z.string(),
        group: z.string(),
        description: z.string(),
        words: z.array(z.string()).describe('What photographers say when they mean it.'),
        parameters: z
          .record(
            z.string(),
            z.object({
              min: z.number(),
              max: z.number(),
              neutral: z.number().describe('Where it changes nothing.'),
              default: z.number(),
              unit: z.string(),
              whole: z.literal(true).optional().describe('Only whole numbers.'),
            }),
          )
          .describe('By name. A single one is called `value`, which is what the argument `value` sets.'),
        masks: z.enum(['any', 'none']).describe('Whether it can be applied through a mask.'),
        where: z.string().describe('Where it is of use, and which masks make sense with it.'),
        darktable: z.string().describe('The oldest version of darktable that does it.'),
        cost: z.enum(['low', 'medium', 'high']).describe('How much time it adds to a render.'),
        example: z.looseObject({}).describe('Arguments for apply_primitive, image_id and primitive_name aside.'),
      }),
    ),
    looks: z.array(
      z.object({
        name: z.string().describe('The look for apply_look.'),
        title: z.string(),
        group: z.enum(LOOK_GROUPS),
        description: z.string(),
        words: z.array(z.string()).describe('What photographers say when they mean it.'),
        likely_wrong_when: z.array(z.string()).describe('On which photos not to use it, or what to do there instead.'),
        source: maskSource,
        does: z.array(z.string()).describe('Its edits at strength 1, in words.'),
      }),
    ),
  }),
});
