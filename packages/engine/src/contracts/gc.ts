import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId } from './schema/fields.ts';

export const gc = defineContract({
  name: 'gc',
  title: 'Pack the history',
  summary: 'Make the history of a photo small on the disk; nothing of it is lost',
  description:
    'Packs the history of a photo: every snapshot, branch, tag and undone step stays, in the least room. Edits pack their history by themselves as it grows, so this is only needed to save the last of it, such as before a photo is put away.',
  example: { image_id: 'iguana' },
  effect: 'changes',
  idempotent: true,
  positional: ['image_id'],
  input: z.strictObject({ image_id: imageId }),
  output: z.object({
    image_id: z.string(),
    objects: z.int().min(0).describe('Objects of the history: snapshots, lists of files and files.'),
    bytes_before: z.int().min(0).describe('Room of the history on the disk before.'),
    bytes_after: z.int().min(0).describe('And after.'),
  }),
});
