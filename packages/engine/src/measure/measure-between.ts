import type { Raster } from '@chemigram/mask';
import type { Spot, Workspace } from '@chemigram/workspace';
import type { Call } from '../contract.ts';
import type { Result } from '../contracts/index.ts';
import type { Studio } from '../studio.ts';
import { askedOpacity, larger } from './asked-opacity.ts';
import type { AskedPlace } from './asked-opacity.ts';
import { developBoth } from './develop-both.ts';
import { measureChange } from './measure-change.ts';

type Measured = Pick<Result<'measure_edit'>, 'inside' | 'outside' | 'edge_spill' | 'verdict' | 'warnings'>;

/**
 * Renders two states and measures what changed inside of masks together, as they were asked for, and outside.
 * @param places null for the whole picture
 * @param spots what the picture has to be large enough for
 */
export async function measureBetween(
  studio: Studio,
  workspace: Workspace,
  a: string,
  b: string,
  places: readonly AskedPlace[] | null,
  call: Call,
  spots: readonly Spot[] = [],
): Promise<Measured> {
  const { old, now, to, development, developer } = await developBoth(studio, workspace, a, b, call, spots);
  let opacity: Raster | null = null;
  for (const place of places ?? []) {
    const asked = await askedOpacity(place, developer, development, now, to.masks, call);
    opacity = opacity === null ? asked : larger(opacity, asked);
  }
  return measureChange(old, now, opacity);
}
