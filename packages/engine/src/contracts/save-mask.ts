import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId, LANGUAGE_ELSEWHERE, maskName, maskSpecOrNull } from './schema/fields.ts';
import { snapshot, warnings } from './schema/results.ts';

export const saveMask = defineContract({
  name: 'save_mask',
  title: 'Name a mask',
  summary: 'Name a mask for this photo, or replace what a name stands for on it',
  description:
    'Names a mask for this photo, so that edits can refer to it as {"kind": "named", "name": ...}: all moves through the name follow when you save it again, which is how one drawing corrects many edits. A name that list_masks has already, such as mask_sky, is replaced on this photo only: draw the sky by eye, save it as mask_sky, and mask_foreground follows. The mask stays on the same things when the photo is cropped, straightened or turned later. `mask_spec: null` takes the name away again. One step of undo. Look at the mask with preview_mask first.',
  example: {
    image_id: 'iguana',
    name: 'mask_face',
    mask_spec: {
      dt_form: 'ellipse',
      dt_params: { center_x: 0.41, center_y: 0.38, radius_x: 0.055, radius_y: 0.08, border: 0.03 },
    },
  },
  effect: 'changes',
  idempotent: true,
  positional: ['image_id'],
  input: z.strictObject({
    image_id: imageId,
    name: maskName,
    mask_spec: maskSpecOrNull('What the name stands for; null takes it away.', LANGUAGE_ELSEWHERE),
  }),
  output: z.object({
    image_id: z.string(),
    name: z.string(),
    mask_id: z.string().nullable().describe('Identity of the mask; null when it was taken away.'),
    snapshot,
    replaces: z.enum(['nothing', 'saved', 'pack']).describe('What the name stood for on this photo before.'),
    used_by: z.array(z.string()).describe('move_ids of the moves that go through this name and follow the change.'),
    warnings,
  }),
});
