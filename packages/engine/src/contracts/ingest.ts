import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId } from './schema/fields.ts';
import { height, snapshot, warnings, width } from './schema/results.ts';

export const ingest = defineContract({
  name: 'ingest',
  title: 'Take in a photo',
  summary: 'Open a workspace for a photo; the file itself is never changed',
  description: `Start here, once per photo. Opens a workspace for a raw (or JPEG, PNG, TIFF) and answers with its image_id, which every other tool wants. The photo and its folder are only read. If darktable has edited it before and its sidecar (PHOTO.xmp) lies beside it, that edit becomes the baseline ("sidecar"); otherwise darktable's own defaults for this photo do ("auto"). The same photo again, also under another name, gives the same image_id and loses nothing; only another image_id opens a second workspace for it.
Next: render_preview, to look at it.`,
  example: { photo: 'iguana.dng', image_id: 'iguana' },
  effect: 'changes',
  idempotent: true,
  positional: ['photo'],
  input: z.strictObject({
    photo: z
      .string()
      .min(1)
      .max(4096)
      .describe('Path of the photo. Absolute, or relative to the folder that chemigram was started in.'),
    image_id: imageId
      .optional()
      .describe('Name for the photo: a-z, 0-9, dots, dashes, underscores. Default: made from the file name.'),
  }),
  output: z.object({
    image_id: z.string(),
    photo: z.string().describe('Absolute path of the photo.'),
    width: width.describe('Width of the displayed picture in pixels, after orientation, crop and the like.'),
    height: height.describe('Height of the displayed picture in pixels.'),
    baseline: z.enum(['auto', 'sidecar']).describe('What the moves are built on.'),
    snapshot,
    warnings,
  }),
});
