import { MASK_LANGUAGE } from '@chemigram/mask';
import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId, label, LANGUAGE_ABOVE, maskSpec, value, values } from './schema/fields.ts';
import { measurement, snapshot, verifiedMask, warnings } from './schema/results.ts';

export const applyPrimitive = defineContract({
  name: 'apply_primitive',
  title: 'Apply an edit',
  summary: 'Add one edit to a photo, to all of it or through a mask',
  description: `Adds one edit (a move) to the photo: a primitive such as exposure, contrast, highlights, shadows, saturation or warmth, with its strength, over the whole picture or through a mask. list_vocabulary has all primitives with their ranges and the words that photographers use for them. Every call adds a new move on top and is one step of undo; to change a move that is there, use adjust_move.
Look at the mask with preview_mask first. Set \`verify: true\` to have the change measured inside and outside of the mask in the same call, and look at the result with render_preview. After crop, straighten, quarter_turn, mirror, perspective or lens look again before you point: positions in earlier pictures lie elsewhere then.

${MASK_LANGUAGE}`,
  example: {
    image_id: 'iguana',
    primitive_name: 'exposure',
    value: 0.5,
    mask_spec: {
      dt_form: 'ellipse',
      dt_params: { center_x: 0.41, center_y: 0.38, radius_x: 0.055, radius_y: 0.08, border: 0.03 },
    },
    label: 'lift the face',
  },
  effect: 'changes',
  idempotent: false,
  positional: ['image_id'],
  input: z
    .strictObject({
      image_id: imageId,
      primitive_name: z.string().min(1).max(100).describe('Name of a primitive, as list_vocabulary gives it.'),
      value: value.optional(),
      values: values.optional(),
      mask_spec: maskSpec('Where the edit applies; without it, everywhere.', LANGUAGE_ABOVE).optional(),
      label: label.optional(),
      verify: z
        .boolean()
        .default(false)
        .describe(
          'Also render before and after and measure the change inside and outside the mask (takes two renders).',
        ),
    })
    .refine((a) => a.value === undefined || a.values === undefined, {
      path: ['value'],
      message: 'give either `value` or `values`, not both',
    }),
  output: z.object({
    image_id: z.string(),
    move_id: z.string().describe('Names the new move for adjust_move and remove_move.'),
    snapshot,
    primitive: z.string(),
    values: z.record(z.string(), z.number()).describe('Every parameter of the move, defaults included.'),
    mask: verifiedMask,
    measured: measurement.optional().describe('Only with `verify`: what measure_edit says of this move.'),
    warnings,
  }),
});
