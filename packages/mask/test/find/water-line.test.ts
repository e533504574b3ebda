import { describe, expect, it } from 'vitest';
import { waterLineOf } from '../../src/find/water-line.ts';
import { type Picture, skyRegionOf } from '../../src/index.ts';
import type { Planes } from '../../src/raster/planes.ts';

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

/** The row at which the found sky ends, as a share of the height, in a column that is given as a share of the width. */
function endOf(picture: Picture, across = 0.5): number {
  const { region, width, height } = skyRegionOf(picture);
  const column = Math.floor(across * width);
  let rows = 0;
  while (rows < height && region[rows * width + column] === 1) rows++;
  return rows / height;
}
/** Two rows of the copy that is looked at. */
const ROWS = 2 / 170;

const horizon = (tilt: number, x: number): number => 90 + Math.tan((tilt * Math.PI) / 180) * (x - 150);

it.each([0, 3, -5])('a sky ends at the horizon of water that looks as it does, tilted by %i degrees', (tilt) => {
  const calm = shore((x, y) => (y < horizon(tilt, x) ? [170, 8] : [158, 10]));
  for (const across of [0.1, 0.5, 0.9]) {
    expect(Math.abs(endOf(calm, across) - horizon(tilt, across * SIZE.width) / SIZE.height)).toBeLessThan(ROWS);
  }
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

describe('a line in what was found, of 100 columns and rows', () => {
  const SIDE = 100;
  /** Planes of one lightness per pixel, without colour. */
  const light = (l: (x: number, y: number) => number): Planes => ({
    width: SIDE,
    height: SIDE,
    l: Float32Array.from({ length: SIDE * SIDE }, (_, i) => l(i % SIDE, Math.floor(i / SIDE))),
    a: new Float32Array(SIDE * SIDE),
    b: new Float32Array(SIDE * SIDE),
  });
  const rows = (row: (x: number) => number): number[] => Array.from({ length: SIDE }, (_, x) => row(x));
  /** The row of a level line, or null where none is found. */
  const rowOf = (planes: Planes, found = rows(() => SIDE)): number | null => waterLineOf(planes, found)?.(50) ?? null;
  /** So much darker below a row, in some columns. */
  const darker = (by: number, from = 50, columns: (x: number) => boolean = () => true) =>
    light((x, y) => 80 - (y >= from && columns(x) ? by : 0));

  it.each([6, 50, 93])(
    'is found at row %i: three rows above and below it are enough, and three more to compare',
    (row) => {
      expect(rowOf(darker(10, row))).toBe(row);
    },
  );

  it('must darken by two and a half units', () => {
    expect([rowOf(darker(2.4)), rowOf(darker(2.6)), rowOf(darker(-10))]).toEqual([null, 50, null]);
  });

  it('is none where the sky goes on darkening beyond it', () => {
    expect(rowOf(light((_, y) => 80 - y))).toBe(null);
  });

  it.each([14, 60])('is none where it darkens softly, as at the lower end of a cloud, by %i units', (units) => {
    const softly = (across: number) => light((_, y) => 80 - units * Math.min(1, Math.max(0, 0.5 + (y - 50) / across)));
    expect([rowOf(softly(1)), rowOf(softly(6))]).toEqual([50, null]);
  });

  it('must be seen in a fifth of the columns', () => {
    const seenIn = (count: number) =>
      rowOf(
        darker(10),
        rows((x) => (x < count ? SIDE : 40)),
      );
    expect([seenIn(19), seenIn(20)]).toEqual([null, 50]);
  });

  it.each([
    [100, 81, 82],
    [25, 22, 23],
    [20, 18, 19],
  ])('seen in %i columns must jump in more than %i of them, the more the fewer there are', (seen, few, enough) => {
    const alikeIn = (count: number) =>
      rowOf(
        darker(10, 50, (x) => x < count),
        rows((x) => (x < seen ? SIDE : 40)),
      );
    expect([alikeIn(few), alikeIn(enough)]).toEqual([null, 50]);
  });

  it('is the uppermost of two: waves below the horizon draw lines that stand out more', () => {
    const both = light((_, y) => 80 - (y >= 30 ? 4 : 0) - (y >= 60 ? 16 : 0));
    expect(rowOf(both)).toBe(30);
  });
});
