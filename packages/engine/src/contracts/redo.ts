import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId } from './schema/fields.ts';
import { redoable, snapshot, undoable } from './schema/results.ts';

const GO_FORWARD = 'It brings back one step. To any state in one call: checkout with its ref, which log tells.';

export const redo = defineContract({
  name: 'redo',
  title: 'Redo',
  summary: 'Bring back the step that was undone last',
  description:
    'Brings back the step that undo took away last. Refused with `conflict` when there is nothing to redo, which is so after any new edit.',
  example: { image_id: 'iguana' },
  effect: 'changes',
  idempotent: false,
  positional: ['image_id'],
  instead: { steps: GO_FORWARD, count: GO_FORWARD, ref: GO_FORWARD, snapshot: GO_FORWARD },
  input: z.strictObject({ image_id: imageId }),
  output: z.object({
    image_id: z.string(),
    snapshot,
    redone: z.string().describe('What was brought back, in words.'),
    undoable,
    redoable,
  }),
});
