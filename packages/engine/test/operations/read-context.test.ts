import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '@chemigram/engine';
import type { Arguments, Engine, OperationName, Result } from '@chemigram/engine';
import { makeScene, writePng } from '@chemigram/scene';
import { openStore } from '@chemigram/workspace';
import { afterAll, beforeAll, expect, test } from 'vitest';

const CALL = { signal: new AbortController().signal, progress: () => {} };
const image_id = 'iguana';
const SIZE = { width: 384, height: 256 };
const ELLIPSE = { dt_form: 'ellipse', dt_params: { center_x: 0.4, center_y: 0.4, radius_x: 0.1, radius_y: 0.1 } };
const YES = { answer: 'confirm', photographer_said: 'Yes.' };
let folder: string;
let home: string;
let engine: Engine;

/** A session of its own in the same home, as after a restart. */
const restart = async (session: string): Promise<void> => {
  await engine?.close();
  engine = await createEngine({ home, session });
};
async function run<K extends OperationName>(name: K, args: Partial<Arguments<K>> | object): Promise<Result<K>> {
  return (await engine.run(name, { image_id, ...args }, CALL)).result as Result<K>;
}
const taste = (genre: string): string => join(home, 'taste', `${genre}.md`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chemigram-context-'));
  home = join(folder, 'home');
  const picture = await writePng(makeScene(SIZE));
  for (const name of ['iguana', 'lizard']) await writeFile(join(folder, `${name}.png`), picture);
  await restart('first');
  for (const name of ['iguana', 'lizard']) await run('ingest', { photo: join(folder, `${name}.png`), image_id: name });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

test('a photo of which nothing is written yet has an empty context that names the files to write', async () => {
  expect(await run('read_context', {})).toMatchObject({
    genres: [],
    genres_known: [],
    taste: [{ page: 'taste/default', text: null, path: taste('default') }],
    brief: { text: null, path: join(home, image_id, 'brief.md') },
    moves: [],
    proposals: [],
    session: { name: 'first' },
    warnings: [],
  });
});

test('taste is that of the genres which the brief names, the one for all photos first', async () => {
  await mkdir(join(home, 'taste'));
  await writeFile(taste('default'), 'Quiet colours.\r\n');
  await writeFile(taste('Black & White'), 'Deep blacks.\n');
  await writeFile(taste('landscape'), 'Wide.\n');
  await writeFile(
    join(home, image_id, 'brief.md'),
    '# Iguana\n\n**Genre:** Wildlife, black white\nFor the calendar.\n',
  );
  const context = await run('read_context', {});
  expect(context.taste.map(({ page, text }) => [page, text])).toEqual([
    ['taste/default', 'Quiet colours.\r\n'],
    ['taste/black-white', 'Deep blacks.\n'],
  ]);
  expect(context.genres).toEqual(['wildlife', 'black-white']);
  expect(context.warnings.join()).toContain('wildlife');
});

test('a change of taste is written only when it was confirmed, once, and leaves the rest as it was', async () => {
  const proposed = await run('propose', {
    page: 'taste/default',
    old_text: 'Quiet',
    new_text: 'Calm',
    why: 'You said so.',
  });
  expect(proposed).toMatchObject({
    state: 'open',
    about: 'taste/default',
    lines: ['- Quiet', '+ Calm'],
    problem: null,
  });
  expect(await readFile(taste('default'), 'utf8')).toBe('Quiet colours.\r\n');
  const { proposal_id } = proposed;
  expect(await run('answer_proposal', { proposal_id, ...YES })).toMatchObject({
    state: 'confirmed',
    path: taste('default'),
  });
  expect(await readFile(taste('default'), 'utf8')).toBe('Calm colours.\r\n');
  await expect(run('answer_proposal', { proposal_id, ...YES })).rejects.toMatchObject({ code: 'conflict' });
  expect((await run('read_context', {})).proposals).toEqual([]);
});

test('what is declined is not done', async () => {
  const { proposal_id } = await run('propose', { page: 'notes', new_text: 'Sharp at f/8.', why: 'x' });
  const said = { answer: 'decline', photographer_said: 'No, at f/4.' };
  expect(await run('answer_proposal', { proposal_id, ...said })).toMatchObject({ state: 'declined', path: null });
  expect((await run('read_context', {})).notes.text).toBeNull();
});

test('a proposal survives a restart, and says when a hand-made change is in its way', async () => {
  const { proposal_id } = await run('propose', {
    page: 'taste/landscape',
    old_text: 'Wide.',
    new_text: 'High.',
    why: 'x',
  });
  await restart('second');
  const open = async () => (await run('read_context', {})).proposals.find((each) => each.proposal_id === proposal_id);
  expect(await open()).toMatchObject({ state: 'open', problem: null });
  await writeFile(taste('landscape'), 'Very wide\n');
  expect(await open()).toMatchObject({ state: 'open', problem: expect.stringContaining('taste/landscape') });
  await expect(run('answer_proposal', { proposal_id, ...YES })).rejects.toMatchObject({ code: 'not_found' });
  expect(await readFile(taste('landscape'), 'utf8')).toBe('Very wide\n');
});

test.each([
  [{ page: 'taste/../x', new_text: 'a' }, 'page'],
  [{ page: 'notes', old_text: 'not there', new_text: 'a' }, 'old_text'],
  [{ moves: [{ primitive_name: 'exposure', value: 99 }] }, 'moves[0].value'],
  [{ moves: [{ primitive_name: 'exposure', value: 1 }, { primitive_name: 'brighter' }] }, 'moves[1].primitive_name'],
  [{ page: 'notes', new_text: 'a', moves: [{ primitive_name: 'exposure', value: 1 }] }, 'page'],
])('proposing %j is refused by name of %s', async (proposed, field) => {
  await expect(run('propose', { ...proposed, why: 'x' })).rejects.toMatchObject({ field });
});

test('confirmed moves are one step of undo', async () => {
  const moves = [
    { primitive_name: 'exposure', value: 0.3, label: 'lift' },
    { primitive_name: 'saturation', value: -10, mask_spec: ELLIPSE },
  ];
  const { proposal_id, lines } = await run('propose', { moves, why: 'You asked for a calmer picture.' });
  expect(lines).toHaveLength(2);
  expect((await run('get_state', {})).moves).toEqual([]);
  const done = await run('answer_proposal', { proposal_id, ...YES });
  expect(done.move_ids).toEqual(['m01', 'm02']);
  expect((await run('read_context', {})).moves.map(({ words }) => words)).toEqual(lines);
  expect((await run('undo', {})).undoable).toBe(0);
  await run('redo', {});
});

test('an answer that a kill cut short is not done twice when it is given again', async () => {
  const notes = { page: 'notes', new_text: '- The left eye is the sharp one.', why: 'x' };
  const moves = { moves: [{ primitive_name: 'vibrance', value: 5 }], why: 'x' };
  for (const proposed of [notes, moves]) {
    const { proposal_id } = await run('propose', proposed);
    const first = await run('answer_proposal', { proposal_id, ...YES });
    const context = await run('read_context', {});
    // As it stands on disk when the work is done and the answer is not yet noted.
    const file = join(home, 'proposals', `${proposal_id}.json`);
    await writeFile(file, (await readFile(file, 'utf8')).replace('"confirmed"', '"open"'));
    // And the photographer went on writing meanwhile.
    const notesFile = join(home, image_id, 'notes.md');
    await appendFile(notesFile, 'Mine.\n');
    expect(await run('answer_proposal', { proposal_id, ...YES })).toEqual({ ...first, warnings: [] });
    const { notes: page, moves: state } = await run('read_context', {});
    expect([page.text, state]).toEqual([`${context.notes.text ?? ''}Mine.\n`, context.moves]);
  }
  await run('undo', {});
});

test('a mask of a picture that was cropped since is not confirmed', async () => {
  const moves = [{ primitive_name: 'exposure', value: 0.3, mask_spec: ELLIPSE }];
  const { proposal_id } = await run('propose', { moves, why: 'x' });
  const workspace = await openStore(home).open(image_id);
  const values = { left: 0.1, top: 0, right: 1, bottom: 1 };
  const crop = { move_id: 'm09', primitive: 'crop', values, mask: null, label: null, at: '', by: 'test' };
  await workspace.change('crop', (recipe) => ({ ...recipe, moves: [...recipe.moves, crop] }));
  const { proposals } = await run('read_context', {});
  expect(proposals.at(-1)).toMatchObject({ proposal_id, problem: expect.stringContaining('framed anew') });
  await expect(run('answer_proposal', { proposal_id, ...YES })).rejects.toMatchObject({ code: 'conflict' });
  await run('undo', {});
  expect((await run('read_context', {})).proposals.at(-1)).toMatchObject({ proposal_id, problem: null });
});

test('wishes are counted, and told until the vocabulary meets them', async () => {
  for (const wanted of ['Golden-Glow', 'golden glow', 'brighter']) {
    await run('log_vocabulary_gap', { wanted, why: 'It was asked for.' });
  }
  const { gaps, total } = (await engine.run('list_vocabulary_gaps', {}, CALL)).result as Result<'list_vocabulary_gaps'>;
  expect(gaps.map(({ wanted, count, answered_by }) => [wanted, count, answered_by.length > 0])).toEqual([
    ['golden glow', 2, false],
    ['brighter', 1, true],
  ]);
  expect(total).toBe(3);
  expect((await run('read_context', {})).gaps.map(({ wanted }) => wanted)).toEqual(['golden glow']);
});

test('a session is replayed on another photo: places stay behind, names are found anew, what was undone is gone', async () => {
  await restart('third');
  const contrast = await run('apply_primitive', { primitive_name: 'contrast', value: 10 });
  await run('apply_primitive', { primitive_name: 'exposure', value: 0.5, mask_spec: ELLIPSE });
  await run('apply_primitive', { primitive_name: 'clarity', value: 30 });
  await run('undo', {});
  await run('adjust_move', { move_id: contrast.move_id, value: 15 });
  await run('save_mask', { name: 'mask_face', mask_spec: ELLIPSE });
  await run('apply_primitive', {
    primitive_name: 'shadows',
    value: 5,
    mask_spec: { kind: 'named', name: 'mask_face' },
  });
  // Last, for what comes after it would have it found again: a render each.
  await run('apply_primitive', {
    primitive_name: 'warmth',
    value: -20,
    mask_spec: { kind: 'named', name: 'mask_sky' },
  });
  const { moves } = await run('get_state', { image_id: 'lizard' });
  expect(moves).toEqual([]);

  const outcomes = (of: Result<'replay'>) => of.steps.map(({ operation, outcome }) => `${operation} ${outcome}`);
  const dry = await run('replay', { image_id: 'lizard', source: image_id, dry_run: true });
  expect(outcomes(dry)).toEqual([
    'apply_primitive to_do',
    'apply_primitive left_out',
    'adjust_move to_do',
    'save_mask left_out',
    'apply_primitive left_out',
    'apply_primitive to_do',
  ]);
  expect(dry.snapshot).toBe(dry.before);

  const done = await run('replay', { image_id: 'lizard', source: image_id, session: 'third' });
  expect(outcomes(done)).toEqual(outcomes(dry).map((line) => line.replace('to_do', 'done')));
  const now = (await run('get_state', { image_id: 'lizard' })).moves;
  expect(now.map(({ primitive, values, mask }) => [primitive, Object.values(values)[0], mask?.spec ?? null])).toEqual([
    ['contrast', 15, null],
    ['warmth', -20, { kind: 'named', name: 'mask_sky' }],
  ]);
  // A replay is itself a session's work; and confirmed moves are replayed as the edits that they are.
  const drawn = await run('replay', {
    image_id: 'lizard',
    source: image_id,
    session: 'second',
    include: ['drawn_masks'],
  });
  expect(drawn.steps).toMatchObject([{ operation: 'answer_proposal', outcome: 'done', move_ids: ['m03', 'm04'] }]);
});

test('every call is in the transcript with its arguments and the snapshots around it', async () => {
  const text = await readFile(join(home, 'sessions', 'third.jsonl'), 'utf8');
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines[0]).toMatchObject({
    operation: 'apply_primitive',
    image_id,
    arguments: { image_id, primitive_name: 'contrast', value: 10 },
    ok: true,
    made: [expect.stringMatching(/^m\d\d$/)],
    words: 'contrast +10',
  });
  expect(lines[1]!['before']).toBe(lines[0]!['after']);
  await expect(run('undo', { image_id: 'nobody' })).rejects.toMatchObject({ code: 'not_found' });
  const last = (await readFile(join(home, 'sessions', 'third.jsonl'), 'utf8')).trimEnd().split('\n').at(-1)!;
  expect(JSON.parse(last)).toMatchObject({ operation: 'undo', ok: false, error: { code: 'not_found' } });
});
