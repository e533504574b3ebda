import type { Picture } from '@chemigram/mask';
import { expect, test } from 'vitest';
import { chooseSource } from '../../src/repair/choose-source.ts';

const SIDE = 200;

/** A grey picture from the tone of each of its pixels, 0..255. */
function picture(tone: (x: number, y: number) => number): Picture {
  const rgb = new Uint8Array(3 * SIDE * SIDE);
  for (let i = 0; i < SIDE * SIDE; i++) rgb.fill(tone(i % SIDE, Math.floor(i / SIDE)), 3 * i, 3 * i + 3);
  return { width: SIDE, height: SIDE, rgb };
}
const spotAt = (x: number, y: number, r = 5) => ({ x: x / SIDE, y: y / SIDE, rx: r / SIDE, ry: r / SIDE });
const blemish = (x: number, y: number) => (Math.hypot(x - 100, y - 100) < 4 ? -100 : 0);

test('a source lies on the same tone, not across an edge', () => {
  const halves = picture((x, y) => (x < 108 ? 180 : 60) + blemish(x, y));
  const { source, misfit } = chooseSource(halves, spotAt(100, 100), [])!;
  expect(source[0] * SIDE + 5).toBeLessThan(108);
  expect(misfit).toBeLessThan(0.15);
});

test('a source follows an edge that the spot lies on', () => {
  const edge = picture((x, y) => (y < 100 ? 180 : 60) + blemish(x, y));
  const { source } = chooseSource(edge, spotAt(100, 100), [])!;
  expect(Math.abs(source[1] * SIDE - 100)).toBeLessThanOrEqual(1);
});

test('a source is even, no other spot, and inside the picture', () => {
  // All but a corner has a texture; and in it there is another spot.
  const rough = picture((x, y) => (x < 40 && y < 40 ? 128 : 128 + ((x * 7 + y * 11) % 5) * 20));
  const other = spotAt(30, 8, 6);
  const { source } = chooseSource(rough, spotAt(8, 8), [other])!;
  const [x, y] = [source[0] * SIDE, source[1] * SIDE];
  expect(x).toBeLessThanOrEqual(35);
  expect(y).toBeLessThanOrEqual(35);
  expect(x - 5 >= 0 && y - 5 >= 0).toBe(true);
  expect(Math.abs(x - 30) >= 11 || Math.abs(y - 8) >= 11).toBe(true);
});

test('a spot as large as the picture has none', () => {
  expect(
    chooseSource(
      picture(() => 100),
      spotAt(100, 100, 90),
      [],
    ),
  ).toBeNull();
});
