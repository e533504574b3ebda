import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId, outPath, overwrite, plainText, ref } from './schema/fields.ts';
import { leftOut, warnings } from './schema/results.ts';

export const exportStyle = defineContract({
  name: 'export_style',
  title: 'Export a darktable style',
  summary: 'Write the moves as a .dtstyle that darktable imports',
  description:
    'Writes the moves of the photo, without its baseline, as a style (.dtstyle) that darktable imports and puts on any photo. A style of darktable cannot hold what has a place in this picture: moves through drawn or traced masks, spots and framing are left out and listed. Moves of the whole picture and of ranges of tone and colour are in it. For the whole edit of this photo use export_xmp.',
  example: { image_id: 'iguana', out: 'evening.dtstyle', name: 'evening' },
  effect: 'changes',
  idempotent: true,
  positional: ['image_id'],
  input: z.strictObject({
    image_id: imageId,
    out: outPath('File to write, ending in .dtstyle.'),
    name: plainText(100)
      .optional()
      .describe('What darktable lists it under; `|` divides folders. Default: the name of the file.'),
    ref: ref('Which state to export; default HEAD').default('HEAD'),
    overwrite,
  }),
  output: z.object({
    image_id: z.string(),
    snapshot: z.string().describe('The snapshot that was exported.'),
    path: z.string().describe('Absolute path of the style.'),
    name: z.string(),
    modules: z.array(z.string()).describe('The modules in it, in the order of the history.'),
    left_out: leftOut,
    warnings,
  }),
});
