import { z } from 'zod';
import { defineContract } from './define.ts';

export const listVocabulary = defineContract({
  name: 'list_vocabulary',
  title: 'List the vocabulary',
  summary: 'List the primitives with their ranges, words and examples',
  description:
    'Lists what can be done to a photo: every primitive with its parameters, their ranges, units and defaults, the words that photographers use for it, and an example of apply_primitive. Use `query` to find the primitive for a word such as "warmer" or "crisp".',
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
      .describe('Only entries whose name, summary or words hold this. Without it: all.'),
    kind: z.enum(['primitive']).optional().describe('Only entries of this kind.'),
  }),
  output: z.object({
    entries: z.array(
      z.object({
        name: z.string(),
        kind: z.enum(['primitive']),
        summary: z.string(),
        main_parameter: z.string().describe('The parameter that `value` sets.'),
        parameters: z.array(
          z.object({
            name: z.string(),
            min: z.number(),
            max: z.number(),
            default: z.number(),
            unit: z.string().describe('Empty where the number has none.'),
            description: z.string(),
          }),
        ),
        words: z.array(z.string()).describe('What photographers say when they mean it.'),
        example: z.looseObject({}).describe('Arguments for apply_primitive, image_id aside.'),
      }),
    ),
  }),
});
