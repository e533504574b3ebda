import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId } from './schema/fields.ts';
import { groupId, height, move, redoable, snapshot, undoable, width } from './schema/results.ts';

export const getState = defineContract({
  name: 'get_state',
  title: 'Get the state of a photo',
  summary: 'Show the moves of a photo in order',
  description:
    "Gives the photo's moves in the order in which they are applied: move_id, primitive, values, mask and label. Use it to find the move_id for adjust_move or remove_move, and to reuse a mask (copy its spec, unless the move is framed_otherwise).",
  example: { image_id: 'iguana' },
  effect: 'reads',
  idempotent: true,
  positional: ['image_id'],
  input: z.strictObject({ image_id: imageId }),
  output: z.object({
    image_id: z.string(),
    photo: z.string().describe('Absolute path of the photo.'),
    width: width.describe('Width of the displayed picture in pixels.'),
    height: height.describe('Height of the displayed picture in pixels.'),
    baseline: z.enum(['auto', 'sidecar']),
    snapshot,
    moves: z.array(move),
    looks: z
      .array(z.object({ group_id: groupId, look: z.string(), strength: z.number() }))
      .describe('Looks on the photo; adjust_look changes one, remove_move with its group_id takes it away.'),
    undoable,
    redoable,
  }),
});
