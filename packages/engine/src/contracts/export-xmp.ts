import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId, outPath, overwrite, ref } from './schema/fields.ts';
import { warnings } from './schema/results.ts';

export const exportXmp = defineContract({
  name: 'export_xmp',
  title: 'Export a darktable sidecar',
  summary: 'Write the edit as an XMP that darktable opens',
  description:
    'Writes the edit as a darktable sidecar (XMP) that opens in darktable with every move and every mask named and editable. To use it, put it beside a copy of the photo as PHOTO.xmp, or load it in darktable. It goes where you say and never touches the photo or its own sidecar.',
  example: { image_id: 'iguana', out: 'iguana-edit.xmp' },
  effect: 'changes',
  idempotent: true,
  positional: ['image_id'],
  input: z.strictObject({
    image_id: imageId,
    out: outPath('File to write, ending in .xmp.'),
    ref: ref('Which state to export; default HEAD').default('HEAD'),
    darktable_version: z
      .string()
      .regex(/^\d+\.\d+(\.\d+)?$/, 'must be a version such as 4.2 or 5.0.1')
      .optional()
      .describe('Write it for this darktable, for example "4.2.1". Default: the installed one.'),
    overwrite,
  }),
  output: z.object({
    image_id: z.string(),
    snapshot: z.string().describe('The snapshot that was exported.'),
    path: z.string().describe('Absolute path of the sidecar.'),
    darktable_version: z.string().describe('The darktable that it is written for.'),
    warnings,
  }),
});
