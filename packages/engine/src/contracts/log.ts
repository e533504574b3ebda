import { z } from 'zod';
import { defineContract } from './define.ts';
import { imageId } from './fields.ts';
import { redoable, undoable } from './results.ts';

export const log = defineContract({
  name: 'log',
  title: 'Show the history',
  summary: 'List the snapshots of a photo, newest first',
  description:
    'Lists the history of the photo, newest first: each snapshot with what was done. Undone steps that redo can bring back stand above the current one. Use the snapshot ids as refs in render_preview, diff, compare and measure_edit.',
  example: { image_id: 'iguana', limit: 10 },
  effect: 'reads',
  idempotent: true,
  positional: ['image_id'],
  input: z.strictObject({
    image_id: imageId,
    limit: z.int().min(1).max(1000).default(50).describe('At most so many snapshots.'),
  }),
  output: z.object({
    image_id: z.string(),
    snapshots: z.array(
      z.object({
        snapshot: z.string(),
        message: z.string(),
        at: z.string().describe('When, in ISO 8601.'),
        current: z.boolean().describe('True for the state that the photo is in.'),
      }),
    ),
    undoable,
    redoable,
  }),
});
