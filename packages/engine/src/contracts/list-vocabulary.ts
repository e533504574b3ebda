import { LOOK_GROUPS, PRIMITIVE_GROUPS } from '@chemigram/vocabulary';
import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { maskSource } from './schema/results.ts';

const words = z.array(z.string()).optional().describe('What photographers say when they mean it.');

export const listVocabulary = defineContract({
  name: 'list_vocabulary',
  title: 'List the vocabulary',
  summary: 'List the primitives with their ranges, words and examples, and the looks',
  description: `Finds what can be done to a photo: primitives (for apply_primitive) with their parameters, ranges, units, the words that photographers use and an example; and looks (for apply_look), lists of such edits with a character.
Ask with \`query\`, one word of what is wished ("warmer", "crisp", "moody", "haze"): the likeliest come in full, best first, further ones by name in \`also\`. Without query and group everything is listed with its ranges (30 kB); \`detail: "names"\` gives the names alone (10 kB).`,
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
      .describe('What is wished, in the words of a photographer; the form of a word does not matter (moodier, moody).'),
    group: z
      .enum([...PRIMITIVE_GROUPS, ...LOOK_GROUPS])
      .optional()
      .describe(`Only entries of this group: ${PRIMITIVE_GROUPS.join(', ')} are of primitives, the others of looks.`),
    detail: z
      .enum(['names', 'ranges', 'all'])
      .optional()
      .describe('How much of each entry. Default: all with a query or group, else ranges (no descriptions).'),
  }),
  output: z.object({
    entries: z.array(
      z.object({
        name: z.string().describe('The primitive_name for apply_primitive.'),
        kind: z.enum(['primitive']),
        title: z.string(),
        group: z.string(),
        description: z.string().optional(),
        words,
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
          .optional()
          .describe('By name. A single one is called `value`, which is what the argument `value` sets.'),
        masks: z.enum(['any', 'none']).optional().describe('Whether it can be applied through a mask.'),
        where: z.string().optional().describe('Where it is of use, and which masks make sense with it.'),
        darktable: z.string().optional().describe('The oldest version of darktable that does it.'),
        cost: z.enum(['low', 'medium', 'high']).optional().describe('How much time it adds to a render.'),
        example: z
          .looseObject({})
          .optional()
          .describe('Arguments for apply_primitive, image_id and primitive_name aside.'),
      }),
    ),
    looks: z.array(
      z.object({
        name: z.string().describe('The look for apply_look.'),
        title: z.string(),
        group: z.enum(LOOK_GROUPS),
        description: z.string().optional(),
        words,
        likely_wrong_when: z
          .array(z.string())
          .optional()
          .describe('On which photos not to use it, or what to do there instead.'),
        source: maskSource.optional(),
        does: z.array(z.string()).optional().describe('Its edits at strength 1, in words.'),
      }),
    ),
    also: z
      .array(z.string())
      .optional()
      .describe('Names of further entries that the query may mean, the likeliest first: ask for one by its name.'),
    hint: z.string().optional().describe('Only where nothing is called so, or nothing here does it.'),
  }),
});
