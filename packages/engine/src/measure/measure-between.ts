import type { Mask } from '@chemigram/mask';
import type { Spot, Workspace } from '@chemigram/workspace';
import type { Call } from '../contract.ts';
import type { Result } from '../contracts/index.ts';
import type { Studio } from '../studio.ts';
import { askedOpacity } from './asked-opacity.ts';
import { developBoth } from './develop-both.ts';
import { measureChange } from './measure-change.ts';

type Measured = Pick<Result<'measure_edit'>, 'inside' | 'outside' | 'edge_spill' | 'verdict' | 'warnings'>;

/**
 * Renders two states and measures what changed inside the mask as it was asked for, and outside of it.
 * @param spots what the picture has to be large enough for
 */
export async function measureBetween(
  studio: Studio,
  workspace: Workspace,
  a: string,
  b: string,
  mask: Mask | null,
  call: Call,
  spots: readonly Spot[] = [],
): Promise<Measured> {
  const { old, now, to, development, developer } = await developBoth(studio, workspace, a, b, call, spots);
  const opacity = mask === null ? null : await askedOpacity(mask, developer, development, now, to.masks, call);
  return measureChange(old, now, opacity);
}
