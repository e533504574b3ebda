import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine } from '@chemigram/engine';
import { afterAll, beforeAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'chemigram-labels-'));
let engine: Engine;
const run = async (name: string, args: object): Promise<Record<string, unknown>> =>
  (await engine.run(name, args, { signal: new AbortController().signal, progress: () => {} })).result;

beforeAll(async () => {
  engine = await createEngine({ home: join(folder, 'home') });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

test('a label that darktable could not hold is refused by its name, in proposals before they are confirmed', async () => {
  const edit = { primitive_name: 'exposure', value: 1, label: 'a\u0007b' };
  const message = expect.stringContaining('U+0007');
  const expected = { code: 'invalid_input', message };
  const image_id = 'boat';
  await expect(run('apply_primitive', { image_id, ...edit })).rejects.toMatchObject({ ...expected, field: 'label' });
  const proposal = { image_id, why: 'brighter', moves: [edit] };
  const field = 'moves[0].label';
  await expect(run('propose', proposal)).rejects.toMatchObject({ ...expected, field });
  const style = { image_id, out: join(folder, 'a.dtstyle'), name: edit.label };
  await expect(run('export_style', style)).rejects.toMatchObject({ ...expected, field: 'name' });
});
