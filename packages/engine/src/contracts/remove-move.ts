import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId, moveId, MEASURED_AFTERWARDS } from './schema/fields.ts';
import { snapshot, warnings } from './schema/results.ts';

export const removeMove = defineContract({
  name: 'remove_move',
  title: 'Remove an edit',
  summary: 'Take one move out of a photo, wherever it stands',
  description:
    'Takes one move out, or with a group_id all moves that one call made together, and leaves all others as they are, whenever it was made. To go back by steps, use undo. One step of undo brings it back.',
  example: { image_id: 'iguana', move_id: 'm01' },
  effect: 'changes',
  idempotent: true,
  positional: ['image_id'],
  instead: MEASURED_AFTERWARDS,
  input: z.strictObject({
    image_id: imageId,
    move_id: moveId.describe('The move, by the move_id that get_state lists, or the group_id of several.'),
  }),
  output: z.object({
    image_id: z.string(),
    move_id: z.string(),
    snapshot,
    moves: z.int().min(0).describe('How many moves are left.'),
    warnings,
  }),
});
