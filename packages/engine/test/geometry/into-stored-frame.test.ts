import type { Raster } from '@chemigram/mask';
import { expect, it } from 'vitest';
import { geometryFrom } from '../../src/geometry/geometry.ts';
import type { Geometry } from '../../src/geometry/geometry.ts';
import { intoStoredFrame as intoPart } from '../../src/geometry/warp.ts';
import { predictRasterFile } from '../../src/masks/raster-file.ts';

const whole = ({ stored }: Geometry) => ({ x: 0, y: 0, ...stored, mosaic: null });
const intoStoredFrame = (what: Raster, geometry: Geometry): Raster => intoPart(what, geometry, whole(geometry), false);

const WIDTH = 6;
const HEIGHT = 4;
/** A raster in which each pixel is another. */
const raster: Raster = {
  width: WIDTH,
  height: HEIGHT,
  data: Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) => ((7 * i) % 24) / 24),
};

/** What a probe says of a picture that is shown as it is stored: forms are taken at the corners of pixels. */
function shown(
  toStored: (x: number, y: number) => [number, number],
  stored: { width: number; height: number },
): Geometry {
  const diagonal = Math.hypot(stored.width, stored.height);
  const points = Array.from({ length: HEIGHT * WIDTH }, (_, i) => toStored(i % WIDTH, Math.floor(i / WIDTH)));
  return geometryFrom({
    displayed: { width: WIDTH, height: HEIGHT },
    stored: { width: stored.width / diagonal, height: stored.height / diagonal },
    columns: WIDTH,
    rows: HEIGHT,
    step: 1,
    origin: 0.5,
    points: points.flatMap(([u, v]) => [u / diagonal, v / diagonal]),
  });
}

const rows = ({ width, height, data }: Raster): number[][] =>
  Array.from({ length: height }, (_, j) => [...data.subarray(j * width, (j + 1) * width)]);

it('a raster of an upright picture lies pixel on pixel in the stored frame', () => {
  const stored = intoStoredFrame(
    raster,
    shown((x, y) => [x, y], raster),
  );
  expect(rows(stored)).toEqual(rows(raster));
});

it('so it does turned by a quarter', () => {
  const turned = shown((x, y) => [y, WIDTH - x], { width: HEIGHT, height: WIDTH });
  const expected = Array.from({ length: WIDTH }, (_, v) => rows(raster).map((row) => row[WIDTH - 1 - v]!));
  expect(rows(intoStoredFrame(raster, turned))).toEqual(expected);
});

it('the stored frame beyond a crop is 0, but for a rim of one pixel', () => {
  const cropped = shown((x, y) => [x + 2, y + 2], { width: WIDTH + 3, height: HEIGHT + 3 });
  const stored = rows(intoStoredFrame(raster, cropped));
  expect(stored.slice(2, 2 + HEIGHT).map((row) => row.slice(2, 2 + WIDTH))).toEqual(rows(raster));
  expect(stored[0]).toEqual(Array(WIDTH + 3).fill(0));
});

it('a part of the stored frame holds what lies in it', () => {
  const pixel = 1 / Math.hypot(WIDTH, HEIGHT);
  const part = { x: 2 * pixel, y: pixel, width: 3 * pixel, height: 2 * pixel, mosaic: null };
  const stored = intoPart(
    raster,
    shown((x, y) => [x, y], raster),
    part,
    false,
  );
  expect(rows(stored)).toEqual(
    rows(raster)
      .slice(1, 3)
      .map((row) => row.slice(2, 5)),
  );
});

it('what darktable shows of a file is told without the file, however it lies', async () => {
  const ways = {
    upright: shown((x, y) => [x, y], raster),
    turned: shown((x, y) => [y, WIDTH - x], { width: HEIGHT, height: WIDTH }),
    'upside down': shown((x, y) => [WIDTH - x, HEIGHT - y], raster),
    mirrored: shown((x, y) => [WIDTH - x, y], raster),
    cropped: shown((x, y) => [x + 2, y + 1], { width: WIDTH + 3, height: HEIGHT + 3 }),
  };
  for (const [way, geometry] of Object.entries(ways)) {
    const place = { part: () => Promise.resolve(whole(geometry)), isSeen: true, size: raster, base: null };
    const told = await predictRasterFile(raster, geometry, place);
    expect(Math.max(...told.data.map((opacity, i) => Math.abs(opacity - raster.data[i]!))), way).toBeLessThan(1e-6);
    // Coarser than the picture it is softened: what one pixel gives away, its neighbours have.
    const coarse = { width: WIDTH / 2, height: HEIGHT / 2, data: Float32Array.of(0, 1, 0, 0, 0, 0) };
    const soft = await predictRasterFile(coarse, geometry, { ...place, size: coarse });
    expect(soft.data[1], way).toBeLessThan(0.95);
    expect(soft.data[0], way).toBeGreaterThan(0.01);
    // But not where it is drawn anew for a file of the full size.
    expect([...(await predictRasterFile(coarse, geometry, place)).data], way).toEqual([...coarse.data]);
  }
});

it('the file of a base picture is as soft as what a render of the photo in its size shows', async () => {
  const geometry = shown((x, y) => [x, y], raster);
  const place = { part: () => Promise.resolve(whole(geometry)), isSeen: true, size: raster, base: raster };
  const soft = await predictRasterFile(raster, geometry, place);
  const spread = ({ data }: Raster): number => Math.max(...data) - Math.min(...data);
  expect(spread(soft)).toBeLessThan(0.98 * spread(raster));
  // What one pixel gives away, its neighbours have.
  const sum = ({ data }: Raster): number => data.reduce((all, opacity) => all + opacity, 0);
  expect(sum(soft)).toBeCloseTo(sum(raster), 5);
});
