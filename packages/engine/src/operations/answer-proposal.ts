import { createHash } from 'node:crypto';
import { ChemigramError } from '@chemigram/errors';
import { editPage, isMadeIn, readPage, readProposal, settleProposal, writePage } from '@chemigram/workspace';
import type { Move, Proposal, Settling } from '@chemigram/workspace';
import type { Call } from '../contract.ts';
import type { Handler } from '../contracts/index.ts';
import { change } from '../history/change.ts';
import { newMoves } from '../moves/new-moves.ts';
import type { MovesChange, TextChange } from '../proposals/proposed-change.ts';
import { movesAsProposed } from '../proposals/proposed-moves.ts';
import type { GivenMove } from '../proposals/proposed-moves.ts';
import type { Studio } from '../studio.ts';
import { describeMove } from '../words/words.ts';

/**
 * Does or declines what was proposed, and keeps what the photographer said. A call that was killed half-way is taken up where it stopped.
 * @throws ChemigramError not_found, invalid_input for the proposal of another photo, conflict where it was answered or the picture was framed anew
 */
export const answerProposal: Handler<'answer_proposal', Studio> = async (studio, args, call) => {
  const { image_id } = await readProposal(studio.store.home, args.proposal_id);
  if (image_id !== args.image_id) {
    throw new ChemigramError('invalid_input', `Proposal ${args.proposal_id} was made about "${image_id}".`, {
      field: 'image_id',
      hint: 'Answer it as one of that photo.',
    });
  }
  const act = async (proposal: Proposal, settling: Settling): Promise<Done> =>
    proposal.change.kind === 'text'
      ? writeText(studio, proposal, proposal.change, settling)
      : applyMoves(studio, proposal, proposal.change, call);
  const { proposal, done } = await settleProposal(
    studio.store.home,
    args.proposal_id,
    args.photographer_said,
    args.answer === 'confirm' ? act : null,
  );
  const { path, move_ids, group_id, snapshot, did, warnings } = done ?? NOTHING;
  return {
    result: {
      proposal_id: proposal.proposal_id,
      image_id: proposal.image_id,
      state: args.answer === 'confirm' ? 'confirmed' : 'declined',
      path,
      move_ids,
      group_id,
      snapshot,
      warnings,
    },
    did,
  };
};

/** What confirming did. */
interface Done {
  readonly path: string | null;
  readonly move_ids: string[];
  readonly group_id: string | null;
  readonly snapshot: string | null;
  readonly did: { operation: string; arguments: Record<string, unknown> }[];
  readonly warnings: string[];
}
const NOTHING: Done = { path: null, move_ids: [], group_id: null, snapshot: null, did: [], warnings: [] };

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

async function writeText(
  studio: Studio,
  { image_id, writing }: Proposal,
  edit: TextChange,
  { folder, note }: Settling,
): Promise<Done> {
  const page = await readPage(studio.store.home, edit.page, image_id);
  const now = page.text ?? '';
  // Begun before, and killed: unless the page is as it was then, what was written may stand there already.
  const begun = writing !== undefined && writing.from !== hashOf(now);
  if (begun && (writing.to === hashOf(now) || isMadeIn(now, edit))) return { ...NOTHING, path: page.path };
  const text = editPage(page, edit);
  await note({ writing: { from: hashOf(now), to: hashOf(text) } });
  await writePage(folder, page, text);
  return { ...NOTHING, path: page.path };
}

async function applyMoves(
  studio: Studio,
  { proposal_id, image_id }: Proposal,
  { moves: given, snapshot: proposedFor }: MovesChange,
  call: Call,
): Promise<Done> {
  const workspace = await studio.store.open(image_id);
  const wanted = given as GivenMove[];
  const did = wanted.map((move) => ({ operation: 'apply_primitive', arguments: { image_id, ...move } }));
  const head = await workspace.head();
  // Killed between applying and noting the answer: they are there already.
  const seen = await workspace.recipe(head.id);
  const there = seen.moves.filter(({ proposal }) => proposal === proposal_id);
  if (there.length > 0) {
    const [{ group = null } = {}] = there;
    return { ...NOTHING, did, move_ids: there.map(({ move_id }) => move_id), group_id: group, snapshot: head.id };
  }
  const vocabulary = await studio.vocabulary();
  const { moves, notes } = await movesAsProposed(studio, workspace, wanted, proposedFor, seen);
  let made: Move[] = [];
  let group = '';
  const { snapshot, development } = await change(studio, workspace, call, (recipe) => {
    const added = newMoves(moves, recipe, seen, vocabulary);
    made = added.moves.map((move) => ({ ...move, proposal: proposal_id }));
    group = added.group;
    return {
      message: `${proposal_id}: ${made.map(describeMove).join('; ')}`,
      recipe: { ...recipe, moves: [...recipe.moves, ...made] },
    };
  });
  const placed = development.moves.filter(({ move }) => made.some(({ move_id }) => move_id === move.move_id));
  const changed = head.id === proposedFor ? [] : ['The photo has changed since this was proposed: look at the result.'];
  return {
    ...NOTHING,
    did,
    move_ids: made.map(({ move_id }) => move_id),
    group_id: group,
    snapshot: snapshot.id,
    warnings: [...changed, ...notes, ...placed.flatMap(({ mask }) => mask?.warnings ?? [])],
  };
}
