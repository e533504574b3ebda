import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId } from './schema/fields.ts';
import { likelyWrongWhen, maskSource } from './schema/results.ts';

export const listMasks = defineContract({
  name: 'list_masks',
  title: 'List the named masks',
  summary: 'List the masks that have a name: sky, subject, skin, quartiles of tone, colours and your own',
  description:
    'Lists the masks that can be used by name in any mask_spec, as {"kind": "named", "name": "mask_sky"}, alone or inside a compose, with "invert" and "opacity" like any other mask. They are found anew in each photo, so an edit through them can be carried to other photos. With `image_id` the masks that save_mask named for that photo are listed too. Masks with `by_eye` are better drawn by you: show_mask tells how, and shows what would be used otherwise.',
  example: { query: 'sky' },
  effect: 'reads',
  idempotent: true,
  positional: ['image_id'],
  input: z.strictObject({
    image_id: imageId.optional(),
    query: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('What is meant, in a word ("sky", "skin"), the likeliest first. Without it: all.'),
  }),
  output: z.object({
    masks: z.array(
      z.object({
        name: z.string().describe('For {"kind": "named", "name": ...}.'),
        title: z.string(),
        description: z.string(),
        words: z.array(z.string()).describe('What photographers say when they mean it.'),
        source: maskSource,
        by_eye: z
          .boolean()
          .describe('Whether drawing it by eye is better than what the rules find; show_mask tells how.'),
        likely_wrong_when: likelyWrongWhen,
      }),
    ),
    hint: z.string().optional().describe('Only where nothing is called so.'),
  }),
});
