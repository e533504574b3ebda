import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId, label } from './schema/fields.ts';
import { groupId, leftOut, snapshot, warnings } from './schema/results.ts';

export const importStyle = defineContract({
  name: 'import_style',
  title: 'Import a style or preset',
  summary: 'Put a darktable style or sidecar, or a Lightroom preset, on a photo',
  description: `Puts an edit that was made elsewhere on the photo, as one step of undo. What the file is shows in its content:
- a .dtstyle of darktable, or a sidecar (.xmp) that darktable wrote: its modules are taken byte for byte, masks included, as one move; a module takes the place of the one that the photo has, as when darktable applies a style. Framing and what belongs to the file of the other photo is left out.
- a preset or sidecar (.xmp) of Lightroom or Camera Raw: its settings become moves of chemigram's own vocabulary, each to be adjusted or removed by itself. They say the same wish; the pixels are darktable's.
Whatever was not taken stands in \`left_out\`, by name with its value. Masks in a preset, and its crop, are never taken. Look at the result with render_preview.`,
  example: { image_id: 'iguana', path: 'warm-evening.xmp' },
  effect: 'changes',
  idempotent: false,
  positional: ['image_id', 'path'],
  input: z.strictObject({
    image_id: imageId,
    path: z
      .string()
      .min(1)
      .max(4096)
      .describe('The file. Absolute, or relative to the folder that chemigram was started in.'),
    strength: z
      .number()
      .min(0.05)
      .max(1.5)
      .default(1)
      .describe(
        'Of a preset of Lightroom or Camera Raw: 1 as it is, 0.5 half of every setting (hues stay), up to 1.5. Styles and sidecars of darktable are taken byte for byte: any other number than 1 is refused for them.',
      ),
    label: label.optional(),
  }),
  output: z.object({
    image_id: z.string(),
    format: z.enum(['darktable_style', 'darktable_sidecar', 'camera_raw']).describe('What the file is.'),
    name: z.string().describe('What the style or preset is called in the file.'),
    move_ids: z.array(z.string()).describe('The new moves, in order.'),
    group_id: groupId.optional().describe('Of several moves: remove_move takes it and removes them as one.'),
    taken: z.array(z.string()).describe('The new moves in words.'),
    left_out: leftOut,
    snapshot,
    warnings,
  }),
});
