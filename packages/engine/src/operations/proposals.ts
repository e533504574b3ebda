import { createHash } from 'node:crypto';
import { ChemigramError } from '@chemigram/errors';
import { checkValues } from '@chemigram/vocabulary';
import {
  addProposal,
  editPage,
  isMadeIn,
  readPage,
  readProposal,
  settleProposal,
  stateOf,
  writePage,
} from '@chemigram/workspace';
import type { Move, Proposal, ProposedChange, Recipe, Settling, Workspace } from '@chemigram/workspace';
import type { Call } from '../contract.ts';
import type { Arguments, Handler, Result } from '../contracts/index.ts';
import { checkFraming, frameOf } from '../develop/frame.ts';
import type { Studio } from '../studio.ts';
import { describeMove } from '../words/words.ts';
import { change } from './change.ts';
import { maskFor } from './edit.ts';
import { newMoves } from './new-moves.ts';
import type { NewMove } from './new-moves.ts';
import { within } from './shared.ts';
import { refuseWithoutSpots } from './spots.ts';

type GivenMove = NonNullable<Arguments<'propose'>['moves']>[number];
type Shown = Result<'read_context'>['proposals'][number];
type TextChange = Extract<ProposedChange, { kind: 'text' }>;
type MovesChange = Extract<ProposedChange, { kind: 'moves' }>;

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
    warnings.push(...(await readMoves(studio, workspace, args.moves, await workspace.recipe(head.id))).notes);
    // Kept as they were given: the masks are read again in the picture as it is when they are confirmed.
    proposed = { kind: 'moves', snapshot: head.id, moves: args.moves };
  }
  const proposal = await addProposal(home, { image_id, why, change: proposed });
  return { result: { ...(await showProposal(studio, proposal)), warnings } };
};

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

/** Proposed moves, checked as apply_primitive checks them; an error's field begins with the place in the list. */
async function readMoves(
  studio: Studio,
  workspace: Workspace,
  wanted: readonly GivenMove[],
  seen: Recipe,
): Promise<{ moves: NewMove[]; notes: string[] }> {
  const vocabulary = await studio.vocabulary();
  const moves: NewMove[] = [];
  const notes: string[] = [];
  for (const [i, { primitive_name, value, values: several, mask_spec, label }] of wanted.entries()) {
    await within(`moves[${i}]`, async () => {
      const primitive = vocabulary.primitive(primitive_name);
      refuseWithoutSpots(primitive);
      const values = checkValues(primitive, { value, values: several });
      checkFraming(primitive, values);
      const read = await maskFor(studio, primitive, mask_spec, workspace, seen);
      notes.push(...read.notes);
      moves.push({ primitive, values, mask: read.mask, label: label ?? null });
    });
  }
  return { moves, notes };
}

/**
 * Proposed moves, checked again in the photo as it is now.
 * @param seen the state that it has now
 *
 * @throws ChemigramError conflict when a mask speaks of a picture that has been cropped or turned since
 */
async function movesAsProposed(
  studio: Studio,
  workspace: Workspace,
  wanted: readonly GivenMove[],
  proposedFor: string,
  seen: Recipe,
): ReturnType<typeof readMoves> {
  const vocabulary = await studio.vocabulary();
  const frame = ({ moves }: Recipe): string => JSON.stringify(frameOf(moves, vocabulary));
  const masked = wanted.some(({ mask_spec }) => mask_spec !== undefined);
  if (masked && frame(await workspace.recipe(proposedFor)) !== frame(seen)) {
    throw new ChemigramError(
      'conflict',
      'The picture was framed anew since this was proposed: its masks lie elsewhere.',
      {
        hint: 'Decline it and propose it anew, or go back to how the picture was framed.',
      },
    );
  }
  return readMoves(studio, workspace, wanted, seen);
}

/** A proposal as it is shown, with what stands in its way now. */
export async function showProposal(studio: Studio, proposal: Proposal, now: Date = new Date()): Promise<Shown> {
  const { proposal_id, image_id, why, expires_at, change: proposed } = proposal;
  const state = stateOf(proposal, now);
  const { lines, problem } =
    proposed.kind === 'text'
      ? { lines: textLines(proposed), problem: await textProblem(studio, image_id, proposed) }
      : await movesShown(studio, image_id, proposed);
  return {
    proposal_id,
    state,
    image_id,
    about: proposed.kind === 'text' ? proposed.page : 'moves',
    why,
    lines,
    expires_at,
    problem: state === 'open' ? problem : null,
  };
}

const marked = (mark: string, text: string): string[] =>
  text === ''
    ? []
    : text
        .replace(/\r?\n$/, '')
        .split(/\r?\n/)
        .map((line) => `${mark} ${line}`);
const textLines = ({ old_text = '', new_text }: TextChange): string[] => [
  ...marked('-', old_text),
  ...marked('+', new_text),
];

/** Why something cannot be done, or null. */
async function trouble(work: () => Promise<unknown>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof ChemigramError) return error.message;
    throw error;
  }
}

const textProblem = (studio: Studio, image_id: string, edit: TextChange): Promise<string | null> =>
  trouble(async () => editPage(await readPage(studio.store.home, edit.page, image_id), edit));

async function movesShown(
  studio: Studio,
  image_id: string,
  { moves: given, snapshot }: MovesChange,
): Promise<{ lines: string[]; problem: string | null }> {
  const wanted = given as GivenMove[];
  let lines = wanted.map(({ primitive_name, label }) => `${primitive_name}${label === undefined ? '' : ` (${label})`}`);
  const problem = await trouble(async () => {
    const workspace = await studio.store.open(image_id);
    const { moves } = await movesAsProposed(studio, workspace, wanted, snapshot, await workspace.recipe());
    lines = moves.map(({ primitive, ...rest }) => describeMove({ ...rest, primitive: primitive.name }));
  });
  return { lines, problem };
}
