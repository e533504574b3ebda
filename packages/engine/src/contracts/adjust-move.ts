import { z } from 'zod';
import { askedSpots, coords } from './apply-spot.ts';
import { defineContract } from './schema/define.ts';
import {
  imageId,
  label,
  LANGUAGE_ELSEWHERE,
  maskSpecOrNull,
  MEASURED_AFTERWARDS,
  moveId,
  value,
  values,
} from './schema/fields.ts';
import { maskSummary, snapshot, warnings } from './schema/results.ts';

const BY_NUMBER =
  'Give the new number itself: half of a value of 0.6 is value: 0.3. get_state tells what it is now; a look as a whole has a strength, adjust_look.';

export const adjustMove = defineContract({
  name: 'adjust_move',
  title: 'Adjust an edit',
  summary: 'Change the strength, the mask or the label of a move',
  description:
    'Changes a move that is there: its strength, its mask, its spots, its label; what is not given stays as it is. Use it for "a bit less" or "the mask should reach further down", instead of a second move on top. `mask_spec: null` takes the mask away, so that the move covers the whole picture. One step of undo.',
  example: { image_id: 'iguana', move_id: 'm01', value: 0.35 },
  effect: 'changes',
  idempotent: true,
  positional: ['image_id'],
  instead: { ...MEASURED_AFTERWARDS, factor: BY_NUMBER, amount: BY_NUMBER, strength: BY_NUMBER, scale: BY_NUMBER },
  input: z
    .strictObject({
      image_id: imageId,
      move_id: moveId,
      value: value.optional(),
      values: values.optional(),
      mask_spec: maskSpecOrNull('The new mask; null for none.', LANGUAGE_ELSEWHERE).optional(),
      spots: askedSpots.optional().describe('Of a move of apply_spot: all of its spots anew.'),
      coords,
      label: label.optional(),
    })
    .refine((a) => a.value === undefined || a.values === undefined, {
      path: ['value'],
      message: 'give either `value` or `values`, not both',
    })
    .refine((a) => a.coords === undefined || a.spots !== undefined, {
      path: ['coords'],
      message: 'is of `spots`, which are missing; a mask_spec has its "coords" inside it',
    })
    .refine((a) => [a.value, a.values, a.mask_spec, a.spots, a.label].some((given) => given !== undefined), {
      path: ['values'],
      message: 'give what to change: `value`, `values`, `mask_spec`, `spots` or `label`',
    }),
  output: z.object({
    image_id: z.string(),
    move_id: z.string(),
    snapshot,
    primitive: z.string(),
    values: z.record(z.string(), z.number()).describe('Every parameter of the move as it is now.'),
    mask: maskSummary,
    warnings,
  }),
});
