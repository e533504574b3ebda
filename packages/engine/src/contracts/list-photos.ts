import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { warnings } from './schema/results.ts';

export const listPhotos = defineContract({
  name: 'list_photos',
  title: 'List photos',
  summary: 'List the photos that have a workspace',
  description:
    'Lists the photos that were taken in by name, each with its image_id and how many moves it has. Use it to find the image_id of a photo that was worked on before. A photo whose files are damaged is named in the warnings.',
  example: { query: 'iguana' },
  effect: 'reads',
  idempotent: true,
  positional: [],
  input: z.strictObject({
    query: z.string().min(1).max(100).optional().describe('Only photos whose image_id or path has this in it.'),
    limit: z.int().min(1).max(1000).default(100).describe('At most so many photos.'),
  }),
  output: z.object({
    photos: z.array(
      z.object({
        image_id: z.string(),
        photo: z.string().describe('Absolute path of the photo.'),
        width: z.int().positive(),
        height: z.int().positive(),
        moves: z.int().min(0).describe('How many moves its current state has.'),
        snapshot: z.string(),
      }),
    ),
    total: z.int().min(0).describe('How many there are that were asked for, beyond the limit too.'),
    warnings,
  }),
});
