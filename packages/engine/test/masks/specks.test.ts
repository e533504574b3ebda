import type { Raster } from '@chemigram/mask';
import { expect, it } from 'vitest';
import { shareWithoutSpecks } from '../../src/masks/specks.ts';

const SELECTED = 0.5;
const raster = (rows: readonly string[]): Raster => ({
  width: rows[0]!.length,
  height: rows.length,
  data: Float32Array.from(rows.join(''), (cell) => (cell === '#' ? 1 : cell === '+' ? 0.5 : 0)),
});

it('a shape and its hole stay, whatever is fully or half selected', () => {
  expect(
    shareWithoutSpecks(raster(['......', '.####.', '.#++#.', '.#++#.', '.####.', '......']), SELECTED),
  ).toBeCloseTo(12 / 16);
  expect(shareWithoutSpecks(raster(['###...', '###...', '###...', '+++...', '###...']), SELECTED)).toBe(1);
});

it('lone pixels do not, nor do gaps of one', () => {
  expect(shareWithoutSpecks(raster(['.......', '.#...#.', '...#...', '.......']), SELECTED)).toBe(0);
  expect(shareWithoutSpecks(raster(['######', '#.##.#', '######', '######']), SELECTED)).toBeCloseTo(6 / 8);
});

it('what has no pixel with eight around it, or selects none, has no specks', () => {
  expect(shareWithoutSpecks(raster(['#.#']), SELECTED)).toBe(1);
  expect(shareWithoutSpecks(raster(['....', '....', '....']), SELECTED)).toBe(1);
});
