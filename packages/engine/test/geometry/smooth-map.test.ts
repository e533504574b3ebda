import { expect, it } from 'vitest';
import { throughMap } from '../../src/geometry/smooth-map.ts';

/** A perspective of a picture, in pixels of it: what lies further down is smaller. */
const perspective =
  (size: { width: number; height: number }) =>
  (i: number, j: number): [number, number] => {
    const deep = 1 + (0.15 * i) / size.width + (0.15 * j) / size.height;
    return [(1.2 * i) / deep, (1.2 * j) / deep];
  };

it.each([
  { width: 1531, height: 1024 },
  { width: 90, height: 61 },
  { width: 2, height: 2 },
  { width: 1, height: 700 },
])('the pixels of $width x $height lie within a hundredth of a pixel of where the map has them', (size) => {
  const where = perspective(size);
  for (const axis of [0, 1]) {
    const at = throughMap(size, where, (...place) => place[axis]!);
    const off = at.map((place, n) => Math.abs(place - where(n % size.width, Math.floor(n / size.width))[axis]!));
    expect(off.reduce((most, one) => Math.max(most, one), 0)).toBeLessThan(0.01);
  }
});

it('of many pixels few are asked for: through a lens or a perspective each takes microseconds', () => {
  const size = { width: 1531, height: 1024 };
  const where = perspective(size);
  let asked = 0;
  throughMap(
    size,
    (i, j) => [where(i, j), asked++][0] as [number, number],
    () => 0,
  );
  expect(asked).toBeLessThan((size.width * size.height) / 50);
});
