import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId, include } from './schema/fields.ts';
import { snapshot, undoable, warnings } from './schema/results.ts';

export const replay = defineContract({
  name: 'replay',
  title: 'Do the same on another photo',
  summary: 'Make the moves of a session again on another photo',
  description: `Makes the moves that a session made on one photo again on another one, in order, and reports each. What was undone in that session is not made again. Moves without a place (of the whole picture, or through ranges of tone and colour) are made as they were; named masks such as mask_sky are found anew on the other photo; what was placed by hand on that picture stays behind: drawn masks, spots, crop, straightening, turns and perspective; \`include\` takes them along. Masks that were detected, and rasters, always stay. A move whose step before it was left out is left out too.
Use \`dry_run: true\` to see what would be done. Each move is a step of its own; \`before\` names the state to go back to.`,
  example: { image_id: 'iguana', source: 'iguana', dry_run: true },
  effect: 'changes',
  idempotent: false,
  positional: ['image_id'],
  input: z.strictObject({
    image_id: imageId.describe('The photo to make the moves on, by its image_id.'),
    source: imageId.describe('The photo that the moves were made on in the session, by its image_id.'),
    session: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('Name of the session, as read_context gives it; default: the last one that changed `source`.'),
    include: include('calls'),
    dry_run: z.boolean().default(false).describe('Only say what would be done.'),
  }),
  output: z.object({
    image_id: z.string(),
    source: z.string(),
    session: z.string(),
    before: z.string().describe('The snapshot before the first of these moves.'),
    snapshot,
    steps: z.array(
      z.object({
        operation: z.string(),
        words: z.string().describe('What it does, in short.'),
        outcome: z
          .enum(['done', 'to_do', 'left_out', 'failed'])
          .describe('to_do: only with dry_run, it would be done; failed: it was tried and refused.'),
        why: z.string().nullable().describe('Why it was left out or failed.'),
        move_ids: z.array(z.string()).describe('The new moves.'),
      }),
    ),
    undoable,
    warnings,
  }),
});
