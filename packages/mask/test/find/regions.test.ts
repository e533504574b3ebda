import { describe, expect, it } from 'vitest';
import { parts } from '../../src/index.ts';
import { filled, type Region } from '../../src/find/regions.ts';

const region = (rows: readonly string[]): Region => Uint8Array.from(rows.join(''), (pixel) => (pixel === '#' ? 1 : 0));
const sizeOf = (rows: readonly string[]) => ({ width: rows[0]!.length, height: rows.length });

describe('a filled region', () => {
  it('holds what it encloses', () => {
    const ring = ['.....', '.###.', '.#.#.', '.###.', '.....'];
    expect(filled(region(ring), sizeOf(ring))).toEqual(region(['.....', '.###.', '.###.', '.###.', '.....']));
  });

  it.each([
    ['top', ['#.#', '#.#', '###']],
    ['bottom', ['###', '###', '#.#']],
    ['left', ['####', '..##', '####']],
    ['right', ['###', '##.', '###']],
  ])('leaves open what is open to the %s of the picture', (_side, rows) => {
    expect(filled(region(rows), sizeOf(rows))).toEqual(region(rows));
  });
});

describe('the parts of a region', () => {
  const rows = ['##..#', '#..##', '..#..', '.....', '#....'];
  const corners = (smallest: number) =>
    parts(region(rows), sizeOf(rows), smallest).map(({ pixels }) => pixels.toSorted());

  it('join sideways and up and down, neither by corners nor around the ends of rows', () => {
    expect(corners(1)).toEqual([[0, 1, 5], [4, 8, 9], [12], [20]].map((pixels) => pixels.toSorted()));
  });

  it('come without those that are too small', () => {
    expect(corners(2)).toHaveLength(2);
    expect(corners(4)).toEqual([]);
  });

  it('come largest first', () => {
    const line = ['#.##.###'];
    expect(parts(region(line), sizeOf(line)).map(({ area }) => area)).toEqual([3, 2, 1]);
  });
});
