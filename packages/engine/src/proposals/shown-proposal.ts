import { ChemigramError } from '@chemigram/errors';
import { editPage, readPage, stateOf } from '@chemigram/workspace';
import type { Proposal } from '@chemigram/workspace';
import type { Result } from '../contracts/index.ts';
import type { Studio } from '../studio.ts';
import { describeMove } from '../words/words.ts';
import type { MovesChange, TextChange } from './proposed-change.ts';
import { movesAsProposed } from './proposed-moves.ts';
import type { GivenMove } from './proposed-moves.ts';

type Shown = Result<'read_context'>['proposals'][number];

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
