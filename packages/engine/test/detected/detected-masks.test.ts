import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseMask } from '@chemigram/mask';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { detectedOn, keepDetected } from '../../src/detected/detected-masks.ts';

const box = (x1: number) =>
  parseMask({ dt_form: 'rectangle', dt_params: { x0: 0.1, y0: 0.1, x1, y1: 0.5 } }, { width: 3, height: 2 }).mask;
const found = { label: 'Red car', confidence: 0.8, mask: box(0.5), frame: [], by: 'test 1' };
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chemigram-detected-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('what was detected is found again by its id, which is the same for the same and another one for another', async () => {
  const kept = await keepDetected(folder, found);
  expect(kept.detected_id).toMatch(/^red-car-[0-9a-f]{8}$/);
  expect(detectedOn(folder)(kept.detected_id)).toEqual({ ...found, detected_id: kept.detected_id });
  expect((await keepDetected(folder, found)).detected_id).toBe(kept.detected_id);
  expect((await keepDetected(folder, { ...found, mask: box(0.6) })).detected_id).not.toBe(kept.detected_id);
});

test('an id leads to nothing outside of what was detected, and a damaged file is said to be one', async () => {
  await writeFile(join(folder, 'secret.json'), '{}');
  expect(detectedOn(folder)('../secret')).toBeUndefined();
  expect(detectedOn(folder)('x'.repeat(5000))).toBeUndefined();
  const { detected_id } = await keepDetected(folder, { ...found, label: '???' });
  expect(detected_id).toMatch(/^region-/);
  await writeFile(join(folder, 'detected', `${detected_id}.json`), '{"detec');
  expect(() => detectedOn(folder)(detected_id)).toThrow(`what was detected as ${detected_id}, cannot be read`);
});
