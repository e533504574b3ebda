import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId, ref, REFS_IN_FULL } from './schema/fields.ts';
import { currentBranch, redoable, undoable } from './schema/results.ts';

export const log = defineContract({
  name: 'log',
  title: 'Show the history',
  summary: 'List the snapshots of a photo, newest first',
  description: `Lists the history of the photo, newest first: each snapshot with what was done and the branches and tags that name it. Without more: the line of the present state, and above it the undone steps that redo can bring back. With \`ref\`: the line that led to that branch, tag or snapshot. With \`all\`: every snapshot of every branch, and what was undone and left behind. The ids are refs, for render_preview, compare, checkout and others. ${REFS_IN_FULL}`,
  example: { image_id: 'iguana', limit: 10 },
  effect: 'reads',
  idempotent: true,
  positional: ['image_id'],
  input: z
    .strictObject({
      image_id: imageId,
      ref: ref('The newest snapshot to list; default HEAD with what redo can bring back').optional(),
      all: z.boolean().default(false).describe('All branches and everything that was left behind, not one line.'),
      limit: z.int().min(1).max(1000).default(50).describe('At most so many snapshots.'),
    })
    .refine(({ ref: at, all }) => at === undefined || !all, { path: ['ref'], message: 'cannot go together with all' }),
  output: z.object({
    image_id: z.string(),
    branch: currentBranch,
    snapshots: z.array(
      z.object({
        snapshot: z.string(),
        parent: z.string().nullable().describe('The snapshot that it was made from; null for the first.'),
        message: z.string(),
        at: z.string().describe('When, in ISO 8601.'),
        current: z.boolean().describe('True for the state that the photo is in.'),
        branches: z.array(z.string()).describe('Branches of which this is the newest snapshot.'),
        tags: z.array(z.string()),
      }),
    ),
    undoable,
    redoable,
  }),
});
