import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId } from './schema/fields.ts';
import { redoable, snapshot, undoable } from './schema/results.ts';

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
  input: z.strictObject({ image_id: imageId }),
  output: z.object({
    image_id: z.string(),
    snapshot,
    undone: z.string().describe('What was undone, in words.'),
    undoable,
    redoable,
  }),
});
