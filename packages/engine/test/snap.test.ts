import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Arguments, type Engine, type OperationName, type Result } from '@chemigram/engine';
import { compare, type Raster, resample, traceLevels } from '@chemigram/mask';
import { makeScene, truthMask, writePng } from '@chemigram/scene';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';

const CALL = { signal: new AbortController().signal, progress: () => {} };
const image_id = 'boat';
const SIZE = { width: 600, height: 400 };
const scene = makeScene(SIZE);
const truth: Raster = { ...SIZE, data: truthMask(scene, 'subject', SIZE) };
let folder: string;
let engine: Engine;

async function run<K extends OperationName>(name: K, args: Partial<Arguments<K>> | object): Promise<Result<K>> {
  return (await engine.run(name, args, CALL)).result as Result<K>;
}

/** The subject in a dozen vertices, each some ten pixels aside, as a hurried hand draws. */
function roughly(): object {
  const [level] = traceLevels(truth, [0.5], { maxVertices: 12, tolerance: 1 });
  const vertices = level!.polygons[0]!.outer.map(([x, y], i) => [
    (x + 9 * Math.cos(2.4 * i)) / SIZE.width,
    (y + 9 * Math.sin(2.4 * i)) / SIZE.height,
  ]);
  return { dt_form: 'path', dt_params: { vertices, border: 0 } };
}

/** How much of it is the subject, of what darktable will do. */
async function likeness(mask_spec: object): Promise<number> {
  const { opacity_path } = await run('preview_mask', { image_id, mask_spec, size: 600 });
  const { data, info } = await sharp(opacity_path).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  const opacity = Float32Array.from({ length: info.width * info.height }, (_, i) => data[i * info.channels]! / 255);
  return compare(resample({ width: info.width, height: info.height, data: opacity }, SIZE), truth).iou;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chemigram-snap-'));
  engine = await createEngine({ home: join(folder, 'home'), stays: true });
  await writeFile(join(folder, 'boat.png'), await writePng(scene));
  await run('ingest', { photo: join(folder, 'boat.png'), image_id });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

test('a rough outline that is snapped changes what it was meant for, and that alone', async () => {
  const rough = roughly();
  const before = await likeness(rough);
  const after = await likeness({ ...rough, snap: true });
  expect(before).toBeLessThan(0.9);
  expect(after).toBeGreaterThan(before + 0.05);

  const edit = await run('apply_primitive', {
    image_id,
    primitive_name: 'exposure',
    value: 1,
    mask_spec: { ...rough, snap: true },
  });
  expect(edit.mask!.strategy).toMatch(/traced outlines|external raster/);
  expect(edit.mask!.agreement).toBeGreaterThan(0.97);
  const { inside, outside, verdict } = await run('measure_edit', { image_id, ref_a: 'HEAD~1', ref_b: 'HEAD' });
  expect(verdict).toBe('clean');
  expect(inside.changed_fraction).toBeGreaterThan(0.95);
  expect(outside.changed_fraction).toBeLessThan(0.01);
});

test('what is refused says so beside the edit, and stays the form that was drawn', async () => {
  // Whatever lies there: the photographer says that it is not meant, and nothing of the outline is left.
  const far = { dt_form: 'circle', dt_params: { center_x: 0.5, center_y: 0.5, radius: 0.02, border: 0.05 } };
  const mask_spec = { ...far, snap: { negative: [[0.5, 0.5]] } };
  const { warnings, strategy, agreement } = await run('preview_mask', { image_id, mask_spec });
  expect(warnings.join()).toMatch(/snap: /);
  // As it was drawn: an ellipse of darktable's own, its feather wide enough for that, not its outline.
  expect(strategy).toBe('drawn forms');
  expect(agreement).toBeGreaterThan(0.9);
});

test('a rough outline becomes numbered candidates in one picture, and the chosen one is used by its id', async () => {
  const rough = roughly();
  const call = engine.run('suggest_masks', { image_id, mask_spec: rough, count: 4 }, CALL);
  const { result, pictures } = (await call) as unknown as { result: Result<'suggest_masks'>; pictures: object[] };
  const { candidates, path, width, height } = result;
  expect(candidates.map(({ number, what }) => `${number} ${what}`)).toEqual([
    '1 as_asked',
    '2 snapped',
    '3 margin',
    '4 colours',
  ]);
  expect(pictures).toMatchObject([{ path, width, height }]);
  const [asked, snapped, , colours] = candidates;
  expect(asked!.likeness).toBe(1);
  expect(snapped!.edge_contrast).toBeGreaterThan(asked!.edge_contrast);
  expect(colours!.colours!.inside).toBeGreaterThan(colours!.colours!.around + 0.25);
  expect(await likeness(asked!.mask_spec)).toBeCloseTo(await likeness(rough), 2);
  expect(await likeness(snapped!.mask_spec)).toBeGreaterThan((await likeness(rough)) + 0.05);

  const again = await run('suggest_masks', { image_id, mask_spec: rough });
  expect(again.candidates.map(({ detected_id }) => detected_id)).toEqual(
    candidates.map(({ detected_id }) => detected_id),
  );
  expect(again.path).toBe(path);
});

test('candidates of a small thing are shown close up, all in the same part of the photo; those of a large one in the whole', async () => {
  const small = { dt_form: 'circle', dt_params: { center_x: 0.3, center_y: 0.5, radius: 0.04 } };
  const { region, width, height } = await run('suggest_masks', { image_id, mask_spec: small, count: 2 });
  const [x0, y0, x1, y1] = region as [number, number, number, number];
  expect(x0).toBeLessThan(0.25);
  expect(x1).toBeGreaterThan(0.35);
  expect(x1 - x0).toBeLessThan(0.4);
  // Two beside each other, as large as cells get, with no room left empty below them.
  expect(width).toBeGreaterThan(1000);
  const shape = ((y1 - y0) * SIZE.height) / ((x1 - x0) * SIZE.width);
  expect(height).toBeLessThan(shape * 512 + 90);
  const large = { dt_form: 'rectangle', dt_params: { x0: 0.1, y0: 0.1, x1: 0.9, y1: 0.9 } };
  expect((await run('suggest_masks', { image_id, mask_spec: large, count: 2 })).region).toEqual([0, 0, 1, 1]);
});
