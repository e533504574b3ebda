import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId, newName, oneThingWithAName, ref } from './schema/fields.ts';
import { currentBranch, namedSnapshots, snapshot } from './schema/results.ts';

export const branch = defineContract({
  name: 'branch',
  title: 'Branches of the edit',
  summary: 'List, start, rename or delete branches: lines of edits side by side',
  description:
    'Branches are versions of the edit side by side, such as a warm and a cool one; the first is `main`. With only image_id: lists them. With `name`: starts a branch of that name at `ref` and goes there, so that the next edits belong to it; the branch left behind stays as it is (checkout goes back, compare shows both). With `name` and `rename_to`: renames it. With `name` and `delete`: takes the name away; its snapshots can still be reached by their ids, which log with `all` lists. The branch that the photo is on cannot be deleted.',
  example: { image_id: 'iguana', name: 'warm' },
  effect: 'changes',
  idempotent: false,
  positional: ['image_id'],
  input: z
    .strictObject({
      image_id: imageId,
      name: newName('The branch to start, rename or delete.').optional(),
      ref: ref('Where a new branch starts; default HEAD').optional(),
      rename_to: newName('New name for the branch `name`.').optional(),
      delete: z.boolean().default(false).describe('Delete the branch `name`; its snapshots stay.'),
    })
    .superRefine(oneThingWithAName('branch', ['ref', 'rename_to', 'delete'])),
  output: z.object({ image_id: z.string(), snapshot, branch: currentBranch, branches: namedSnapshots('branch') }),
});
