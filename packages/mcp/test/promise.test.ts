import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeScene, writeDng, type MaskName, type Scene } from '@chemigram/scene';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from './connect.ts';

/*
 * The promise, as a chat client keeps it: a raw that lies on its side is cropped and straightened; then its face, its sky
 * and a range of its blues are edited. Nothing here knows how masks are made: what was meant is seen on a photo of the
 * regions themselves, which darktable framed the same way, and what changed on exports of the raw.
 */

const SERVER = fileURLToPath(new URL('./real-server.ts', import.meta.url));
/** As it is shown before the crop; the raw lies on its side. */
const SIZE = { width: 1500, height: 1000 };
const ORIENTATION = 6;
const FRAMING = [
  ['straighten', { value: -3 }],
  ['crop', { values: { left: 0.08, top: 0.1, right: 0.94, bottom: 0.9 } }],
] as const;
/** The regions in the colours of the photo that shows them. */
const SHOWN: readonly MaskName[] = ['face', 'sky', 'sea'];
/** Mean light of an 8-bit sample from which a region is there; the tone curve lifts the white of it to about 200. */
const THERE = 100;
/** Demosaicing and the framing soften an edge over so many pixels, in the photo and in that of the regions. */
const SOFT = 3;

interface Shown {
  readonly width: number;
  readonly height: number;
  /** Interleaved, 0..255 with the precision of 16 bits. */
  readonly rgb: Float32Array;
}

let folder: string;
let session: Awaited<ReturnType<typeof connect>>;
let before: Shown;
let shown: Shown;
/** Whether a pixel is of a region. */
let regions: Readonly<Record<string, Uint8Array>>;

async function call<T>(name: string, args: Record<string, unknown>): Promise<T> {
  const { structuredContent, isError } = await session.client.callTool({ name, arguments: args });
  expect(isError, JSON.stringify(structuredContent)).not.toBe(true);
  return structuredContent as T;
}

let exports = 0;
async function developed(image_id: string): Promise<Shown> {
  const out = join(folder, `${image_id}-${++exports}.png`);
  await call('export_final', { image_id, out });
  const { data, info } = await sharp(out)
    .removeAlpha()
    .toColourspace('rgb16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const samples = new Uint16Array(data.buffer, data.byteOffset, data.length / 2);
  return { width: info.width, height: info.height, rgb: Float32Array.from(samples, (sample) => sample / 257) };
}

/** What a sensor has seen that was turned so that ORIENTATION shows the scene upright. */
function lying(scene: Scene): Scene {
  const [width, height] = [scene.height, scene.width];
  const linear = new Float32Array(scene.linear.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const shown = x * scene.width + (scene.width - 1 - y);
      linear.set(scene.linear.subarray(3 * shown, 3 * shown + 3), 3 * (y * width + x));
    }
  }
  return { ...scene, width, height, linear };
}

async function framed(photo: string, scene: Scene): Promise<void> {
  const path = join(folder, `${photo}.dng`);
  writeFileSync(path, writeDng(lying(scene), { orientation: ORIENTATION, noise: photo === 'iguana' }));
  await call('ingest', { photo: path });
  for (const [primitive_name, how] of FRAMING)
    await call('apply_primitive', { image_id: photo, primitive_name, ...how });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chemigram-promise-'));
  session = await connect(SERVER, [], 'legacy', { CHEMIGRAM_HOME: join(folder, 'home') });
  const scene = makeScene(SIZE);
  const linear = scene.linear.map((_, i) => (0.9 * scene.masks[SHOWN[i % 3]!][Math.floor(i / 3)]!) / 255);
  await framed('iguana', scene);
  await framed('regions', { ...scene, linear });
  shown = await developed('regions');
  regions = Object.fromEntries(
    SHOWN.map((name, channel) => [
      name,
      pixelsOf(shown, (rgb) => rgb[channel]! > THERE && rgb.indexOf(Math.max(...rgb)) === channel),
    ]),
  );
  before = await developed('iguana');
}, 180_000);
afterAll(async () => {
  await session.client.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the photo and that of its regions are framed alike, and each region is in the frame', () => {
  expect([before.width, before.height]).toEqual([shown.width, shown.height]);
  for (const name of SHOWN) expect(count(regions[name]!), name).toBeGreaterThan(1000);
});

test('a face is lifted, and nothing beside it changes', async () => {
  const [left, top, right, bottom] = boxOf(regions['face']!);
  const { width, height } = before;
  const dt_params = {
    center_x: (left + right) / 2,
    center_y: (top + bottom) / 2,
    radius_x: (right - left) / 2,
    radius_y: (bottom - top) / 2,
    border: 3,
  };
  const mask_spec = { dt_form: 'ellipse', dt_params, coords: { width, height } };
  const meant = pixelsOf(before, (_, x, y) => {
    const { center_x, center_y, radius_x, radius_y } = dt_params;
    return ((x - center_x) / radius_x) ** 2 + ((y - center_y) / radius_y) ** 2 <= 1;
  });
  const { inside, outside, overlap } = await edited(mask_spec, { primitive_name: 'exposure', value: 0.6 }, meant, 3);
  expect(inside).toBeGreaterThan(8);
  expect(outside).toBeLessThan(0.02);
  expect(overlap).toBeGreaterThan(0.9);
});

test('a sky is cooled by its name, and the face under it stays as it is', async () => {
  const mask_spec = { kind: 'named', name: 'mask_sky' };
  const sky = regions['sky']!;
  const { inside, outside, overlap, changes } = await edited(mask_spec, { primitive_name: 'warmth', value: -45 }, sky);
  expect(inside).toBeGreaterThan(3);
  expect(outside).toBeLessThan(0.05 * inside);
  expect(overlap).toBeGreaterThan(0.9);
  expect(mean(changes, regions['face']!)).toBeLessThan(0.05);
});

test('a range of blues is deepened, and other hues stay as they are', async () => {
  const [from, to] = [0.5, 0.7];
  const mask_spec = { range_filter: { kind: 'color_h', min: from, max: to } };
  // Near its ends, and in what is nearly grey, the hue of one export is not that of another to the last digit.
  const hues = Float32Array.from({ length: before.width * before.height }, (_, i) =>
    hueOf(before.rgb.subarray(3 * i, 3 * i + 3)),
  );
  const blues = pixelsOf(before, (_, x, y) => within(hues[y * before.width + x]!, from, to));
  const { inside, outside, overlap } = await edited(mask_spec, { primitive_name: 'exposure', value: -0.6 }, blues);
  expect(inside).toBeGreaterThan(4);
  expect(outside).toBeLessThan(0.08 * inside);
  expect(overlap).toBeGreaterThan(0.85);
});

/**
 * Looks at a mask, edits the present state through it, and takes the edit back.
 * @param soft how many pixels around the edge of what was meant are nobody's
 */
async function edited(mask_spec: object, edit: object, meant: Uint8Array, soft = SOFT) {
  const told = await call<{ agreement: number }>('preview_mask', { image_id: 'iguana', mask_spec });
  const { mask, measured } = await call<{
    mask: { measured: { agreement: number } };
    measured: { verdict: string };
  }>('apply_primitive', { image_id: 'iguana', mask_spec, ...edit, verify: true });
  // Told before, measured after.
  expect(Math.abs(told.agreement - mask.measured.agreement)).toBeLessThanOrEqual(0.03);
  expect(measured.verdict).toBe('clean');
  const after = await developed('iguana');
  await call('undo', { image_id: 'iguana' });
  const changes = Float32Array.from({ length: meant.length }, (_, i) => {
    const sample = (c: number): number => Math.abs(after.rgb[3 * i + c]! - before.rgb[3 * i + c]!);
    return (sample(0) + sample(1) + sample(2)) / 3;
  });
  const surely = eroded(meant, soft);
  const surelyNot = eroded(
    meant.map((is) => 1 - is),
    soft,
  );
  const inside = mean(changes, surely);
  const changed = pixelsOf(before, (_, x, y) => changes[y * before.width + x]! > inside / 4);
  const both = count(changed.map((is, i) => is & meant[i]!));
  return {
    inside,
    outside: mean(changes, surelyNot),
    overlap: both / count(changed.map((is, i) => is | meant[i]!)),
    changes,
  };
}

function pixelsOf({ width, height, rgb }: Shown, is: (rgb: Float32Array, x: number, y: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, i) =>
    is(rgb.subarray(3 * i, 3 * i + 3), i % width, Math.floor(i / width)) ? 1 : 0,
  );
}

const count = (pixels: Uint8Array): number => pixels.reduce((sum, is) => sum + is, 0);

const mean = (changes: Float32Array, of: Uint8Array): number =>
  changes.reduce((sum, change, i) => sum + change * of[i]!, 0) / Math.max(1, count(of));

/** What lies at least so many pixels, across and down, from what is not of it. */
function eroded(pixels: Uint8Array, by: number): Uint8Array {
  const { width, height } = before;
  const along = (from: Uint8Array, step: number, placeOf: (i: number) => number, last: number): Uint8Array =>
    from.map((_, i) => {
      const [first, end] = [Math.max(-by, -placeOf(i)), Math.min(by, last - placeOf(i))];
      for (let k = first; k <= end; k++) if (from[i + k * step] === 0) return 0;
      return 1;
    });
  const across = along(pixels, 1, (i) => i % width, width - 1);
  return along(across, width, (i) => Math.floor(i / width), height - 1);
}

function boxOf(pixels: Uint8Array): readonly [left: number, top: number, right: number, bottom: number] {
  const { width } = before;
  let [left, top, right, bottom] = [Infinity, Infinity, 0, 0];
  pixels.forEach((is, i) => {
    if (is === 0) return;
    const [x, y] = [i % width, Math.floor(i / width)];
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x + 1), Math.max(bottom, y + 1)];
  });
  return [left, top, right, bottom];
}

/** In turns, as HSL has it. */
function hueOf([r, g, b]: ArrayLike<number> & Iterable<number>): number {
  const most = Math.max(r!, g!, b!);
  const chroma = most - Math.min(r!, g!, b!);
  if (chroma === 0) return 0;
  const sixths = most === r ? (g! - b!) / chroma : most === g ? (b! - r!) / chroma + 2 : (r! - g!) / chroma + 4;
  return ((sixths + 6) % 6) / 6;
}

const within = (value: number, from: number, to: number): boolean => value >= from && value <= to;
