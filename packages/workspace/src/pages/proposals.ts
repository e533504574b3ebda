import { join } from 'node:path';
import { ChemigramError, nearestNames } from '@chemigram/errors';
import { z } from 'zod';
import { writeAtomically } from '../safety/atomic-fs.ts';
import { namesIn, readIfThere } from '../safety/if-there.ts';
import { parseDocument } from '../documents/parse-document.ts';
import { PROPOSALS_FOLDER, withHomeLock } from '../home.ts';
import { readableJson } from '../documents/readable-json.ts';

/** A proposal that nobody answered for so long was about a conversation that is over. */
export const OPEN_DAYS = 14;
const DAY_MS = 86_400_000;
const FILE = /^(p\d{2,9})\.json$/;

const proposalSchema = z.looseObject({
  version: z.literal(1),
  proposal_id: z.string().min(1),
  /** The photo that was spoken of. */
  image_id: z.string().min(1),
  why: z.string(),
  at: z.string(),
  expires_at: z.string(),
  state: z.enum(['open', 'confirmed', 'declined']),
  change: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('text'),
      page: z.string().min(1),
      old_text: z.string().optional(),
      new_text: z.string(),
    }),
    z.object({
      kind: z.literal('moves'),
      /** The state of the photo that they were proposed for. */
      snapshot: z.string().min(1),
      moves: z.array(z.record(z.string(), z.unknown())).min(1),
    }),
  ]),
  /** When it was answered, and in which words of the photographer. */
  answer: z.object({ at: z.string(), words: z.string() }).optional(),
  /** SHA-256 of the page before and after, noted before it is written: a kill in the middle does not write twice. */
  writing: z.object({ from: z.string(), to: z.string() }).optional(),
});

/** Something that is done only when the photographer says yes. Keys that this version does not know are kept. */
export type Proposal = z.infer<typeof proposalSchema>;
export type ProposedChange = Proposal['change'];

/** What became of a proposal; `expired` is one that nobody answered in time. */
export function stateOf({ state, expires_at }: Proposal, now: Date): Proposal['state'] | 'expired' {
  return state === 'open' && Date.parse(expires_at) <= now.getTime() ? 'expired' : state;
}

const KEY_ORDER = ['version', 'proposal_id', 'image_id', 'state', 'why', 'change', 'kind', 'page', 'moves'];
const pathOf = (home: string, id: string): string => join(home, PROPOSALS_FOLDER, `${id}.json`);
const write = (folder: string, home: string, proposal: Proposal): Promise<void> =>
  writeAtomically(folder, pathOf(home, proposal.proposal_id), readableJson(proposal, KEY_ORDER), true);

/** All proposals, the oldest first, and the files that could not be read, each with why. */
export async function listProposals(home: string): Promise<{ proposals: Proposal[]; damaged: string[] }> {
  const proposals: Proposal[] = [];
  const damaged: string[] = [];
  for (const id of await ids(home)) {
    try {
      proposals.push(await readProposal(home, id));
    } catch (error) {
      if (!(error instanceof ChemigramError)) throw error;
      damaged.push(error.message);
    }
  }
  return { proposals, damaged };
}

/** @throws ChemigramError not_found with the nearest ids, workspace_damaged naming the file */
export async function readProposal(home: string, id: string): Promise<Proposal> {
  const known = await ids(home);
  const text = known.includes(id) ? (await readIfThere(pathOf(home, id)))?.toString('utf8') : undefined;
  if (text !== undefined) return parseDocument(proposalSchema, text, pathOf(home, id));
  throw new ChemigramError('not_found', `There is no proposal "${id}".`, {
    field: 'proposal_id',
    hint: known.length === 0 ? 'Nothing was proposed yet.' : `Nearest: ${nearestNames(id, known).join(', ')}.`,
  });
}

/** Keeps a proposal and gives it its id. Nothing of what it proposes is done. */
export function addProposal(
  home: string,
  { image_id, why, change }: Pick<Proposal, 'image_id' | 'why' | 'change'>,
  now: Date = new Date(),
): Promise<Proposal> {
  return withHomeLock(home, async (folder, lock) => {
    const highest = Math.max(0, ...(await ids(home)).map((id) => Number(id.slice(1))));
    const proposal: Proposal = {
      version: 1,
      proposal_id: `p${String(highest + 1).padStart(2, '0')}`,
      image_id,
      why,
      at: now.toISOString(),
      expires_at: new Date(now.getTime() + OPEN_DAYS * DAY_MS).toISOString(),
      state: 'open',
      change,
    };
    lock.assertHeld();
    await write(folder, home, proposal);
    return proposal;
  });
}

/** What doing a proposed change may use: the folder for writeAtomically, and a way to note something before it is done. */
export interface Settling {
  readonly folder: string;
  note(more: Partial<Proposal>): Promise<void>;
}

/**
 * Answers a proposal. What it proposes is done by `act`, once, while nobody else answers; where that fails the proposal
 * stays open.
 *
 * @param words what the photographer said
 * @param act does it; not called for a refusal
 * @throws ChemigramError conflict when it was answered before, or nobody answered in time; whatever `act` throws
 */
export function settleProposal<T>(
  home: string,
  id: string,
  words: string,
  act: ((proposal: Proposal, settling: Settling) => Promise<T>) | null,
  now: Date = new Date(),
): Promise<{ proposal: Proposal; done: T | null }> {
  return withHomeLock(home, async (folder, lock) => {
    let proposal = mustBeOpen(await readProposal(home, id), now);
    const note = async (more: Partial<Proposal>): Promise<void> => {
      lock.assertHeld();
      proposal = { ...proposal, ...more };
      await write(folder, home, proposal);
    };
    const done = act === null ? null : await act(proposal, { folder, note });
    await note({ state: act === null ? 'declined' : 'confirmed', answer: { at: now.toISOString(), words } });
    return { proposal, done };
  });
}

function mustBeOpen(proposal: Proposal, now: Date): Proposal {
  const state = stateOf(proposal, now);
  if (state === 'open') return proposal;
  const { proposal_id: id, expires_at, answer } = proposal;
  throw new ChemigramError(
    'conflict',
    state === 'expired'
      ? `Proposal ${id} expired on ${expires_at.slice(0, 10)}: nobody answered it for ${OPEN_DAYS} days.`
      : `Proposal ${id} was ${state} before, on ${answer?.at.slice(0, 10) ?? 'an unknown day'}.`,
    { field: 'proposal_id', hint: 'Nothing was changed. Propose it anew if it is still wanted.' },
  );
}

async function ids(home: string): Promise<string[]> {
  const names = await namesIn(join(home, PROPOSALS_FOLDER));
  return names.flatMap((name) => FILE.exec(name)?.[1] ?? []).sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
}
