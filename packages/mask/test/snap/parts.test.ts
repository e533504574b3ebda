import { expect, it } from 'vitest';
import { Parts } from '../../src/snap/parts.ts';

const ROWS = ['#..#.', '.#..#', '#...#', '..#..'];
const SIZE = { width: 5, height: 4 };
const region = Uint8Array.from(ROWS.join(''), (c) => (c === '#' ? 1 : 0));

it('finds parts that touch at their sides or corners, in the order of their first pixels', () => {
  const parts = new Parts(region, SIZE);
  expect([parts.count, [...parts.sizes()]]).toEqual([3, [3, 3, 1]]);
});

it('joins what meets only further down', () => {
  const vee = Uint8Array.from('#.##.#.#.', (c) => (c === '#' ? 1 : 0));
  expect(new Parts(vee, { width: 3, height: 3 }).count).toBe(1);
});

it('does not take the end of a row and the start of the next for neighbours', () => {
  expect(new Parts(Uint8Array.of(0, 0, 1, 1, 0, 0), { width: 3, height: 2 }).count).toBe(2);
});

it('counts what a region holds of each part, and fills the parts that are asked for', () => {
  const parts = new Parts(region, SIZE);
  const left = Uint8Array.from(region, (v, i) => (i % SIZE.width < 2 ? v : 0));
  expect([...parts.shared(left)]).toEqual([3, 0, 0]);
  parts.fill(left, 1, (part) => part === 2);
  parts.fill(left, 0, (part) => part === 0);
  expect(left.reduce((sum, v) => sum + v, 0)).toBe(1);
});
