import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '@chemigram/engine';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../src/contract.ts';

const home = mkdtempSync(join(tmpdir(), 'chemigram-depth-'));
let engine: Engine;
beforeAll(async () => void (engine = await createEngine({ home })));
afterAll(async () => {
  await engine.close();
  rmSync(home, { recursive: true });
});

const nested = (depth: number): object => JSON.parse('{"a":'.repeat(depth) + '1' + '}'.repeat(depth)) as object;
const call = { signal: new AbortController().signal, progress: () => undefined };

test.each([101, 10_000, 200_000])(
  'arguments that are nested %i deep are refused by their name, and the call is in the transcript',
  async (depth) => {
    const args = { image_id: 'iguana', primitive_name: 'exposure', value: 1, mask_spec: nested(depth) };
    await expect(engine.run('apply_primitive', args, call)).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'mask_spec',
      message: expect.stringContaining('mask_spec is nested deeper than 100'),
    });
    const sessions = join(home, 'sessions');
    const lines = readdirSync(sessions).flatMap((file) =>
      readFileSync(join(sessions, file), 'utf8').trim().split('\n'),
    );
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ operation: 'apply_primitive', ok: false });
  },
);

test('what is nested less deep is read', async () => {
  const args = { image_id: 'iguana', primitive_name: 'exposure', value: 1, mask_spec: nested(100) };
  await expect(engine.run('apply_primitive', args, call)).rejects.toMatchObject({ code: 'not_found' });
});
