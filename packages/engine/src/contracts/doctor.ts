import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId } from './schema/fields.ts';

const troubles = (what: string) =>
  z
    .array(
      z.object({
        where: z.string().describe('The file or name, within the folder of the photo.'),
        what: z.string().describe('What is wrong.'),
        remedy: z
          .string()
          .nullable()
          .describe('What a repair does about it; null when it cannot be repaired from here.'),
      }),
    )
    .describe(what);

export const doctor = defineContract({
  name: 'doctor',
  title: 'Examine and repair',
  summary: 'Say what is damaged in the folder of a photo, and repair it if asked',
  description:
    'Examines the folders of the photos: history, names, working files. Use it when another tool answers workspace_damaged. Says what is wrong and what a repair would do, and changes nothing; with `repair` it does that: branches go back to the newest state that is whole, what is damaged is set aside in .git/chemigram-damaged, and every state that can be read stays. Ask the photographer before repairing, and tell what came of it.',
  example: { image_id: 'iguana' },
  effect: 'changes',
  idempotent: true,
  positional: ['image_id'],
  input: z.strictObject({
    image_id: imageId.optional().describe('The photo to examine; default all of them.'),
    repair: z.boolean().default(false).describe('Repair what can be repaired, instead of only saying what is wrong.'),
  }),
  output: z.object({
    photos: z.array(
      z.object({
        image_id: z.string(),
        healthy: z.boolean().describe('True when nothing is wrong, or nothing any more.'),
        found: troubles('What was wrong before; empty when nothing was.'),
        left: troubles('What is wrong now: without a repair the same.'),
      }),
    ),
  }),
});
