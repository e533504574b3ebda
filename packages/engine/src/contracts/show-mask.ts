import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId, maskName, overlayStyle, size } from './schema/fields.ts';
import { likelyWrongWhen, maskSource, shownOnPicture } from './schema/results.ts';

export const showMask = defineContract({
  name: 'show_mask',
  title: 'Look at a named mask',
  summary: 'Show what a named mask is on this photo, and how to draw it by eye',
  description:
    'Shows what a named mask selects on this photo as it is now: the overlay, and `spec`, the plain mask_spec that the name stands for here, which you can correct and use or save. Where `llm_vision_prompt` is given, the mask is better drawn by you than found by rules: look at the overlay; where it is wrong, or a warning says that it is likely wrong, follow the prompt, check with preview_mask, and save_mask your drawing under the same name: every edit through that name then uses it.',
  example: { image_id: 'iguana', name: 'mask_sky' },
  effect: 'reads',
  idempotent: true,
  positional: ['image_id'],
  input: z.strictObject({ image_id: imageId, name: maskName, size: size(), style: overlayStyle }),
  output: z.object({
    image_id: z.string(),
    name: z.string(),
    title: z.string(),
    description: z.string(),
    source: maskSource,
    spec: z
      .looseObject({})
      .describe('The mask_spec that the name stands for on this photo, in fractions; no names in it.'),
    confidence: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .describe(
        'How far the rules trust what they found in this picture; below 0.5 it is likely wrong. null: nothing was looked for.',
      ),
    llm_vision_prompt: z.string().nullable().describe('How to draw it by eye and what to check; null where rules do.'),
    fallback: z.string().nullable().describe('What stands in for it until it is drawn by eye.'),
    likely_wrong_when: likelyWrongWhen,
    ...shownOnPicture,
  }),
});
