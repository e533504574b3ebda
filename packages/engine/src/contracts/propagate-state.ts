import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId, include, ref } from './schema/fields.ts';
import { height, picturePath, warnings, width } from './schema/results.ts';

/** A wedding or a week of wildlife; more go in several calls. */
const MOST_TARGETS = 500;

export const propagateState = defineContract({
  name: 'propagate_state',
  title: 'Carry an edit to other photos',
  summary: 'Carry the moves of one photo to up to 500 others',
  description: `Carries the edit of one photo to others of the series: every move that fits each of them is added there as one step of undo.
- Moves of the whole picture are copied. Masks by name (mask_sky) and by range of tone or colour are found anew in each photo; where nothing is found, the move is left out and says so. Looks and other moves that belong together stay together.
- What was placed by hand stays behind: moves through drawn masks, spots, crop, straightening, turns and perspective. \`include\` takes them along where the photos really show the same framing: as fractions of the picture, also what was drawn and saved in place of mask_sky and the like. Masks that were detected, and rasters, always stay.
- What was carried there before is not done twice; where it is another edit now, give \`replace: true\`.
All or nothing per photo: one that fails keeps its state and says why, the others go on. Look at the result: \`contact_sheet: true\` renders every changed photo small into one picture.`,
  example: { source: 'iguana', targets: ['iguana-2'] },
  effect: 'changes',
  idempotent: false,
  positional: ['source'],
  input: z.strictObject({
    source: imageId.describe('The photo whose edit is carried, by its image_id.'),
    targets: z
      .array(imageId)
      .min(1)
      .max(MOST_TARGETS)
      .describe(`The photos that get it, 1 to ${MOST_TARGETS} image_ids of photos that were taken in.`),
    moves: z
      .array(z.string().min(1).max(100))
      .min(1)
      .optional()
      .describe('Only these moves, by move_id, or by group_id for a look or regions as a whole. Without it: all.'),
    ref: ref('Which state of the source; default HEAD').default('HEAD'),
    include: include('moves'),
    replace: z
      .boolean()
      .default(false)
      .describe(
        'For an edit that was carried before and is another one now: its earlier copies, and what was changed in them there, go in the same step. Without it what was carried there before is left out.',
      ),
    contact_sheet: z
      .boolean()
      .default(false)
      .describe('Render every changed photo small and show all in one picture: a render per photo.'),
  }),
  output: z.object({
    source: z.string(),
    snapshot: z.string().describe('The state of the source that was carried.'),
    changed: z.int().min(0).describe('How many photos have a new snapshot.'),
    failed: z.int().min(0).describe('How many photos were left as they were by an error.'),
    targets: z
      .array(
        z.object({
          image_id: z.string(),
          status: z
            .enum(['changed', 'unchanged', 'failed'])
            .describe('unchanged: no move could be carried; failed: see error, the photo is as it was.'),
          snapshot: z.string().nullable().describe('The new snapshot; null when there is none.'),
          move_ids: z.array(z.string()).describe('The new moves there.'),
          regrounded: z
            .array(
              z.object({
                move_id: z.string().describe('The new move.'),
                mask: z.string().describe('Its mask in words.'),
                coverage: z.number().min(0).max(1).describe('How much of this photo it covers, 0..1.'),
                warnings: warnings.describe('What is said of an earlier move already is not repeated.'),
              }),
            )
            .describe('Moves whose mask was found anew in this photo.'),
          left_out: z
            .array(
              z.object({
                move_id: z.string().describe('The move of the source.'),
                primitive: z.string(),
                why: z.string(),
              }),
            )
            .describe('What stayed behind, and why.'),
          warnings,
          error: z
            .object({ code: z.string(), message: z.string(), hint: z.string().optional() })
            .optional()
            .describe('Only when failed.'),
        }),
      )
      .describe('In the order given.'),
    contact_sheet: z
      .object({ path: picturePath, width, height })
      .optional()
      .describe('Only when asked for: all changed photos in one picture, named by their image_id.'),
    warnings,
  }),
});
