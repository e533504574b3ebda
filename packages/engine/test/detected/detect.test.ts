import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEngine, type Arguments, type Engine, type OperationName, type Result } from '@chemigram/engine';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';

const PLAIN = fileURLToPath(new URL('../../../providers/test/fixtures/plain.mjs', import.meta.url));
const CALL = { signal: new AbortController().signal, progress: () => {} };
const image_id = 'square';
const SIZE = { width: 384, height: 256 };
/** One of eight by eight, which is what the fixture finds. */
const SQUARE = { left: 240, top: 64, width: 48, height: 32 };
const BOX = [0.625, 0.25, 0.75, 0.375];

let folder: string;
let home: string;
let engine: Engine;

async function run<K extends OperationName>(name: K, args: Partial<Arguments<K>> | object): Promise<Result<K>> {
  return (await engine.run(name, args, CALL)).result as Result<K>;
}
const refused = (work: Promise<unknown>) => work.catch((error: unknown) => error);
const detected = (id: string) => ({ kind: 'detected', id });
const subject = () => run('detect', { image_id, kind: 'subjects' });
const preview = (mask_spec: object) => run('preview_mask', { image_id, mask_spec, size: 384 });
const bright = (args: object) =>
  run('apply_primitive', { image_id, primitive_name: 'exposure', value: -1, verify: true, ...args });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chemigram-detect-'));
  home = join(folder, 'home');
  await mkdir(home);
  const section = (name: string, ...args: string[]) =>
    `[providers.${name}]\ncommand = ${JSON.stringify(process.execPath)}\nargs = ${JSON.stringify([PLAIN, ...args])}\n`;
  const order = '[order]\nsubjects = ["plain"]\nspots = ["broken", "plain"]\ndepth_band = ["plain"]\n';
  const off = '[providers.classic]\nenabled = false\n';
  await writeFile(
    join(home, 'providers.toml'),
    [
      order,
      off,
      section('plain'),
      section('broken', 'nan-spots'),
      section('soft', 'soft'),
      section('many', 'many'),
    ].join('\n'),
  );
  const { left, top, ...square } = SQUARE;
  const light = await sharp({ create: { ...square, channels: 3, background: '#e8e8e8' } })
    .png()
    .toBuffer();
  await sharp({ create: { ...SIZE, channels: 3, background: '#555' } })
    .composite([{ input: light, left, top }])
    .png()
    .toFile(join(folder, 'square.png'));
  engine = await createEngine({ home, stays: true });
  await run('ingest', { photo: join(folder, 'square.png'), image_id });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

test('what is detected is named, drawn, and told with its cost; the same question again is answered from the cache', async () => {
  const first = await subject();
  expect(first.regions).toMatchObject([{ label: 'square', confidence: 0.9, bbox: BOX, holes: [] }]);
  expect(first.regions[0]!.vertices).toHaveLength(4);
  expect(first).toMatchObject({ provider: 'plain', model_version: '1', cached: false, passed_over: [] });
  expect(first.cost).toEqual({ seconds: 0.001, memory_mb: 50, money: 0, where: 'local' });
  expect(await sharp(first.path).metadata()).toMatchObject({ width: first.width, height: first.height });
  const again = await subject();
  expect(again).toMatchObject({ detection_id: first.detection_id, cached: true, regions: first.regions });
  const { providers } = await run('status', {});
  expect(providers.find(({ name }) => name === 'plain')).toMatchObject({
    kinds: ['subjects', 'spots'],
    queries: ['square'],
    cost: { where: 'local' },
    took: { detects: 1, failures: 0 },
  });
  const other = await run('detect', { image_id, kind: 'subjects', query: 'square' });
  expect(other).toMatchObject({ cached: false });
  expect(other.detection_id).not.toBe(first.detection_id);
});

test('it is a mask like any other: shown, inverted, composed, and an edit through it changes it and nothing else', async () => {
  const { detected_id } = (await subject()).regions[0]!;
  const shown = await preview(detected(detected_id));
  expect(shown.coverage).toBeCloseTo(1 / 64, 2);
  shown.bbox!.forEach((side, i) => expect(Math.abs(side - BOX[i]!)).toBeLessThan(0.02));
  expect(shown.agreement).toBeGreaterThan(0.97);
  const rest = await preview({ ...detected(detected_id), invert: true });
  expect(rest.coverage).toBeCloseTo(1 - shown.coverage, 3);
  const left = { dt_form: 'rectangle', dt_params: { x0: 0, y0: 0, x1: 0.6875, y1: 1, border: 0 } };
  const half = await preview({ kind: 'compose', operation: 'intersect', operands: [detected(detected_id), left] });
  expect(half.coverage).toBeCloseTo(shown.coverage / 2, 2);
  const { measured, mask } = await bright({ mask_spec: detected(detected_id), label: 'square' });
  expect(mask!.agreement).toBeGreaterThan(0.97);
  expect(measured!.verdict).toBe('clean');
  expect(measured!.inside.area).toBeCloseTo(1 / 64, 2);
});

test('a move that uses it outlives the caches, undo, gc and the server; cropped, it stays on the same thing', async () => {
  const { moves } = await run('get_state', { image_id });
  const { id } = moves[0]!.mask!.spec as { id: string };
  const before = await preview(detected(id));
  await run('undo', { image_id });
  await rm(join(home, image_id, 'cache'), { recursive: true });
  await run('gc', { image_id });
  await engine.close();
  engine = await createEngine({ home, stays: true });
  await run('redo', { image_id });
  expect((await preview(detected(id))).coverage).toBe(before.coverage);
  const xmp = join(folder, 'square.xmp');
  await run('export_xmp', { image_id, out: xmp });
  await run('apply_primitive', {
    image_id,
    primitive_name: 'crop',
    values: { left: 0.5 },
  });
  const cropped = await preview(detected(id));
  [0.25, 0.25, 0.5, 0.375].forEach((side, i) => expect(Math.abs(side - cropped.bbox![i]!)).toBeLessThan(0.03));
  await run('undo', { image_id });
  await run('undo', { image_id });
});

test('a provider that fails is passed over, and said to be; asked for by name, it is a provider_failed', async () => {
  const { provider, passed_over, spots, warnings } = await run('detect', { image_id, kind: 'spots' });
  expect(provider).toBe('plain');
  expect(spots).toHaveLength(1);
  expect(passed_over).toMatchObject([{ provider: 'broken', why: expect.stringContaining('spots[0].x') }]);
  expect(warnings.join()).toContain('not broken');
  expect(await refused(run('detect', { image_id, kind: 'spots', provider: 'broken' }))).toMatchObject({
    code: 'provider_failed',
    message: expect.stringContaining('The provider broken answers'),
  });
});

test('the spots that were detected are repaired by naming the answer', async () => {
  const { detection_id, spots } = await run('detect', { image_id, kind: 'spots' });
  const { spots: repaired, move_id } = await run('apply_spot', { image_id, detected: { detection_id, enlarge: 2 } });
  expect(repaired).toMatchObject([{ kind: 'heal', x: spots[0]!.x, y: spots[0]!.y, radius: 2 * spots[0]!.radius }]);
  const { moves } = await run('get_state', { image_id });
  expect(moves.find((move) => move.move_id === move_id)!.spots).toEqual(repaired);
  const repair = (detected: object) => refused(run('apply_spot', { image_id, detected }));
  expect(await repair({ detection_id, min_confidence: 0.95 })).toMatchObject({ code: 'out_of_range' });
  expect(await repair({ detection_id: 'spots-0123456789' })).toMatchObject({ code: 'not_found' });
  const { detection_id: regions } = await subject();
  expect(await repair({ detection_id: regions })).toMatchObject({ code: 'invalid_input' });
  expect(await refused(run('apply_spot', { image_id }))).toMatchObject({ code: 'invalid_input', field: 'spots' });
});

test('more spots than one call takes are several moves, and one step of undo', async () => {
  const { detection_id } = await run('detect', { image_id, kind: 'spots', provider: 'many' });
  const before = await run('get_state', { image_id });
  await run('apply_spot', { image_id, detected: { detection_id } });
  const { moves } = await run('get_state', { image_id });
  expect(moves.slice(before.moves.length).map(({ spots }) => spots?.length)).toEqual([200, 50]);
  await run('undo', { image_id });
  expect((await run('get_state', { image_id })).moves).toEqual(before.moves);
});

test('hints in pixels of a preview ask the same as in fractions; the answer shows as many vertices as are wanted', async () => {
  const ask = (args: object) => run('detect', { image_id, kind: 'subjects', ...args });
  const inFractions = await ask({ hints: { positive: [[0.6875, 0.3125]] } });
  const inPixels = await ask({
    hints: { positive: [[352, 107]] },
    coords: { width: 512, height: 342 },
    max_vertices: 3,
  });
  expect(inFractions.regions[0]!.vertices).toHaveLength(4);
  expect(inPixels.regions[0]!.vertices).toHaveLength(3);
  expect(inPixels.regions[0]!.bbox).toEqual(inFractions.regions[0]!.bbox);
  expect((await ask({ hints: { positive: [[0.6875, 107 / 342]] } })).cached).toBe(true);
  expect(await refused(ask({ hints: { positive: [[6000, 10]] }, coords: { width: 512, height: 342 } }))).toMatchObject({
    code: 'out_of_range',
    field: expect.stringContaining('hints.positive'),
  });
});

test('what a provider is given to look at lies beside the photo, where caches are swept, and is gone when it has answered', async () => {
  await run('detect', { image_id, kind: 'subjects', hints: { positive: [[0.5, 0.5]] } });
  expect(await readdir(join(home, image_id, 'cache', 'asked'))).toEqual([]);
});

test('a raster that a provider gives is the mask, kept in the workspace', async () => {
  const { regions } = await run('detect', { image_id, kind: 'subjects', provider: 'soft' });
  const shown = await preview(detected(regions[0]!.detected_id));
  expect(shown.coverage).toBeCloseTo(1 / 128, 3);
  expect(shown.bbox![2]).toBeLessThan(0.7);
});

test('what cannot be asked is refused by its field', async () => {
  const ask = (args: object) => refused(run('detect', { image_id, kind: 'subjects', ...args }));
  expect(await ask({ provider: 'plane' })).toMatchObject({
    code: 'unknown_name',
    hint: expect.stringContaining('plain'),
  });
  expect(await ask({ provider: 'plain', query: 'cat' })).toMatchObject({ code: 'invalid_input', field: 'query' });
  expect(await ask({ query: 'cat' })).toMatchObject({
    code: 'invalid_input',
    field: 'query',
    message: expect.stringContaining('"cat"'),
    hint: expect.stringContaining('plain: '),
  });
  expect(
    await ask({
      hints: {
        region: [
          [250, 1],
          [390, 1],
          [390, 2],
        ],
      },
    }),
  ).toMatchObject({
    code: 'out_of_range',
    field: 'hints.region[0][0]',
    message: expect.stringMatching(/^region\[0\]\[0\] is 250/),
  });
  expect(await ask({ kind: 'depth_band' })).toMatchObject({
    code: 'provider_failed',
    message: expect.stringContaining('does not detect depth_band'),
  });
  expect(await ask({ hints: { positive: [[9, 9]] } })).toMatchObject({ code: 'out_of_range' });
  expect(await refused(preview(detected('square-00000000')))).toMatchObject({
    code: 'not_found',
    field: 'mask_spec.id',
  });
});
