import { z } from 'zod';
import { gapKind } from './log-vocabulary-gap.ts';
import { defineContract } from './schema/define.ts';
import { warnings } from './schema/results.ts';

export const listVocabularyGaps = defineContract({
  name: 'list_vocabulary_gaps',
  title: 'List what is missing',
  summary: 'List and count what was wanted and not found',
  description:
    'Lists what was wanted and could not be found (log_vocabulary_gap), the same wishes counted together, the most frequent first. A wish that the vocabulary meets by now names what does in `answered_by`. `path` is the file that holds every wish on a line of its own, to hand to whoever extends the vocabulary.',
  example: {},
  effect: 'reads',
  idempotent: true,
  positional: [],
  input: z.strictObject({
    query: z.string().min(1).max(100).optional().describe('Only wishes whose name, reason or workaround mentions it.'),
    kind: gapKind.optional(),
    open: z.boolean().default(false).describe('Only wishes that are still not met.'),
  }),
  output: z.object({
    gaps: z.array(
      z.object({
        kind: gapKind,
        wanted: z.string(),
        count: z.int().min(1),
        first_at: z.string().describe('ISO 8601.'),
        last_at: z.string().describe('ISO 8601.'),
        image_ids: z.array(z.string()).describe('Photos on which it was wanted, the last one first.'),
        whys: z.array(z.string()).describe('What was asked for, the last first.'),
        workarounds: z.array(z.string()).describe('What was done instead, the last first.'),
        answered_by: z.array(z.string()).describe('What the vocabulary has for it by now; empty while it is missing.'),
      }),
    ),
    total: z.int().min(0).describe('How often something was wanted, over all that are listed.'),
    path: z.string().describe('Absolute path of the file of all wishes, one JSON object a line.'),
    warnings,
  }),
});
