import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId, ref } from './schema/fields.ts';
import { currentBranch, redoable, snapshot, undoable } from './schema/results.ts';

export const checkout = defineContract({
  name: 'checkout',
  title: 'Go to another state',
  summary: 'Go to a branch, a tag or any other snapshot of the photo',
  description:
    'Makes another state of the photo the present one: the newest of a branch, or any snapshot. Nothing is lost: everything left behind stays in its branch and in log. An edit made after going to a branch continues that branch; one made after going to any other snapshot starts a branch of its own, named from-<snapshot>. To go back a step or two use undo, which redo can reverse.',
  example: { image_id: 'iguana', ref: 'main' },
  effect: 'changes',
  idempotent: true,
  positional: ['image_id', 'ref'],
  input: z.strictObject({ image_id: imageId, ref: ref('Where to go') }),
  output: z.object({
    image_id: z.string(),
    snapshot,
    branch: currentBranch,
    message: z.string().describe('What was done last in this state.'),
    moves: z.int().min(0).describe('How many moves it has; get_state lists them.'),
    undoable,
    redoable,
  }),
});
