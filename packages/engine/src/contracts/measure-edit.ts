import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId, LANGUAGE_ELSEWHERE, maskSpec, ref } from './schema/fields.ts';
import { measurement } from './schema/results.ts';

export const measureEdit = defineContract({
  name: 'measure_edit',
  title: 'Measure an edit',
  summary: 'Measure what changed inside and outside of a mask',
  description:
    'Renders the photo at two points of its history and measures the change inside the mask, outside of it and in the band around it. Without refs: what the last step did, through the mask of the move that it touched. Read `verdict` first: "clean" is what you want; with "spilled" or "no_effect" adjust the mask or the strength, or undo.',
  example: { image_id: 'iguana' },
  effect: 'reads',
  idempotent: true,
  positional: ['image_id'],
  input: z.strictObject({
    image_id: imageId,
    ref_a: ref('Before; default: one step before ref_b').optional(),
    ref_b: ref('After; default HEAD').default('HEAD'),
    mask_spec: maskSpec(
      'Where the change was meant to be. Default: the mask of the move that differs between the two.',
      LANGUAGE_ELSEWHERE,
    ).optional(),
  }),
  output: measurement.extend({
    image_id: z.string(),
    ref_a: z.string().describe('Snapshot id of the state before.'),
    ref_b: z.string().describe('Snapshot id of the state after.'),
    mask_id: z.string().nullable().describe('Mask that it was measured through; null: the whole picture.'),
  }),
});
