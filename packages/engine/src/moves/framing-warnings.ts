import type { Move, Workspace } from '@chemigram/workspace';
import type { Call } from '../contract.ts';
import { afterTheEdit } from '../measure/after-the-edit.ts';
import type { Studio } from '../studio.ts';

/**
 * What moves of framing that are made do only in part on a photo, in words: a lens that is known for its distortion alone, say.
 * That it cannot be told is a warning as well.
 */
export async function framingWarnings(
  studio: Studio,
  workspace: Workspace,
  moves: readonly Pick<Move, 'primitive' | 'values'>[],
  call: Call,
): Promise<string[]> {
  const told = new Set<string>();
  const ask = async (): Promise<void> => {
    const developer = await studio.developer(workspace);
    for (const move of moves) for (const warning of await developer.framingWarnings(move, call)) told.add(warning);
  };
  const { warnings } = await afterTheEdit(ask, 'whether all of it is seen is not known');
  return [...told, ...warnings];
}
