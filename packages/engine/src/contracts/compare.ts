import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId, ref, size } from './schema/fields.ts';
import { height, picturePath, warnings, width } from './schema/results.ts';

/** Two of these side by side stay readable for a vision model. */
const COMPARE_SIZE = 768;

export const compare = defineContract({
  name: 'compare',
  title: 'Look at two states side by side',
  summary: 'Show two points of the history in one picture, side by side',
  description:
    'Shows the photo at two points of its history in one picture: ref_a on the left, ref_b on the right. Without refs: before any move on the left, now on the right. Do not take mask positions from this picture; use render_preview for that.',
  example: { image_id: 'iguana', ref_a: 'original', ref_b: 'HEAD' },
  effect: 'reads',
  idempotent: true,
  positional: ['image_id'],
  input: z.strictObject({
    image_id: imageId,
    ref_a: ref('Left; default original').default('original'),
    ref_b: ref('Right; default HEAD').default('HEAD'),
    size: size(COMPARE_SIZE).describe(`Long side of each of the two pictures in pixels; default ${COMPARE_SIZE}.`),
  }),
  output: z.object({
    image_id: z.string(),
    ref_a: z.string().describe('Snapshot id of the left picture.'),
    ref_b: z.string().describe('Snapshot id of the right picture.'),
    path: picturePath,
    width: width.describe('Exact width of the whole picture in pixels.'),
    height: height.describe('Exact height of the whole picture in pixels.'),
    warnings,
  }),
});
