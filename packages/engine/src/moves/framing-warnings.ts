import type { Move, Workspace } from '@chemigram/workspace';
import type { Call } from '../contract.ts';
import type { Studio } from '../studio.ts';

/** What moves of framing do only in part on a photo, in words: a lens that is known for its distortion alone, say. */
export async function framingWarnings(
  studio: Studio,
  workspace: Workspace,
  moves: readonly Pick<Move, 'primitive' | 'values'>[],
  call: Call,
): Promise<string[]> {
  const developer = await studio.developer(workspace);
  const told = new Set<string>();
  for (const move of moves) for (const warning of await developer.framingWarnings(move, call)) told.add(warning);
  return [...told];
}
