import { addProposal, editPage, readPage } from '@chemigram/workspace';
import type { ProposedChange } from '@chemigram/workspace';
import type { Handler } from '../contracts/index.ts';
import { readProposedMoves } from '../proposals/proposed-moves.ts';
import { showProposal } from '../proposals/shown-proposal.ts';
import type { Studio } from '../studio.ts';

/**
 * Keeps moves or a change of a page until the photographer has answered; it is checked as if it were done now.
 * @throws ChemigramError whatever checking it throws, its field seen from the list of moves
 */
export const propose: Handler<'propose', Studio> = async (studio, args) => {
  const workspace = await studio.store.open(args.image_id);
  const { image_id, why } = args;
  const { home } = studio.store;
  let proposed: ProposedChange;
  const warnings: string[] = [];
  if (args.moves === undefined) {
    const { page = '', old_text, new_text = '' } = args;
    proposed = { kind: 'text', page, ...(old_text === undefined ? {} : { old_text }), new_text };
    editPage(await readPage(home, page, image_id), proposed);
  } else {
    const head = await workspace.head();
    warnings.push(...(await readProposedMoves(studio, workspace, args.moves, await workspace.recipe(head.id))).notes);
    // Kept as they were given: the masks are read again in the picture as it is when they are confirmed.
    proposed = { kind: 'moves', snapshot: head.id, moves: args.moves };
  }
  const proposal = await addProposal(home, { image_id, why, change: proposed });
  return { result: { ...(await showProposal(studio, proposal)), warnings } };
};
