import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId, ref } from './schema/fields.ts';
import { move } from './schema/results.ts';

export const diff = defineContract({
  name: 'diff',
  title: 'Compare two states in words',
  summary: 'Say in words what differs between two points of the history',
  description:
    'Says what differs between two points of the history, as lines in the words of a photographer and as data. Without refs: what the last step did. To see the difference, use compare; to measure it, measure_edit.',
  example: { image_id: 'iguana', ref_a: 'original', ref_b: 'HEAD' },
  effect: 'reads',
  idempotent: true,
  positional: ['image_id'],
  input: z.strictObject({
    image_id: imageId,
    ref_a: ref('Before; default: one step before ref_b').optional(),
    ref_b: ref('After; default HEAD').default('HEAD'),
  }),
  output: z.object({
    image_id: z.string(),
    ref_a: z.string().describe('Snapshot id of the state before.'),
    ref_b: z.string().describe('Snapshot id of the state after.'),
    lines: z.array(z.string()).describe('One line per difference; empty when there is none.'),
    changes: z.array(
      z.object({
        kind: z.enum(['added', 'removed', 'changed', 'reordered']),
        move_id: z.string(),
        before: move.nullable().describe('The move before; null when added.'),
        after: move.nullable().describe('The move after; null when removed.'),
      }),
    ),
  }),
});
