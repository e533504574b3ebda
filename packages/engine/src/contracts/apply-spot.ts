import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId, label } from './schema/fields.ts';
import { groupId, measurement, point, snapshot, spot, warnings } from './schema/results.ts';

/** As many as one call takes, and one move. */
export const MOST_SPOTS = 200;

const number = z.number();

const askedSpot = z
  .strictObject({
    kind: z
      .enum(['heal', 'clone', 'blur', 'fill'])
      .describe(
        'heal: texture from the source, tones from around the spot (blemishes, dust, things on even ground). clone: the source as it is (edges, patterns). blur: smoothed. fill: one even colour, the mean of the source.',
      ),
    x: number.optional().describe('Centre of a circle or an ellipse, fraction of the width.'),
    y: number.optional().describe('Fraction of the height.'),
    radius: number.optional().describe('Of a circle, fraction of the shorter side: a little more than the blemish.'),
    radius_x: number.optional().describe('Of an ellipse, fraction of the width.'),
    radius_y: number.optional().describe('Of an ellipse, fraction of the height.'),
    rotation: number.optional().describe('Of an ellipse, degrees clockwise.'),
    path: z
      .array(point)
      .min(3)
      .max(1000)
      .optional()
      .describe('An outline [[x, y], ...] in place of a circle or an ellipse.'),
    border: number
      .min(0)
      .optional()
      .describe('Feather outside the edge, fraction of the shorter side. A quarter of the radius by default.'),
    blur: number.positive().optional().describe('How far a blur spreads, fraction of the shorter side.'),
    source: point
      .optional()
      .describe(
        'Where the middle of what is copied lies, [x, y]; of a fill, where its colour is taken. Without it a place near by is chosen that looks the same around. Not of a blur.',
      ),
  })
  .refine((a) => [a.radius, a.radius_x, a.path].filter((given) => given !== undefined).length === 1, {
    path: ['radius'],
    message: 'give one of `radius` (a circle), `radius_x` and `radius_y` (an ellipse) or `path` (an outline)',
  })
  .refine((a) => (a.radius_x === undefined) === (a.radius_y === undefined), {
    path: ['radius_y'],
    message: 'an ellipse has `radius_x` and `radius_y`',
  })
  .refine((a) => (a.path === undefined) === (a.x !== undefined && a.y !== undefined), {
    path: ['x'],
    message: 'a circle or an ellipse has `x` and `y`; a path has neither',
  })
  .refine((a) => a.kind === 'blur' || a.blur === undefined, {
    path: ['blur'],
    message: 'only a spot of kind blur has it',
  })
  .refine((a) => a.kind !== 'blur' || a.source === undefined, {
    path: ['source'],
    message: 'a blur copies nothing',
  });

/** Spots as they are asked for, before their sources are chosen. */
export const askedSpots = z
  .array(askedSpot)
  .min(1)
  .max(MOST_SPOTS)
  .describe(`1 to ${MOST_SPOTS} spots, repaired in this order.`);

/** What positions are said in. */
export const coords = z
  .looseObject({})
  .optional()
  .describe(
    'Size of the preview that positions and lengths of the spots are pixels of: the `coords` of its answer, or {"width", "height"} alone. Without it they are fractions of the displayed picture.',
  );

/**
 * A blemish ends softly; a repair takes its rim along. Of 25 planted spots on a generated sky, healed by darktable, at most 5 %
 * of the contrast is left so; 30 % at 1.25, 10 % at 1.5, where the rim lies on what is darker or brighter.
 */
const ENLARGED = 1.35;
const LEAST_CONFIDENCE = 0.5;

const detected = z
  .strictObject({
    detection_id: z.string().min(1).max(100).describe('The detection_id of an answer of detect with kind spots.'),
    kind: z.enum(['heal', 'clone', 'blur', 'fill']).default('heal').describe('As in `spots`; the same for all.'),
    min_confidence: number.min(0).max(1).default(LEAST_CONFIDENCE).describe('Those less sure are left.'),
    polarity: z.enum(['dark', 'bright']).optional().describe('Only those that are darker, or brighter, than around.'),
    enlarge: number.min(1).max(4).default(ENLARGED).describe('The radius of the repair, in radii of the spot.'),
  })
  .optional()
  .describe('All spots of an answer of detect, in place of `spots`. The picture must still be framed as it was then.');

export const applySpot = defineContract({
  name: 'apply_spot',
  title: 'Repair spots',
  summary: 'Heal, clone, blur or fill spots: blemishes, dust, litter',
  description: `Repairs places of the photo, given by you or by detect (\`detected\`: "remove the dust" is detect with kind spots, and this with its detection_id): skin blemishes, sensor dust, litter, wires. Up to ${MOST_SPOTS} spots in one call are one move and one step of undo; several calls add up; more spots that were detected become several moves of one group, and still one step. Positions are of the displayed picture, origin top-left, as render_preview returns it: fractions, or pixels with \`coords\`. Zoom in with render_preview's \`region\` to find the blemish, make the radius a little larger than it, and leave \`source\` out: a place is chosen near by that looks the same. Set \`verify: true\` to have the change measured in the spots and outside of them in the same call, and look at the result; where a chosen source does not fit, give one, or remove the move.
Spots are repaired before all other edits, and stay on the same things when the picture is cropped, straightened or turned afterwards. adjust_move sets their strength (\`value\` 0..100) or replaces them (\`spots\`), remove_move takes them away.`,
  example: {
    image_id: 'iguana',
    spots: [
      { kind: 'heal', x: 0.62, y: 0.21, radius: 0.012 },
      { kind: 'clone', x: 0.2, y: 0.8, radius_x: 0.02, radius_y: 0.01, source: [0.26, 0.8] },
    ],
    label: 'dust',
  },
  effect: 'changes',
  idempotent: false,
  positional: ['image_id'],
  input: z
    .strictObject({
      image_id: imageId,
      spots: askedSpots.optional(),
      detected,
      coords,
      label: label.optional(),
      verify: z
        .boolean()
        .default(false)
        .describe(
          'Also render before and after and measure the change in the spots and outside of them (takes two renders).',
        ),
    })
    .refine((a) => (a.spots === undefined) !== (a.detected === undefined), {
      path: ['spots'],
      message: 'give either `spots` or `detected`',
    }),
  output: z.object({
    image_id: z.string(),
    move_id: z.string().describe('Names the new move for adjust_move and remove_move; of several moves the first.'),
    group_id: groupId.optional(),
    snapshot,
    spots: z.array(spot),
    measured: measurement
      .optional()
      .describe(
        'Only with `verify`: what measure_edit says of this move; the warnings name spots where nothing changed.',
      ),
    warnings,
  }),
});
