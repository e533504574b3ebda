import { expect, it } from 'vitest';
import type { Ring } from '../../src/masks/forms/form-tree.ts';
import { hardOutlineOpacity } from '../../src/masks/forms/hard-outline.ts';

const SIZE = { width: 8, height: 6 };
const drawn = (...rings: Ring[]): string[] => {
  const { data } = hardOutlineOpacity(rings, SIZE);
  return Array.from({ length: SIZE.height }, (_, y) =>
    [...data.subarray(y * SIZE.width, (y + 1) * SIZE.width)].map((value) => (value === 1 ? '#' : '.')).join(''),
  );
};
const box = (left: number, top: number, right: number, bottom: number): Ring => [
  [left, top],
  [right, top],
  [right, bottom],
  [left, bottom],
];

it('a row is filled to the nearest pixels, and both beside the line are marked below it', () => {
  expect(drawn(box(2.3, 1.5, 4.7, 3.5))).toEqual([
    '........',
    '..####..',
    '..####..',
    '..####..',
    '..####..',
    '........',
  ]);
});

it('above the line the nearer of the two is marked: a corner half a pixel further in loses its own', () => {
  expect(drawn(box(2.7, 1.5, 4.7, 3.5)).slice(1, 3)).toEqual(['...###..', '..####..']);
  expect(drawn(box(2.3, 1.5, 4.2, 3.5)).slice(1, 3)).toEqual(['..###...', '..####..']);
});

it('what is thinner than a pixel is a line of two', () => {
  const [first, ...rest] = ['...#....', '...##...', '...##...', '...##...'];
  expect(drawn(box(3.3, 1.2, 3.4, 3.8))).toEqual(['........', first, ...rest, '........']);
});

it('what reaches beyond the picture ends at its edge, what lies beyond it is not there', () => {
  expect(drawn(box(-3, -3, 1.6, 1.6)).slice(0, 4)).toEqual(['###.....', '###.....', '###.....', '........']);
  expect(drawn(box(-5, 2, -3, 4), box(9, 1, 12, 3)).join('')).not.toContain('#');
});

it('rings are drawn one by one: of two that overlap nothing is cut out', () => {
  const rings = [box(1.3, 1.3, 3.3, 3.3), box(2.3, 2.3, 5.3, 3.3)];
  const each = rings.map((ring) => drawn(ring).join(''));
  expect(drawn(...rings).join('')).toBe([...each[0]!].map((one, i) => (one === '#' ? one : each[1]![i]!)).join(''));
});

it('tells the part of the picture that holds all of it', () => {
  const { box: part, data } = hardOutlineOpacity([box(2.3, 1.5, 4.7, 3.5)], SIZE);
  const inside = [...data].flatMap((value, i) => (value > 0 ? [[i % SIZE.width, Math.floor(i / SIZE.width)]] : []));
  expect(inside.length).toBe(16);
  for (const [x, y] of inside as [number, number][]) {
    expect(x >= part!.left && x < part!.right && y >= part!.top && y < part!.bottom).toBe(true);
  }
});
