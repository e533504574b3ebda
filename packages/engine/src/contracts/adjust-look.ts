import { z } from 'zod';
import { lookResult, lookStrength } from './apply-look.ts';
import { defineContract } from './schema/define.ts';
import { imageId, LANGUAGE_ELSEWHERE, maskSpecOrNull, MEASURED_AFTERWARDS } from './schema/fields.ts';

export const adjustLook = defineContract({
  name: 'adjust_look',
  title: 'Adjust a look',
  summary: 'Change how strong a look is on a photo, or where it applies',
  description:
    'Changes a look that is on the photo: its strength, where it applies, or both; what is not given stays. Use it for "a bit less of that", instead of the same look on top. Moves of it that were changed or removed one by one stay so: a changed one becomes stronger or weaker with the others. `mask_spec: null` lets the look apply everywhere it means. One step of undo.',
  example: { image_id: 'iguana', group_id: 'g05', strength: 0.5 },
  effect: 'changes',
  idempotent: true,
  positional: ['image_id'],
  instead: MEASURED_AFTERWARDS,
  input: z
    .strictObject({
      image_id: imageId,
      group_id: z
        .string()
        .min(1)
        .max(100)
        .describe('The look, by the group_id that apply_look gave it (get_state lists them).'),
      strength: lookStrength.optional(),
      mask_spec: maskSpecOrNull(
        'Where the look applies from now on; null for everywhere.',
        LANGUAGE_ELSEWHERE,
      ).optional(),
    })
    .refine(({ strength, mask_spec }) => strength !== undefined || mask_spec !== undefined, {
      path: ['strength'],
      message: 'give what to change: `strength` or `mask_spec`',
    }),
  output: lookResult,
});
