import { z } from 'zod';
import { coords } from './apply-spot.ts';
import { defineContract } from './schema/define.ts';
import { imageId, label, LANGUAGE_ELSEWHERE, maskSpec, MEASURED_AFTERWARDS } from './schema/fields.ts';
import { maskSummary, snapshot, warnings } from './schema/results.ts';

/** About what a finger covers; a card is larger, the white of an eye is not. */
export const GREY_CARD_RADIUS = 0.01;

export const applyGreyCard = defineContract({
  name: 'apply_grey_card',
  title: 'White balance from a grey card',
  summary: 'Make a place that should be grey or white neutral, and the whole picture with it',
  description: `Measures the colour of the light at a place of the photo that should be without colour (a grey card, a white shirt in the same light, a road, a wall), and balances the picture for it: a move of the primitive grey_card on top. The place is of the displayed picture, origin top-left, as render_preview returns it: fractions, or pixels with \`coords\`. It is measured on the light before the tone mapper, where \`radius\` takes the mean; choose an even place that is neither black nor blown out.
The answer's \`values\` are the light's own: propagate_state carries them to the other photos of the same light, and apply_primitive with grey_card sets them anywhere. A second call measures what the first one left.`,
  example: { image_id: 'iguana', place: { x: 0.62, y: 0.4, radius: 0.02 }, label: 'the card' },
  effect: 'changes',
  idempotent: false,
  positional: ['image_id'],
  instead: MEASURED_AFTERWARDS,
  input: z.strictObject({
    image_id: imageId,
    place: z
      .strictObject({
        x: z.number().describe('Its middle, fraction of the width.'),
        y: z.number().describe('Fraction of the height.'),
        radius: z
          .number()
          .positive()
          .optional()
          .describe(
            `How much around it is taken into the mean, fraction of the shorter side (pixels with \`coords\`); without it, ${GREY_CARD_RADIUS} of that side.`,
          ),
      })
      .describe('The place that should be without colour.'),
    coords,
    mask_spec: maskSpec('What is balanced; without it, everything.', LANGUAGE_ELSEWHERE).optional(),
    label: label.optional(),
  }),
  output: z.object({
    image_id: z.string(),
    move_id: z.string().describe('Names the new move for adjust_move and remove_move.'),
    snapshot,
    primitive: z.string(),
    values: z.record(z.string(), z.number()).describe('The chromaticity (CIE 1931) of the light that was measured.'),
    cast: z
      .object({ red: z.number(), green: z.number(), blue: z.number() })
      .describe('The light of the place before, as parts of its green: 1, 1, 1 was neutral already.'),
    mask: maskSummary,
    warnings,
  }),
});
