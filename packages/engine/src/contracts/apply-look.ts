import { MOST_STRENGTH } from '@chemigram/vocabulary';
import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId, label, LANGUAGE_ELSEWHERE, maskSpec, MEASURED_AFTERWARDS } from './schema/fields.ts';
import { groupId, maskSummary, snapshot, warnings } from './schema/results.ts';

/** How much of a look, as a factor on what its moves do. */
export const lookStrength = z
  .number()
  .min(0)
  .max(MOST_STRENGTH)
  .describe(
    `How much of the look, 0 to ${MOST_STRENGTH}: 0.5 is half of it, 1 as it is meant, above 1 more than that.`,
  );

/** What a look became on a photo. */
export const lookResult = z.object({
  image_id: z.string(),
  look: z.string(),
  strength: z.number(),
  group_id: groupId.describe('Names the look on this photo, for adjust_look and remove_move.'),
  move_ids: z.array(z.string()).describe('Its moves, in order; each can be changed on its own with adjust_move.'),
  moves: z
    .array(
      z.object({
        move_id: z.string(),
        primitive: z.string(),
        values: z.record(z.string(), z.number()),
        mask: maskSummary,
      }),
    )
    .describe('What the look does here.'),
  snapshot,
  warnings,
});

/** What a look could not do on this photo. */
const leftOutOfLook = z
  .array(z.object({ primitive: z.string(), why: z.string() }))
  .describe(
    'Moves of the look through a region of which nothing was found in this photo. Is it there: undo, save_mask it as drawn by eye under its name, and apply the look again.',
  );

export const applyLook = defineContract({
  name: 'apply_look',
  title: 'Apply a look',
  summary: 'Apply a look, to all of a photo or through a mask, as strongly as wanted',
  description:
    'Applies a look: a list of edits with a character, such as look_portrait_background_dim or look_film_faded_print (list_vocabulary has all looks and what they do; its query finds one for a word such as "moody"). Where a look means a region (the subject, the sky) it is found anew in this photo: read the warnings, which say when to draw that region by eye instead and save_mask it under its name. Where nothing of the kind is found, its moves are left out and told. `strength` takes the whole look up or down; `mask_spec` confines it to a region. One step of undo. The look stays one thing: adjust_look changes its strength or mask, remove_move with its group_id takes it away.',
  example: { image_id: 'iguana', look: 'look_portrait_background_dim', strength: 0.8 },
  effect: 'changes',
  idempotent: false,
  positional: ['image_id'],
  instead: MEASURED_AFTERWARDS,
  input: z.strictObject({
    image_id: imageId,
    look: z.string().min(1).max(100).describe('Name of a look, as list_vocabulary gives it.'),
    strength: lookStrength.default(1),
    mask_spec: maskSpec('Where the look applies; without it, everywhere it means.', LANGUAGE_ELSEWHERE).optional(),
    label: label.optional(),
  }),
  output: lookResult.extend({ left_out: leftOutOfLook }),
});
