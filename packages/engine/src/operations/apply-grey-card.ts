import { chromaticity } from '@chemigram/darktable';
import { ChemigramError } from '@chemigram/errors';
import { GREY_CARD_RADIUS } from '../contracts/apply-grey-card.ts';
import type { Handler } from '../contracts/index.ts';
import { addMove } from '../moves/add-move.ts';
import { displayedSize } from '../photos/displayed-size.ts';
import { meanColour } from '../repair/fill-colour.ts';
import { readPlace } from '../repair/read-spots.ts';
import { boxOfSpot } from '../repair/spot-shape.ts';
import type { Studio } from '../studio.ts';

/** The primitive that balances for a light of given chromaticity. */
const GREY_CARD = 'grey_card';
/** Light, of white, below which noise and a sensor's black level colour what is measured. */
const TOO_DARK = 0.005;
/**
 * Light, of white, below which a place is likelier black than a card in the shade: what a grey of 18 % has three stops under.
 * Black plastic beside a card was taken for amber light, and the picture turned blue.
 */
const DARK = 0.02;
/** Light at which a channel may have been cut off; raws go beyond it when they are brightened. */
const NEARLY_WHITE = 0.97;
/** Five digits: a step of them is a tenth of what is seen. */
const rounded = (value: number): number => Math.round(value * 1e5) / 1e5;

/**
 * Measures the light at a grey place, on what the module of the move is given, and adds the move that makes it neutral. The move keeps the light as a chromaticity, not the place.
 * @throws ChemigramError out_of_range where the place is too dark to tell a colour
 */
export const applyGreyCard: Handler<'apply_grey_card', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const primitive = (await studio.vocabulary()).primitive(GREY_CARD);
  const recipe = await workspace.recipe();
  const displayed = await displayedSize(studio, workspace, recipe);
  // Read as a spot is: positions may be pixels of a preview, and must lie inside.
  const place = readPlace(args.place, args.coords, displayed, GREY_CARD_RADIUS, 'place');
  const { x, y, ...reach } = boxOfSpot(place, displayed);
  const developer = await studio.developer(workspace);
  call.progress(0.1, 'Measuring the light');
  const development = await developer.develop(recipe, call);
  const input = await developer.moduleInput(development, primitive.modules[0]!.operation, call);
  const [red, green, blue] = meanColour(input, reach, [x, y]);
  if (Math.min(red, green, blue) < TOO_DARK) {
    throw new ChemigramError(
      'out_of_range',
      `The place at ${rounded(x)}, ${rounded(y)} of the picture has the light ${[red, green, blue].map((v) => v.toFixed(4)).join(', ')} (red, green, blue; white is 1); each must be ${TOO_DARK} at least to tell its colour.`,
      { field: 'place', hint: 'Choose a brighter place that should be grey or white.' },
    );
  }
  const [lightX, lightY] = chromaticity(red, green, blue).map(rounded) as [number, number];
  const { result } = await addMove(
    studio,
    workspace,
    recipe,
    {
      image_id: args.image_id,
      primitive_name: GREY_CARD,
      values: { x: lightX, y: lightY },
      ...(args.mask_spec === undefined ? {} : { mask_spec: args.mask_spec }),
      ...(args.label === undefined ? {} : { label: args.label }),
      verify: false,
    },
    call,
  );
  const { image_id, move_id, snapshot, values, mask, warnings } = result;
  const blown = Math.max(red, green, blue) > NEARLY_WHITE;
  return {
    result: {
      image_id,
      move_id,
      snapshot,
      primitive: GREY_CARD,
      values,
      cast: { red: rounded(red / green), green: 1, blue: rounded(blue / green) },
      mask,
      warnings: [
        ...(blown
          ? ['The place is nearly white: where a channel is cut off, its colour is not that of the light.']
          : []),
        ...(Math.max(red, green, blue) < DARK
          ? [
              'The place is nearly black: what it mirrors and noise colour it as much as the light does. A brighter place that should be grey or white tells more.',
            ]
          : []),
        ...warnings,
      ],
    },
  };
};
