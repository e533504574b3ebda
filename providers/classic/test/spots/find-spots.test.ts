import type { Picture } from '@chemigram/mask';
import { expect, test } from 'vitest';
import { findSpots } from '../../src/index.ts';
import { matched } from './matched.ts';
import { GROUNDS, planted } from './planted.ts';

/** What is asked of 200 planted spots, with every ground. */
const RECALL = 0.95;
const PRECISION = 0.9;
const RADIUS_OFF = 0.25;

test.each(Object.keys(GROUNDS).map((ground, i) => [ground, 21 + i] as const))(
  '200 spots, dark and bright, sharp and soft, of 2 to 12 pixels on %s (%d) are found with their size and polarity',
  (ground, seed) => {
    const { picture, spots } = planted(ground, seed, 200);
    const found = findSpots(picture);
    expect(spots).toHaveLength(200);
    const pairs = matched(spots, found);
    expect(pairs.length / spots.length).toBeGreaterThanOrEqual(RECALL);
    expect(pairs.length / found.length).toBeGreaterThanOrEqual(PRECISION);
    for (const [spot, { radius, polarity }] of pairs) {
      expect(Math.abs(radius / spot.radius - 1), `radius ${spot.radius}`).toBeLessThanOrEqual(RADIUS_OFF);
      expect(polarity).toBe(spot.contrast < 0 ? 'dark' : 'bright');
    }
  },
);

const grey = (width: number, height: number, level: (x: number, y: number) => number): Picture => ({
  width,
  height,
  rgb: Uint8Array.from({ length: 3 * width * height }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return level(pixel % width, Math.floor(pixel / width));
  }),
});

test.each([
  ['of one level', grey(200, 150, () => 128)],
  ['with an edge and a corner', grey(200, 150, (x, y) => (x < 90 && y < 70 ? 60 : 180))],
  ['with a hair', grey(200, 150, (x, y) => (Math.abs(y - 70 - x / 8) < 2 ? 60 : 180))],
  ['of a single pixel', grey(1, 1, () => 9)],
])('a picture %s has no spots', (_words, picture) => {
  expect(findSpots(picture)).toEqual([]);
});

test('one spot on an even ground is found where it is', () => {
  const found = findSpots(grey(200, 150, (x, y) => (Math.hypot(x + 0.5 - 80, y + 0.5 - 60) <= 6 ? 100 : 180)));
  expect(found).toEqual([expect.objectContaining({ polarity: 'dark' })]);
  expect(found[0]!.x).toBeCloseTo(80, 0);
  expect(found[0]!.y).toBeCloseTo(60, 0);
  expect(found[0]!.radius).toBeGreaterThan(5.5);
  expect(found[0]!.radius).toBeLessThan(6.8);
});
