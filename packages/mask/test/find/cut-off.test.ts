import { expect, it } from 'vitest';
import { type Picture, skyRegionOf } from '../../src/index.ts';

const SIZE = { width: 300, height: 200 };
/** The same noise at every run, -1 to 1. */
const noise = (x: number, y: number): number => (((x * 7919 + y * 104_729 + x * y * 31) % 61) - 30) / 30;

type Colour = readonly [red: number, green: number, blue: number];
const BLUE: Colour = [120, 135, 160];
/** Clouds have it, and the shaded wall of a house. */
const CLOUD: Colour = [150, 145, 132];
const GROUND: Colour = [90, 80, 50];

const sky = (x: number, y: number): Colour => {
  const cloud = 0.5 + 0.5 * Math.sin(x / 23 + 2 * Math.sin(y / 17));
  return BLUE.map((value, k) => value + cloud * (CLOUD[k]! - value)) as unknown as Colour;
};

/** Soft clouds before blue, rough ground from row 140 on, and before them what a function says of the pixel (x, y). */
function street(front: (x: number, y: number) => Colour | null): Picture {
  const rgb = new Uint8Array(3 * SIZE.width * SIZE.height);
  for (let y = 0, at = 0; y < SIZE.height; y++) {
    for (let x = 0; x < SIZE.width; x++, at += 3) {
      const colour = front(x, y) ?? (y >= 140 ? GROUND : sky(x, y));
      const grain = noise(x, y) * (colour === GROUND ? 30 : 2);
      rgb.set(
        colour.map((value) => Math.round(value + grain)),
        at,
      );
    }
  }
  return { ...SIZE, rgb };
}

/** Share of a box of the picture that the sky takes. */
function skyIn(picture: Picture, [x0, y0, x1, y1]: readonly [number, number, number, number]): number {
  const { region, width, height } = skyRegionOf(picture);
  let [sky, all] = [0, 0];
  for (let y = Math.floor((y0 * height) / SIZE.height); y < (y1 * height) / SIZE.height; y++) {
    for (let x = Math.floor((x0 * width) / SIZE.width); x < (x1 * width) / SIZE.width; x++, all++) {
      sky += region[y * width + x]!;
    }
  }
  return sky / all;
}

/** Row at which a gable's roof begins in a column. */
const roof = (x: number): number => 80 + Math.abs(x - 150) * 0.8;

it('a wall of the colour of clouds is no sky below the edge of its roof', () => {
  const house = street((x, y) => {
    if (Math.abs(x - 150) > 45 || y < roof(x) || y >= 160) return null;
    return y < roof(x) + 7 || Math.abs(x - 150) > 39 ? [50, 35, 20] : CLOUD;
  });
  expect(skyIn(house, [125, 105, 175, 138])).toBe(0);
  expect(skyIn(house, [20, 10, 280, 75])).toBe(1);
  expect(skyIn(house, [20, 60, 90, 130])).toBeGreaterThan(0.98);
});

it('the sky goes on below a branch that parts it from side to side', () => {
  const branch = street((x, y) => (Math.abs(y - 95 - 8 * Math.sin(x / 50)) < 4 ? GROUND : null));
  expect(skyIn(branch, [20, 108, 280, 135])).toBeGreaterThan(0.98);
});
