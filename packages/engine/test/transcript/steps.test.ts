import { loadVocabulary, defaultPackDirs } from '@chemigram/vocabulary';
import type { TranscriptEntry } from '@chemigram/workspace';
import { expect, test } from 'vitest';
import { keptArguments, keptResult } from '../../src/transcript/fit-to-keep.ts';
import { placesIn } from '../../src/transcript/places.ts';
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

test('only what is drawn, framed or repaired belongs to one picture', async () => {
  const vocabulary = await loadVocabulary(defaultPackDirs());
  const range = { range_filter: { kind: 'luminance', min: 0, max: 0.3 } };
  const named = { kind: 'named', name: 'mask_sky' };
  const drawn = { dt_form: 'circle', dt_params: {} };
  const through = (mask_spec: object) => placesIn({ primitive_name: 'exposure', mask_spec }, vocabulary);
  expect(through(range).tied).toBeNull();
  expect(through({ kind: 'compose', operation: 'union', operands: [named, range] })).toEqual({
    tied: null,
    names: new Set(['mask_sky']),
  });
  expect(through({ kind: 'compose', operation: 'union', operands: [named, drawn] }).tied).toContain('circle');
  expect(placesIn({ regions: [{ mask_spec: { kind: 'raster', path: 'x' } }] }, vocabulary).tied).toContain('raster');
  expect(placesIn({ spots: [{ x: 0.1, y: 0.1 }] }, vocabulary).tied).toBe('spots');
  expect(placesIn({ primitive_name: 'crop' }, vocabulary).tied).toContain('crop');
  expect(placesIn({ primitive_name: 'lens' }, vocabulary).tied).toBeNull();
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
