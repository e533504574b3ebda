import { MASK_LANGUAGE } from '@chemigram/mask';
import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId, LANGUAGE_ABOVE, maskSpec, overlayStyle, size } from './schema/fields.ts';
import { shownOnPicture } from './schema/results.ts';

export const previewMask = defineContract({
  name: 'preview_mask',
  title: 'Look at a mask',
  summary: 'Show what a mask would select, without editing anything',
  description: `Shows a mask on the photo before anything is edited through it. It changes nothing and costs little: try, look, correct, and only then apply_primitive with the same mask_spec.
Check that the overlay covers the whole subject and nothing else. \`coverage\` is how much of the picture it selects, \`agreement\` how exactly darktable will follow it, \`opacity_path\` a 16-bit grey picture of the opacity that darktable will use. A look that is still under way when the photo has changed and a newer one is asked for is answered with \`cancelled\` (overtaken): go by the newer one.

${MASK_LANGUAGE}`,
  example: {
    image_id: 'iguana',
    mask_spec: {
      dt_form: 'ellipse',
      dt_params: { center_x: 419, center_y: 261, radius_x: 56, radius_y: 53, border: 20 },
      coords: { width: 1024, height: 683 },
    },
  },
  effect: 'reads',
  idempotent: true,
  positional: ['image_id'],
  input: z.strictObject({
    image_id: imageId,
    mask_spec: maskSpec('The mask to show.', LANGUAGE_ABOVE),
    size: size(),
    style: overlayStyle,
  }),
  output: z.object({
    image_id: z.string(),
    mask_id: z.string().describe('Identity of the mask: equal masks have equal ids.'),
    ...shownOnPicture,
  }),
});
