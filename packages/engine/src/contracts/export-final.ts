import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId, outPath, overwrite, ref } from './schema/fields.ts';
import { height, picturePath, warnings, width } from './schema/results.ts';

export const exportFinal = defineContract({
  name: 'export_final',
  title: 'Export the picture',
  summary: 'Develop a photo in full quality into a JPEG, PNG or TIFF',
  description:
    'Develops the photo in full quality and writes it as JPEG, PNG or TIFF: the last step, when the photographer is content. It never writes over the photo itself, and over another file only with `overwrite`.',
  example: { image_id: 'iguana', out: 'iguana-final.jpg', format: 'jpeg', quality: 92 },
  effect: 'changes',
  idempotent: true,
  positional: ['image_id'],
  input: z.strictObject({
    image_id: imageId,
    out: outPath('File to write.'),
    format: z
      .enum(['jpeg', 'png', 'tiff'])
      .optional()
      .describe('Default: by the ending of `out` (.jpg, .jpeg, .png, .tif, .tiff).'),
    size: z
      .int()
      .min(64)
      .max(65535)
      .optional()
      .describe('Long side in pixels; a photo is never enlarged. Without it: full size.'),
    quality: z.int().min(1).max(100).default(92).describe('Of a JPEG, 1 to 100; the other formats lose nothing.'),
    ref: ref('Which state to export; default HEAD').default('HEAD'),
    overwrite,
  }),
  output: z.object({
    image_id: z.string(),
    snapshot: z.string().describe('The snapshot that was exported.'),
    path: picturePath,
    format: z.enum(['jpeg', 'png', 'tiff']),
    width: width.describe('Width in pixels.'),
    height: height.describe('Height in pixels.'),
    bytes: z.int().positive().describe('Size of the file.'),
    warnings,
  }),
});
