import { expect, test } from 'vitest';
import { compare, looselyInside, resample, type Picture, type Raster } from '@chemigram/mask';

const SIZE = { width: 240, height: 160 };
const inStar = (x: number, y: number): boolean =>
  Math.hypot(x - 120, y - 80) <= 35 + 20 * Math.cos(5 * Math.atan2(y - 80, x - 120));
const star: Picture = {
  ...SIZE,
  rgb: Uint8Array.from({ length: 3 * SIZE.width * SIZE.height }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % SIZE.width, Math.floor(i / 3 / SIZE.width)];
    return (inStar(x, y) ? [200, 160, 40] : [60, 90, 120])[i % 3]! + ((x * 7 + y * 13) % 9);
  }),
};
const raster = (isOn: (x: number, y: number) => boolean): Raster => ({
  ...SIZE,
  data: Float32Array.from({ length: SIZE.width * SIZE.height }, (_, i) =>
    isOn(i % SIZE.width, Math.floor(i / SIZE.width)) ? 1 : 0,
  ),
});
const disc = raster((x, y) => Math.hypot(x - 115, y - 84) <= 45);

test('of a loose disc what is unlike its surroundings is left', () => {
  const found = resample(looselyInside(star, { guess: disc, noise: 0.1 }), SIZE);
  expect(compare(found, raster(inStar)).iou).toBeGreaterThan(0.85);
  expect(compare(disc, raster(inStar)).iou).toBeLessThan(0.75);
});

test('nothing is found outside of where it can be, and a point that lies outside of it is obeyed', () => {
  const within = raster((x) => x >= 100);
  const found = resample(looselyInside(star, { guess: disc, within, noise: 0.1 }), SIZE);
  expect(found.data.filter((value, i) => value >= 0.5 && i % SIZE.width < 96)).toHaveLength(0);
  const hints = { negative: [[0.5, 0.5] as const] };
  const told = resample(looselyInside(star, { guess: disc, noise: 0.1, hints }), SIZE);
  expect(told.data[80 * SIZE.width + 120]).toBeLessThan(0.5);
});

test('a guess of another aspect is refused', () => {
  const guess = { width: 100, height: 100, data: new Float32Array(10_000) };
  expect(() => looselyInside(star, { guess, noise: 0.1 })).toThrow(/aspects must be equal/);
});
