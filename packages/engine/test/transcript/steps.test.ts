import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type TranscriptEntry } from '@chemigram/workspace';
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
  ['nothing', ['look 1>1'], []],
])('the steps of a session, %s', (_, calls, expected) => {
  expect(stepsOf(entries(...calls), 'a').map(({ operation }) => operation)).toEqual(expected);
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
