import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newMoveId, openStore, readSession, type TranscriptEntry } from '@chemigram/workspace';
import { expect, test } from 'vitest';
import { keptArguments, keptResult } from '../../src/transcript/fit-to-keep.ts';
import { Recorder } from '../../src/transcript/recorder.ts';
import { stepsOf } from '../../src/transcript/steps.ts';

/** "contrast 0>1": a call that went from one snapshot to another. */
function entries(...calls: string[]): TranscriptEntry[] {
  return calls.map((call) => {
    const [, operation = '', before = '', after = '', image_id = 'a'] =
      /^(\S+) (\w+)>(\w+)(?: (\w+))?$/.exec(call) ?? [];
    return { at: '', operation, image_id, arguments: {}, before, after, ok: true };
  });
}

test.each([
  ['all in a row', ['x 0>1', 'y 1>2'], ['x', 'y']],
  ['undone', ['x 0>1', 'y 1>2', 'undo 2>1'], ['x']],
  ['undone and brought back', ['x 0>1', 'y 1>2', 'undo 2>1', 'redo 1>2'], ['x', 'y']],
  ['undone and done otherwise', ['x 0>1', 'y 1>2', 'undo 2>1', 'z 1>3'], ['x', 'z']],
  ['undone beyond the beginning', ['x 5>6', 'undo 6>5', 'undo 5>4', 'z 4>7'], ['z']],
  ['on a branch', ['x 0>1', 'checkout 1>0', 'y 0>2', 'checkout 2>1', 'z 1>3'], ['x', 'z']],
  ['a call made of others', ['x 0>1', 'y 1>2', 'replay 0>2'], ['x', 'y']],
  ['another photo, and looking', ['x 0>1', 'y 7>8 b', 'look 1>1'], ['x']],
  ['two at once, of which the later step ended first', ['y 1>2', 'x 0>1'], ['x', 'y']],
  ['two at once, and undone', ['y 1>2', 'x 0>1', 'undo 2>1'], ['x']],
  ['a transcript that goes in a circle', ['x 0>1', 'y 1>0'], ['y', 'x']],
  ['nothing', ['look 1>1'], []],
])('the steps of a session, %s', (_, calls, expected) => {
  expect(stepsOf(entries(...calls), 'a').map(({ operation }) => operation)).toEqual(expected);
});

test('calls at once are each written down with their own step, and a look with none', async () => {
  const home = mkdtempSync(join(tmpdir(), 'chemigram-recorder-'));
  try {
    const store = openStore(home);
    const photo = {
      version: 1,
      image_id: 'a',
      source: '/a.nef',
      sha256: '0',
      bytes: 1,
      width: 3,
      height: 2,
      facts: {},
    };
    const workspace = await store.create(
      { photo: { ...photo, version: 1 }, recipe: { version: 1, image_id: 'a', moves: [] } },
      'ingest',
    );
    const recorder = new Recorder(store, 'together');
    const edit = (primitive: string, turn: Promise<unknown>) =>
      recorder.record(primitive, { image_id: 'a' }, async (onStep) => {
        await turn;
        const before = (await workspace.head()).id;
        const move = { primitive, values: {}, mask: null, label: null, at: '', by: 'test' };
        const { id: after } = await workspace.change(primitive, (recipe) => ({
          ...recipe,
          moves: [...recipe.moves, { move_id: newMoveId(recipe), ...move }],
        }));
        onStep({ image_id: 'a', before, after, words: primitive });
        return { result: { image_id: 'a', snapshot: after } };
      });
    let begin = (): void => undefined;
    const begun = new Promise<void>((settle) => (begin = settle));
    const exposure = edit('exposure', begun);
    const spots = edit('spots', exposure);
    const look = recorder.record('look', { image_id: 'a' }, async () => {
      await spots;
      return { result: { image_id: 'a' } };
    });
    begin();
    await look;
    const { entries: kept } = await readSession(home, 'together');
    const [first, second] = (await workspace.log()).toReversed().slice(1);
    expect(kept.map(({ operation, before, after }) => [operation, before, after])).toEqual([
      ['exposure', first!.parent, first!.id],
      ['spots', first!.id, second!.id],
      ['look', first!.parent, first!.parent],
    ]);
    expect(stepsOf(kept, 'a').map(({ operation }) => operation)).toEqual(['exposure', 'spots']);
  } finally {
    rmSync(home, { recursive: true });
  }
});

test('a transcript that cannot be written says so and fails nothing', async () => {
  const home = mkdtempSync(join(tmpdir(), 'chemigram-recorder-'));
  try {
    writeFileSync(join(home, 'sessions'), 'a file where the folder should be');
    const recorder = new Recorder(openStore(home), 'a');
    expect(await recorder.record('look', {}, async () => ({ result: { seen: true } }))).toEqual({
      result: { seen: true },
    });
    expect(recorder.trouble).toContain(join(home, 'sessions'));
  } finally {
    rmSync(home, { recursive: true });
  }
});

test('no picture and no secret is kept, and of a result its beginning', () => {
  const vertices = Array.from({ length: 500 }, (_, i) => [i, i]);
  const args = {
    mask_spec: { vertices },
    api_key: 'abc',
    queue: 'redis://user:secret@host:6379',
    picture: 'data:image/png;base64,iVBORw0KGgo=',
  };
  const kept = keptArguments(args);
  expect(kept['mask_spec']).toEqual({ vertices });
  expect(JSON.stringify(kept)).not.toMatch(/abc|secret|iVBOR/);
  expect(kept['queue']).toBe('redis://[left out]@host:6379');
  expect(JSON.stringify(keptResult({ lines: vertices, text: 'x'.repeat(9000) })).length).toBeLessThan(1000);
});
