import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId } from './schema/fields.ts';
import { redoable, snapshot, undoable } from './schema/results.ts';

const REMOVE =
  'It goes back one step, whatever that was. One edit alone is taken away by remove_move, with its move_id.';
const GO_BACK = 'It goes back one step. To any earlier state in one call: checkout with its ref, which log tells.';

export const undo = defineContract({
  name: 'undo',
  title: 'Undo',
  summary: 'Go back one step',
  description:
    'Goes back one step of the history, whatever it was. To take an earlier edit away ("undo just the sky") and keep what came after it, use remove_move. Nothing is lost: redo brings it back until something else is done. Refused with `conflict` when there is nothing to undo.',
  example: { image_id: 'iguana' },
  effect: 'changes',
  idempotent: false,
  positional: ['image_id'],
  instead: {
    move_id: REMOVE,
    move_ids: REMOVE,
    label: REMOVE,
    ref: GO_BACK,
    snapshot: GO_BACK,
    steps: GO_BACK,
    count: GO_BACK,
  },
  input: z.strictObject({ image_id: imageId }),
  output: z.object({
    image_id: z.string(),
    snapshot,
    undone: z.string().describe('What was undone, in words.'),
    undoable,
    redoable,
  }),
});
