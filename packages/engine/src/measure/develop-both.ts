import { ChemigramError } from '@chemigram/errors';
import type { Spot, Workspace } from '@chemigram/workspace';
import type { Call } from '../contract.ts';
import { scaledAlike } from '../develop/scaled-alike.ts';
import { MASK_SIZE } from '../photos/masks/mask-size.ts';
import { sideForSpots } from '../repair/measure-spots.ts';
import type { Studio } from '../studio.ts';

/** Renders two states that are framed alike, at the size that masks are compared on or as large as spots need it. */
export async function developBoth(
  studio: Studio,
  workspace: Workspace,
  a: string,
  b: string,
  call: Call,
  spots: readonly Spot[] = [],
) {
  const developer = await studio.developer(workspace);
  const [from, to] = [await workspace.recipe(a), await workspace.recipe(b)];
  call.progress(0.1, 'Developing the state before');
  const fromDevelopment = await developer.develop(from, call);
  const development = await developer.develop(to, call);
  if (JSON.stringify(fromDevelopment.frame) !== JSON.stringify(development.frame)) {
    throw new ChemigramError(
      'invalid_input',
      'The picture is framed differently in the two states: no pixel of one is that of the other.',
      {
        field: 'ref_a',
        hint: 'Measure between two states with the same crop; compare shows both side by side.',
      },
    );
  }
  const side = sideForSpots(spots, fromDevelopment.displayed, MASK_SIZE);
  const layers = scaledAlike(fromDevelopment.layers, development.layers);
  const { picture: old } = await developer.session.picture(layers, side, call);
  call.progress(0.5, 'Developing the state after');
  const layersAfter = scaledAlike(development.layers, fromDevelopment.layers);
  const { picture: now } = await developer.session.picture(layersAfter, side, call);
  return { old, now, to, development, developer };
}
