import { SUGGESTIONS } from '@chemigram/mask';
import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId, LANGUAGE_ELSEWHERE, maskSpec, overlayStyle } from './schema/fields.ts';
import { bbox, coverage, height, picturePath, warnings, width } from './schema/results.ts';

const share = z.number().min(0).max(1);

export const suggestMasks = defineContract({
  name: 'suggest_masks',
  title: 'Choose a mask by its number',
  summary: 'Suggest what a rough mask may mean, as numbered pictures to choose from',
  description: `Takes a mask that you drew roughly and shows what it may mean, side by side and numbered: choose a number instead of correcting coordinates. It edits nothing.
1. as_asked: what you drew. 2. snapped: on the edges that are really in the picture. 3. margin: that with a soft margin, for glows and halos. 4. colours: within the margin only what has the colours inside; \`colours\` says how far they tell the subject from what lies around. Further: shadow, the subject with the shadow it throws; core, only what is surely inside. What makes no sense in this picture is left out, the next takes its place, and a warning says why.
Look at the picture, choose, and give the candidate's \`mask_spec\` ({"kind": "detected", "id": ...}) to preview_mask, apply_primitive or save_mask, alone or inside a compose. Ids stay valid for this photo. When none fits, draw closer to the subject's edge, or say points in and out with "snap": {"positive": [[x, y]], "negative": [[x, y]]}.`,
  example: {
    image_id: 'iguana',
    mask_spec: {
      dt_form: 'ellipse',
      dt_params: { center_x: 419, center_y: 261, radius_x: 60, radius_y: 50, border: 4 },
      coords: { width: 1024, height: 683 },
    },
  },
  effect: 'reads',
  idempotent: true,
  positional: ['image_id'],
  input: z.strictObject({
    image_id: imageId,
    mask_spec: maskSpec('The rough mask: a dozen vertices, an ellipse or a box.', LANGUAGE_ELSEWHERE),
    count: z
      .int()
      .min(2)
      .max(SUGGESTIONS.length)
      .default(4)
      .describe(`How many candidates at most, 2 to ${SUGGESTIONS.length}, in the order above.`),
    style: overlayStyle,
  }),
  output: z.object({
    image_id: z.string(),
    candidates: z
      .array(
        z.object({
          number: z.int().positive().describe('As in the picture.'),
          what: z.enum(SUGGESTIONS),
          detected_id: z.string().describe('Names the candidate from now on.'),
          mask_spec: z.looseObject({}).describe('What to give to preview_mask or apply_primitive to use it.'),
          coverage,
          bbox,
          likeness: share.describe(
            'Intersection over union with what was asked, from half of the strongest opacity on: 1 is the same.',
          ),
          edge_contrast: z
            .number()
            .nonnegative()
            .describe(
              'Mean colour difference (CIE 1976) across its contour: 2 can just be seen, above 20 the edge is clear.',
            ),
          colours: z
            .object({
              range_filters: z.array(z.looseObject({})).describe('The bands, as in a mask_spec; all must hold.'),
              inside: share.describe('Share of the inside that they take.'),
              around: share.describe('Share of what lies around that they take, too: near 0 they tell it apart.'),
            })
            .nullable()
            .describe('Only where colours choose.'),
        }),
      )
      .describe('In the order of their numbers.'),
    path: picturePath.describe('Absolute path of the picture with all candidates, each with its number below.'),
    width: width.describe('Exact width of the picture in pixels.'),
    height: height.describe('Exact height of the picture in pixels.'),
    region: z
      .array(share)
      .length(4)
      .describe(
        'The part of the photo that each of them shows, as `region` of render_preview: all of it, or close up.',
      ),
    warnings,
  }),
});
