import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId, label, LANGUAGE_ELSEWHERE, maskSpec, value, values } from './schema/fields.ts';
import { changeOf, groupId, maskSummary, snapshot, warnings } from './schema/results.ts';

/** More regions than a retoucher paints in one sitting; each is a module in darktable, which costs every render. */
const MOST_REGIONS = 32;
/** Operations over all regions: modules that one call may add. */
const MOST_PAIRS = 64;

const primitiveName = z.string().min(1).max(100);

interface Strength {
  readonly value?: number | undefined;
  readonly values?: Readonly<Record<string, number>> | undefined;
}
const notBoth = ({ value: one, values: several }: Strength): boolean => one === undefined || several === undefined;
const NOT_BOTH = { path: ['value'], message: 'give either `value` or `values`, not both' };

const operation = z
  .strictObject({
    primitive_name: primitiveName.describe('Name of a primitive, as list_vocabulary gives it.'),
    value: value.optional(),
    values: values.optional(),
  })
  .refine(notBoth, NOT_BOTH);

const region = z
  .strictObject({
    mask_spec: maskSpec('Where: drawn, named, saved or combined, as in any other call.', LANGUAGE_ELSEWHERE),
    value: value.optional(),
    values: values.optional(),
    ops: z
      .array(operation)
      .min(1)
      .max(MOST_PAIRS)
      .optional()
      .describe(
        'What is done here, in order: a list of {primitive_name, value or values}. Instead of value or values.',
      ),
    label: label.optional(),
  })
  .refine(notBoth, NOT_BOTH)
  .refine((r) => r.ops === undefined || (r.value === undefined && r.values === undefined), {
    path: ['ops'],
    message: 'give either `ops`, or `value` or `values` of the common primitive_name, not both',
  });

export const applyPerRegion = defineContract({
  name: 'apply_per_region',
  title: 'Edit several regions at once',
  summary: 'Edit up to 32 regions in one step, each with its own mask and strength',
  description: `Edits several regions in one call that is one step of undo: dodging and burning, evening out faces, a sky, a path and a subject each in their own way. Either one primitive for all, with a strength per region:
{"primitive_name": "exposure", "regions": [{"mask_spec": {...}, "value": 0.4}, {"mask_spec": {...}, "value": -0.3}]}
or a list of operations per region, all through that region's mask:
{"regions": [{"mask_spec": {"kind": "named", "name": "mask_sky"}, "ops": [{"primitive_name": "exposure", "value": -0.5}, {"primitive_name": "saturation", "value": 15}]}]}
Both can be mixed. Up to ${MOST_REGIONS} regions and ${MOST_PAIRS} operations over all of them. Every mask speaks of the picture as it is now, before this call: no region's mask moves because another region was edited first.
All is checked before anything is written: one wrong value or mask refuses the whole call and names its field, such as regions[3].ops[1].value. The change is then measured in each region by pixels (\`effective\`), and where no region reaches (\`outside\`). Look at doubtful masks with preview_mask first. Each move can be changed on its own later with adjust_move; remove_move takes the group_id and removes them all.`,
  example: {
    image_id: 'iguana',
    primitive_name: 'exposure',
    label: 'dodge and burn',
    regions: [
      {
        mask_spec: { dt_form: 'circle', dt_params: { center_x: 0.41, center_y: 0.38, radius: 0.05, border: 0.03 } },
        value: 0.4,
      },
      {
        mask_spec: { dt_form: 'ellipse', dt_params: { center_x: 0.75, center_y: 0.7, radius_x: 0.1, radius_y: 0.06 } },
        ops: [
          { primitive_name: 'exposure', value: -0.3 },
          { primitive_name: 'saturation', value: -15 },
        ],
        label: 'calm the corner',
      },
    ],
  },
  effect: 'changes',
  idempotent: false,
  positional: ['image_id'],
  input: z
    .strictObject({
      image_id: imageId,
      primitive_name: primitiveName
        .optional()
        .describe('The primitive of all regions that give a value or values, as list_vocabulary names it.'),
      regions: z
        .array(region)
        .min(1)
        .max(MOST_REGIONS)
        .describe(
          `1 to ${MOST_REGIONS} regions: {mask_spec, value or values} for the common primitive_name, or {mask_spec, ops: [{primitive_name, value or values}]}; each may have a label.`,
        ),
      label: label.optional(),
      verify: z
        .boolean()
        .default(true)
        .describe('Measure the change in each region from two renders. false: only apply, without a render.'),
    })
    .superRefine(({ primitive_name, regions }, context) => {
      for (const [i, { ops }] of regions.entries()) {
        if (ops !== undefined || primitive_name !== undefined) continue;
        const message = 'a region needs its own `ops` when there is no common `primitive_name`';
        context.addIssue({ code: 'custom', path: ['regions', i, 'ops'], message });
      }
      const pairs = regions.reduce((sum, { ops }) => sum + (ops?.length ?? 1), 0);
      if (pairs <= MOST_PAIRS) return;
      const message = `the regions have ${pairs} operations together; at most ${MOST_PAIRS} are allowed`;
      context.addIssue({ code: 'custom', path: ['regions'], message });
    }),
  output: z.object({
    image_id: z.string(),
    snapshot,
    group_id: groupId,
    move_ids: z.array(z.string()).describe('All new moves, in order.'),
    regions: z
      .array(
        z.object({
          move_ids: z.array(z.string()).describe('The moves of this region, one per operation.'),
          mask: maskSummary,
          effective: z
            .boolean()
            .optional()
            .describe('Only with `verify`: whether something visible changed inside this mask.'),
          measured: changeOf('Only with `verify`: the picture where this mask is at least half.').optional(),
          alone: z
            .boolean()
            .optional()
            .describe('Whether it was measured where no other region reaches; false: it is covered by others.'),
          warnings,
        }),
      )
      .describe('In the order given.'),
    outside: changeOf('Only with `verify`: the picture where no region reaches.').optional(),
    warnings,
  }),
});
