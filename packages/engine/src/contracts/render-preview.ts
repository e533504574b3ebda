import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId, LANGUAGE_ELSEWHERE, maskSpec, ref, region, size } from './schema/fields.ts';
import { height, picturePath, warnings, width } from './schema/results.ts';

export const renderPreview = defineContract({
  name: 'render_preview',
  title: 'Look at a photo',
  summary: 'Render a photo as it is now, to look at',
  description: `Develops the photo with darktable as it stands (or as it stood at \`ref\`) and shows the picture. Look before you point, and look again after every edit.
To say where something is, give positions in pixels of this picture and copy the answer's \`coords\` into the mask_spec as its "coords": that makes them mean the same place at every size. The same holds for a zoomed crop (\`region\`).
Several looks at one state may be asked for at once. When the photo is changed while a look at it is under way and a newer one is asked for, the older is answered with \`cancelled\` (overtaken): go by the newer picture; an earlier state is shown by its \`ref\`, which nothing overtakes.
Use \`grid: true\` for a labelled grid when a place is hard to name, \`region\` to zoom into a hard outline, and \`outline_mask\` to see the outline of a mask drawn on the picture.`,
  example: { image_id: 'iguana', size: 1024, grid: true },
  effect: 'reads',
  idempotent: true,
  positional: ['image_id'],
  input: z.strictObject({
    image_id: imageId,
    size: size(),
    ref: ref('Which state to render; default HEAD').default('HEAD'),
    grid: z
      .boolean()
      .default(false)
      .describe('Draw a grid over the picture, labelled in pixels of this picture, to read positions from.'),
    region: region.optional(),
    outline_mask: maskSpec('A mask whose outline is drawn on the picture.', LANGUAGE_ELSEWHERE).optional(),
  }),
  output: z.object({
    image_id: z.string(),
    snapshot: z.string().describe('The snapshot that the picture shows.'),
    path: picturePath,
    width: width.describe('Exact width of this picture in pixels.'),
    height: height.describe('Exact height of this picture in pixels.'),
    coords: z
      .object({
        width,
        height,
        region: z.array(z.number().min(0).max(1)).length(4).optional(),
        frame: z
          .string()
          .describe(
            'Names how the picture is framed: with it, pixels of this picture are refused once it is framed otherwise.',
          ),
      })
      .describe('Put this into a mask_spec as "coords" to give its numbers in pixels of this picture.'),
    source: z
      .enum(['base', 'photo'])
      .describe(
        'base: developed on a kept picture of the photo as it is before the edits, quickly, and the same on a screen; photo: developed from the photo itself, as exports always are.',
      ),
    warnings,
  }),
});
