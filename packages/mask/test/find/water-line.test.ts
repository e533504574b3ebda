import { expect, it } from 'vitest';
import { type Picture, skyRegionOf } from '../../src/index.ts';

const SIZE = { width: 300, height: 200 };
/** Row at which rocks begin, of the lower third. */
const SHORE = 150;

/** The same noise at every run, -1 to 1. */
const noise = (x: number, y: number): number => (((x * 7919 + y * 104_729 + x * y * 31) % 61) - 30) / 30;

/** Rocks below, and above them what a function says of the pixel (x, y), in grey levels and how blue. */
function shore(above: (x: number, y: number) => readonly [grey: number, blue: number]): Picture {
  const rgb = new Uint8Array(3 * SIZE.width * SIZE.height);
  for (let y = 0, at = 0; y < SIZE.height; y++) {
    for (let x = 0; x < SIZE.width; x++, at += 3) {
      const [grey, blue] = y < SHORE ? above(x, y) : [60 + 30 * noise(x, y), -10];
      const grain = 2 * noise(y, x);
      rgb.set([grey - blue + grain, grey + grain, grey + blue + grain].map(Math.round), at);
    }
  }
  return { ...SIZE, rgb };
}

/** The row at which the found sky ends, as a share of the height, in the middle column. */
function endOf(picture: Picture): number {
  const { region, width, height } = skyRegionOf(picture);
  let rows = 0;
  while (rows < height && region[rows * width + (width >> 1)] === 1) rows++;
  return rows / height;
}

const horizon = (tilt: number, x: number): number => 90 + Math.tan((tilt * Math.PI) / 180) * (x - 150);

it.each([0, 3, -5])('a sky ends at the horizon of water that looks as it does, tilted by %i degrees', (tilt) => {
  const calm = shore((x, y) => (y < horizon(tilt, x) ? [170, 8] : [158, 10]));
  expect(endOf(calm)).toBeCloseTo(0.45, 1);
  expect(skyRegionOf(calm).confidence).toBeLessThan(0.9);
  expect(skyRegionOf(calm).confidence).toBeGreaterThan(0.5);
});

it('a horizon is found behind what hides two thirds of it', () => {
  const hidden = shore((x, y) => {
    if (x > 110 && y > 60) return [70 + 40 * noise(x, y), -12];
    return y < horizon(0, x) ? [170, 8] : [158, 10];
  });
  const { region, width, height } = skyRegionOf(hidden);
  const below = Math.floor(0.6 * height) * width + Math.floor(0.15 * width);
  expect(region[below]).toBe(0);
  expect(region[Math.floor(0.3 * height) * width + Math.floor(0.15 * width)]).toBe(1);
});

it.each([
  ['a bank of clouds, under which the sky is lighter', (x: number, y: number) => (y < horizon(3, x) ? 150 : 175)],
  ['clouds', (x: number, y: number) => 165 + 14 * Math.sign(Math.sin(x / 23 + 2 * Math.sin(y / 17)))],
  ['a sky that grows lighter towards the ground', (_: number, y: number) => 120 + (60 * y) / SHORE],
])('%s is one sky, down to the shore', (_what, grey) => {
  expect(endOf(shore((x, y) => [grey(x, y), 8]))).toBeCloseTo(SHORE / SIZE.height, 1);
});
