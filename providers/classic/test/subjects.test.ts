import { compare, type Picture, type Raster } from '@chemigram/mask';
import { expect, test } from 'vitest';
import { findDepthBands, findSky, findSubjects } from '../src/index.ts';

const SIZE = { width: 240, height: 160 };
const isIn = (cx: number, cy: number, r: number) => (x: number, y: number) => Math.hypot(x - cx, y - cy) <= r;
const LEFT = isIn(70, 80, 30);
const RIGHT = isIn(170, 80, 24);
/** The same unevenness at every run. */
const grain = (x: number, y: number): number => ((x * 7919 + y * 104_729 + x * y * 31) % 21) - 10;

const painted = (colour: (x: number, y: number) => readonly number[]): Picture => ({
  ...SIZE,
  rgb: Uint8Array.from({ length: SIZE.width * SIZE.height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    const [x, y] = [pixel % SIZE.width, Math.floor(pixel / SIZE.width)];
    return colour(x, y)[i % 3]! + grain(x, y);
  }),
});
const truth = (isOn: (x: number, y: number) => boolean): Raster => ({
  ...SIZE,
  data: Float32Array.from({ length: SIZE.width * SIZE.height }, (_, i) =>
    isOn(i % SIZE.width, Math.floor(i / SIZE.width)) ? 1 : 0,
  ),
});
/** A red and a blue ball on a grey floor. */
const balls = painted((x, y) => (LEFT(x, y) ? [190, 50, 40] : RIGHT(x, y) ? [40, 60, 180] : [130, 130, 125]));

test('two things that stand apart are two subjects, the larger one first', () => {
  const { things } = findSubjects(balls, {});
  expect(things.map(({ label }) => label)).toEqual(['subject 1', 'subject 2']);
  expect(compare(things[0]!.map, truth(LEFT)).iou).toBeGreaterThan(0.9);
  expect(compare(things[1]!.map, truth(RIGHT)).iou).toBeGreaterThan(0.9);
  // Soft edges are part of one of them, not of both.
  const both = things[0]!.map.data.filter((value, i) => value > 0 && things[1]!.map.data[i]! > 0);
  expect(both).toHaveLength(0);
});

test.each([
  ['a point on it', { positive: [[170 / 240, 0.5] as [number, number]] }],
  [
    'a rough box',
    {
      region: [0.55, 0.9].flatMap((x, i) => (i === 0 ? [0.28, 0.72] : [0.7, 0.3]).map((y): [number, number] => [x, y])),
    },
  ],
])('with %s only the thing that is meant is found', (_words, hints) => {
  const { things } = findSubjects(balls, hints);
  expect(things).toHaveLength(1);
  expect(compare(things[0]!.map, truth(RIGHT)).iou).toBeGreaterThan(0.9);
});

test('a picture in which nothing stands out has no subject that is trusted, no sky and no far', () => {
  const even = painted(() => [120, 120, 120]);
  for (const { confidence } of findSubjects(even, {}).things) expect(confidence).toBeLessThan(0.3);
  for (const { confidence } of findSky(even).things) expect(confidence).toBeLessThan(0.5);
  for (const { confidence } of findDepthBands(even).things) expect(confidence).toBeLessThan(0.3);
});

test.each([
  ['beige', [222, 205, 180]],
  ['grey', [200, 200, 200]],
])(
  'a picture of nothing but a %s wall has no sky that is trusted, and the notes say why and what to do',
  (_words, colour) => {
    const [width, height] = [300, 200];
    const noise = (x: number, y: number): number =>
      ((Math.imul(x * 7919 + y * 104_729 + 1, 2_654_435_761) >>> 16) & 7) - 3.5;
    const rgb = Uint8Array.from({ length: 3 * width * height }, (_, k) => {
      const i = Math.floor(k / 3);
      return colour[k % 3]! + noise(i % width, Math.floor(i / width));
    });
    const { things, notes } = findSky({ width, height, rgb });
    for (const { confidence } of things) expect(confidence).toBeLessThan(0.1);
    expect(notes.join()).toMatch(/takes in the whole picture.*draw it by eye/);
  },
);

test('haze that grows towards the horizon is trusted more than height alone', () => {
  const fog = (y: number): number => Math.max(0, 1 - Math.max(0, y - 50) / 60);
  const road = (hazy: boolean): Picture =>
    painted((x, y) => {
      if (y < 50) return [205, 210, 220];
      const dark = (x * 13 + y * 7) % 11 < 5 ? [20, 60, 15] : [90, 70, 30];
      const share = hazy ? fog(y) : 0;
      return dark.map((value) => value * (1 - share) + 205 * share);
    });
  const trust = (picture: Picture): number => findDepthBands(picture).things[0]!.confidence;
  expect(trust(road(true))).toBeGreaterThan(trust(road(false)));
});
