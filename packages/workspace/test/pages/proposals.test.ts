import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { addProposal, listProposals, settleProposal, stateOf, type Proposal } from '../../src/index.ts';
import { OPEN_DAYS } from '../../src/pages/proposals.ts';
import { temporaryHome } from '../helpers/photos.ts';

const { home: root, remove } = temporaryHome();
afterAll(remove);
const newHome = (): string => mkdtempSync(join(root, 'home-'));

const NOW = new Date('2026-03-01T12:00:00Z');
const later = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);
const CHANGE: Proposal['change'] = { kind: 'text', page: 'notes', new_text: 'a' };
const add = (home: string): Promise<Proposal> => addProposal(home, { image_id: 'a', why: 'so', change: CHANGE }, NOW);

test('proposals made at once have ids of their own and are all kept', async () => {
  const home = newHome();
  const made = await Promise.all(Array.from({ length: 5 }, () => add(home)));
  // Who comes first is not said.
  made.sort((a, b) => a.proposal_id.localeCompare(b.proposal_id));
  expect(made.map(({ proposal_id }) => proposal_id)).toEqual(['p01', 'p02', 'p03', 'p04', 'p05']);
  expect((await listProposals(home)).proposals).toEqual(made);
});

test('two answers at once: one is taken, and it is done once', async () => {
  const home = newHome();
  await add(home);
  let done = 0;
  const answers = await Promise.allSettled(
    [1, 2].map(() => settleProposal(home, 'p01', 'yes', async () => ++done, NOW)),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(done).toBe(1);
  expect((await listProposals(home)).proposals[0]).toMatchObject({ state: 'confirmed', answer: { words: 'yes' } });
});

test('what fails leaves the proposal open, with what was noted before', async () => {
  const home = newHome();
  await add(home);
  const failing = settleProposal(
    home,
    'p01',
    'yes',
    async (_, { note }) => {
      await note({ writing: { from: 'a', to: 'b' } });
      throw new Error('the disk is full');
    },
    NOW,
  );
  await expect(failing).rejects.toThrow('the disk is full');
  expect((await listProposals(home)).proposals[0]).toMatchObject({ state: 'open', writing: { to: 'b' } });
});

test('after its days a proposal has expired, is told so, and nothing is done', async () => {
  const home = newHome();
  const proposal = await add(home);
  expect(stateOf(proposal, later(OPEN_DAYS - 0.01))).toBe('open');
  expect(stateOf(proposal, later(OPEN_DAYS))).toBe('expired');
  let done = 0;
  const late = settleProposal(home, 'p01', 'yes', async () => ++done, later(OPEN_DAYS));
  await expect(late).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('expired on 2026-03-15'),
  });
  expect(done).toBe(0);
});

test('a damaged proposal is named and the others are there; an id that is none reaches no file', async () => {
  const home = newHome();
  await add(home);
  await add(home);
  writeFileSync(join(home, 'proposals', 'p01.json'), '{');
  const { proposals, damaged } = await listProposals(home);
  expect(proposals.map(({ proposal_id }) => proposal_id)).toEqual(['p02']);
  expect(damaged.join()).toContain('p01.json');
  for (const id of ['p3', '../p02', 'p99']) {
    await expect(settleProposal(home, id, 'yes', null, NOW)).rejects.toMatchObject({ code: 'not_found' });
  }
});
