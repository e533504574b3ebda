import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Arguments, type Engine, type OperationName, type Result } from '@chemigram/engine';
import { makeScene, writeDng, writePng, type Scene } from '@chemigram/scene';
import type { Picture } from '@chemigram/mask';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';

const CALL = { signal: new AbortController().signal, progress: () => {} };
const [WIDTH, HEIGHT] = [480, 320];
/** Steps of 255 between what was repaired and what is around it: three are its grain. */
const GONE = 6;
/** The same between a copy and what it was copied from: rounding, and sharpening across the edge of the spot. */
const COPIED = 3;
/** Steps by which every blemish was seen. */
const SEEN = 40;
/** Light that a blemish leaves. */
const DARK = 0.3;

let folder: string;
let engine: Engine;
async function run<K extends OperationName>(name: K, args: Partial<Arguments<K>> | object): Promise<Result<K>> {
  return (await engine.run(name, args, CALL)).result as Result<K>;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chemigram-spots-'));
  engine = await createEngine({ home: join(folder, 'home'), stays: true });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

/** A disc, in pixels. */
interface Disc {
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

/** The pixels of discs, as indices of a picture of that width. */
function pixelsOf(discs: readonly Disc[], width: number): Set<number> {
  const pixels = new Set<number>();
  for (const { x, y, r } of discs) {
    for (let j = Math.floor(y - r); j <= y + r; j++) {
      for (let i = Math.floor(x - r); i <= x + r; i++) {
        if (Math.hypot(i + 0.5 - x, j + 0.5 - y) <= r) pixels.add(j * width + i);
      }
    }
  }
  return pixels;
}

/** A sky from dark to bright with a little grain, and blemishes on it; or tiles that nowhere near by repeat. */
function sky(blemishes: readonly Disc[], tiled = false): Scene {
  const scene = makeScene({ width: WIDTH, height: HEIGHT });
  const linear = new Float32Array(scene.linear.length);
  const marked = pixelsOf(blemishes, WIDTH);
  for (let j = 0; j < HEIGHT; j++) {
    for (let i = 0; i < WIDTH; i++) {
      const dark = marked.has(j * WIDTH + i) ? DARK : 1;
      const tile = tiled ? 0.5 + ((Math.floor(i / 7) * 5 + Math.floor(j / 6) * 11) % 13) / 13 : 1;
      const grain = tile + (((i * 7 + j * 13) % 5) - 2) / 400;
      for (const [c, light] of [0.2, 0.3, 0.45].entries())
        linear[3 * (j * WIDTH + i) + c] = (light + (0.2 * i) / WIDTH + (0.1 * j) / HEIGHT) * dark * grain;
    }
  }
  return { ...scene, linear };
}

async function ingest(image_id: string, kind: 'png' | 'dng', scene: Scene): Promise<void> {
  const photo = join(folder, `${image_id}.${kind}`);
  await writeFile(photo, kind === 'png' ? await writePng(scene) : writeDng(scene, { orientation: 6, noise: false }));
  await run('ingest', { photo, image_id });
}

/** A photo as it is now, in full size. */
async function exported(image_id: string): Promise<Picture> {
  const out = join(folder, `${image_id}.out.png`);
  await run('export_final', { image_id, out, format: 'png', overwrite: true });
  const { data, info } = await sharp(out).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgb: data };
}

/** The largest difference of some pixels of one picture to those of another, `away` pixels further on, in steps of 255. */
function difference(a: Picture, b: Picture, pixels: Iterable<number>, away = 0): number {
  let most = 0;
  for (const pixel of pixels) {
    for (let c = 0; c < 3; c++) most = Math.max(most, Math.abs(a.rgb[3 * pixel + c]! - b.rgb[3 * (pixel + away) + c]!));
  }
  return most;
}
/** The largest difference in a disc to the mean of the ring around a spot, where the sky is as it would be in it. */
function standsOut(picture: Picture, { x, y, r }: Disc, ring: Disc): number {
  const inner = pixelsOf([ring], picture.width);
  const around = [...pixelsOf([{ ...ring, r: ring.r + 3 }], picture.width)].filter((pixel) => !inner.has(pixel));
  let most = 0;
  for (let c = 0; c < 3; c++) {
    const mean = around.reduce((sum, pixel) => sum + picture.rgb[3 * pixel + c]!, 0) / around.length;
    for (const pixel of pixelsOf([{ x, y, r }], picture.width))
      most = Math.max(most, Math.abs(picture.rgb[3 * pixel + c]! - mean));
  }
  return most;
}
function outside(a: Picture, b: Picture, discs: readonly Disc[]): number {
  const touched = pixelsOf(discs, a.width);
  return difference(
    a,
    b,
    Array.from({ length: a.width * a.height }, (_, i) => i).filter((i) => !touched.has(i)),
  );
}

/** As far as a spot changes the picture: its radius, its feather and a pixel. */
const reach = (discs: readonly Disc[], radius: number): Disc[] => discs.map((d) => ({ ...d, r: radius * 1.25 + 1.5 }));

test('200 spots of every kind and shape in one call, and a second call, repair all blemishes and nothing else', async () => {
  const blemishes = Array.from({ length: 201 }, (_, i) => ({
    x: 16 + 22 * (i % 20),
    y: 20 + 26 * Math.floor(i / 20),
    r: 2,
  }));
  const radius = 4;
  const spotAt = (disc: Disc): Disc => reach([disc], radius)[0]!;
  await ingest('marked', 'png', sky(blemishes));
  const marked = await exported('marked');
  for (const disc of blemishes) expect(standsOut(marked, disc, spotAt(disc))).toBeGreaterThan(SEEN);

  const corners = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ].map(([x, y]) => [0.7 * radius * x!, 0.7 * radius * y!]);
  const spots = blemishes.map(({ x, y }, i) => {
    const kind = (['heal', 'clone', 'fill'] as const)[i % 3]!;
    if (i % 7 === 3) return { kind, path: corners.map(([dx, dy]) => [(x + dx!) / WIDTH, (y + dy!) / HEIGHT]) };
    const at = { kind, x: x / WIDTH, y: y / HEIGHT };
    return i % 7 === 5
      ? { ...at, radius_x: radius / WIDTH, radius_y: radius / HEIGHT }
      : { ...at, radius: radius / HEIGHT };
  });
  const first = await run('apply_spot', { image_id: 'marked', spots: spots.slice(0, 200) });
  const second = await run('apply_spot', { image_id: 'marked', spots: spots.slice(200) });
  expect(first.warnings).toEqual([]);
  const repaired = await exported('marked');
  for (const [i, disc] of blemishes.entries()) {
    expect(standsOut(repaired, spotAt(disc), spotAt(disc)), `blemish ${i}`).toBeLessThanOrEqual(GONE);
  }
  expect(outside(marked, repaired, reach(blemishes, radius))).toBe(0);

  const { moves } = await run('get_state', { image_id: 'marked' });
  expect(moves.map(({ move_id, primitive }) => [move_id, primitive])).toEqual([
    [first.move_id, 'spots'],
    [second.move_id, 'spots'],
  ]);
  expect(moves[0]!.spots).toEqual(first.spots);
  expect((await run('log', { image_id: 'marked' })).snapshots[1]!.message).toBe(
    'spots +100: healed 67, cloned 67, filled 66',
  );
});

test('a move of spots is adjusted, given other spots, undone and removed like any other', async () => {
  const blemish = { x: 200, y: 150, r: 4 };
  const image_id = 'one';
  await ingest(image_id, 'png', sky([blemish]));
  const marked = await exported(image_id);
  const at = { x: blemish.x, y: blemish.y, radius: 7 };
  const coords = { width: WIDTH, height: HEIGHT };
  // The second spot lies where there is nothing to repair.
  const spots = [
    { kind: 'blur', ...at },
    { kind: 'heal', x: 90, y: 90, radius: 7, source: [90, 60] },
  ];
  const blur = await run('apply_spot', { image_id, coords, spots, label: 'dust', verify: true });
  const { move_id, measured } = blur;
  expect(measured).toMatchObject({ verdict: 'clean', outside: { changed_fraction: 0 } });
  expect(measured!.inside.mean_change).toBeGreaterThan(SEEN / 4 / 255);
  expect(blur.warnings).toEqual([expect.stringMatching(/^Nothing visible changed in spots\[1\]:/)]);
  expect(await run('measure_edit', { image_id })).toMatchObject({
    verdict: 'clean',
    mask_id: expect.any(String),
    inside: measured!.inside,
  });
  const middle = (picture: Picture): number => picture.rgb[3 * (blemish.y * WIDTH + blemish.x) + 1]!;
  const blurred = middle(await exported(image_id));
  await run('adjust_move', { image_id, move_id, value: 50 });
  const halved = middle(await exported(image_id));
  expect(blurred).toBeGreaterThan(middle(marked) + SEEN / 2);
  expect(halved).toBeGreaterThan(middle(marked) + SEEN / 8);
  expect(halved).toBeLessThan(blurred - SEEN / 8);
  await run('adjust_move', { image_id, move_id, value: 100, coords, spots: [{ kind: 'heal', ...at }] });
  expect((await run('diff', { image_id })).lines).toEqual([
    'spots +50: healed 1, blurred 1 (dust): now +100, now other spots: healed 1',
  ]);
  await run('undo', { image_id });
  await run('remove_move', { image_id, move_id });
  expect(outside(marked, await exported(image_id), [])).toBe(0);
});

test('spots on a turned and cropped raw are where they were pointed at, and stay when the crop is taken away', async () => {
  // Of the sensor; shown turned by a quarter clockwise: x is 320 - y, y is x.
  const blemish = { x: 240, y: 130, r: 4 };
  const edges = { left: 0.2, top: 0.3, right: 0.9, bottom: 0.8 };
  const image_id = 'raw';
  await ingest(image_id, 'dng', sky([blemish], true));
  const marked = await exported(image_id);
  const crop = await run('apply_primitive', { image_id, primitive_name: 'crop', values: edges });
  const [width, height] = [edges.right - edges.left, edges.bottom - edges.top];
  const inCrop = (x: number, y: number): [number, number] => [
    (x / HEIGHT - edges.left) / width,
    (y / WIDTH - edges.top) / height,
  ];
  const disc = { x: HEIGHT - blemish.y, y: blemish.x, r: 8 };
  const away = { x: -26, y: 17 };
  const [[x, y], source] = [inCrop(disc.x, disc.y), inCrop(disc.x + away.x, disc.y + away.y)];
  const spot = { kind: 'clone', x, y, radius: disc.r / (width * HEIGHT), source };
  const { measured } = await run('apply_spot', { image_id, spots: [spot], verify: true });
  expect(measured!.verdict).toBe('clean');
  expect(measured!.outside.changed_fraction).toBeLessThan(0.001);
  await run('remove_move', { image_id, move_id: crop.move_id });
  const repaired = await exported(image_id);
  // Every pixel of the spot is the one that lies so far away, and no other has changed.
  const further = away.y * marked.width + away.x;
  const copied = pixelsOf([{ ...disc, r: disc.r - 1 }], marked.width);
  expect(difference(repaired, marked, copied, further)).toBeLessThanOrEqual(COPIED);
  expect(difference(marked, repaired, copied)).toBeGreaterThan(SEEN);
  expect(outside(marked, repaired, reach([disc], disc.r))).toBe(0);
});
