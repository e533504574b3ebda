import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { detectionCost } from './schema/results.ts';

export const status = defineContract({
  name: 'status',
  title: 'Show what is installed',
  summary: 'Show versions, the darktable in use and the workspace',
  description:
    'Tells which chemigram and which darktable are at work, where the workspaces are and whether rendering is possible. It lists the providers of detect with what each can do, what that costs and what they took so far. Use it when something fails with darktable_missing or darktable_failed, or before promising a version-dependent feature. It answers even without darktable.',
  example: {},
  effect: 'reads',
  idempotent: true,
  positional: [],
  input: z.strictObject({}),
  output: z.object({
    versions: z.record(z.string(), z.string()).describe('Of chemigram and node.'),
    darktable: z.object({
      path: z.string().nullable().describe('Of the darktable-cli in use; null when none was found.'),
      version: z.string().nullable(),
      supported: z.boolean().describe('False when missing or older than what chemigram writes for.'),
      hint: z.string().optional().describe('What to do when it is missing or not supported.'),
    }),
    workspace: z.string().describe('Folder that holds all workspaces and caches.'),
    photos: z.int().min(0).describe('How many photos have a workspace.'),
    renderer: z.object({
      way: z
        .enum(['warm', 'cold'])
        .nullable()
        .describe(
          'warm: darktables stay between pictures, previews come in a third of the time; cold: a darktable-cli for each picture.',
        ),
      why: z.string().optional().describe('Why not warm, and what would make it so.'),
      workers: z.int().min(1).describe('How many darktables may run at the same time.'),
    }),
    providers: z
      .array(
        z.object({
          name: z.string().describe('For `provider` of detect.'),
          model: z.string().nullable(),
          version: z.string().nullable(),
          kinds: z.array(z.string()).describe('What it detects.'),
          queries: z.array(z.string()).describe('Words that it understands as `query`; "*" is any text.'),
          cost: detectionCost.nullable().describe('Of a typical detect, as it says itself.'),
          took: z
            .object({
              detects: z.int().min(0),
              failures: z.int().min(0),
              seconds: z.number().min(0),
              money: z.number().min(0).describe('US dollars.'),
              memory_mb: z
                .number()
                .nullable()
                .describe('The most that was seen; null where this system does not tell.'),
            })
            .describe('What it did and took since this server started.'),
          problem: z.string().optional().describe('Why it cannot be asked.'),
        }),
      )
      .describe('Programs that detect subjects, spots or depth, in the order in which they are asked.'),
    providers_problem: z.string().optional().describe('What is wrong with providers.toml.'),
  }),
});
