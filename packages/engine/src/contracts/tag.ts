import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId, newName, oneThingWithAName, ref } from './schema/fields.ts';
import { namedSnapshots } from './schema/results.ts';

export const tag = defineContract({
  name: 'tag',
  title: 'Name a state',
  summary: 'List, give or take away names of snapshots',
  description:
    'A tag is a name for one state of the photo, such as `for-print`: use it as a ref anywhere (compare, checkout, export_final, diff). It stays at its snapshot whatever is edited later. With only image_id: lists the tags. With `name`: gives that name to `ref`. With `name` and `delete`: takes the name away; the snapshot stays.',
  example: { image_id: 'iguana', name: 'for-print' },
  effect: 'changes',
  idempotent: false,
  positional: ['image_id'],
  input: z
    .strictObject({
      image_id: imageId,
      name: newName('The tag to give or to take away.').optional(),
      ref: ref('What is named; default HEAD').optional(),
      delete: z.boolean().default(false).describe('Take the tag `name` away.'),
    })
    .superRefine(oneThingWithAName('tag', ['ref', 'delete'])),
  output: z.object({ image_id: z.string(), tags: namedSnapshots('tag') }),
});
