/** What an edit that is verified tells of its mask, on a photo larger than what is looked at. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '@chemigram/engine';
import type { Engine, OperationName, Result } from '@chemigram/engine';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Darkroom } from '../helpers/photos.ts';

const home = mkdtempSync(join(tmpdir(), 'chemigram-verify-'));
let darkroom: Darkroom;
let engine: Engine;
const run = async <K extends OperationName>(name: K, args: object) =>
  (await engine.run(name, args, { signal: new AbortController().signal, progress: () => undefined }))
    .result as Result<K>;

beforeAll(async () => {
  darkroom = await Darkroom.open();
  engine = await createEngine({ home, stays: true });
  await run('ingest', { photo: await darkroom.photo('dng'), image_id: 'boat' });
});
afterAll(async () => {
  await engine.close();
  await darkroom.close();
  rmSync(home, { recursive: true });
});

test.each([
  { points: [[0.2, 0.5], [0.8, 0.5]], width: 0.02, hardness: 0.66 }, // prettier-ignore
  { points: [[0.265, 0.402], [0.292, 0.792], [0.903, 0.188]], width: 0.02, hardness: 1 }, // prettier-ignore
])('a thin stroke is measured in a picture large enough for it: %j', async (stroke) => {
  const { mask } = await run('apply_primitive', {
    image_id: 'boat',
    primitive_name: 'exposure',
    value: 1,
    mask_spec: { dt_form: 'brush', dt_params: stroke },
    verify: true,
  });
  const { agreement, measured } = mask!;
  // As good as it was told; in a picture of the usual size, where each row of the stroke is 7 % of it, .92 and .90.
  expect(measured!.agreement).toBeGreaterThan(agreement - 0.03);
  expect(measured!.agreement).toBeGreaterThan(0.95);
});
