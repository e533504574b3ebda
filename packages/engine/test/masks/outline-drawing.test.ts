import { emptyRaster } from '@chemigram/mask';
import { expect, it } from 'vitest';
import type { Ring } from '../../src/masks/forms/form-tree.ts';
import { evenly } from '../../src/masks/forms/feather-lengths.ts';
import { drawOutline } from '../../src/masks/forms/outline-drawing.ts';
import { outlineNodes } from '../../src/masks/forms/outline-nodes.ts';

const SIZE = { width: 8, height: 6 };
const opacities = (border: number, ...rings: Ring[]): Float32Array => {
  const raster = emptyRaster(SIZE);
  for (const ring of rings) {
    drawOutline(outlineNodes(ring, ring.map(() => evenly(border)), 1), raster); // prettier-ignore
  }
  return raster.data;
};
const drawn = (...rings: Ring[]): string[] => {
  const data = opacities(0, ...rings);
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

it('a feather falls in as many equal steps as it has pixels, and each of them takes the next pixel with it', () => {
  const data = opacities(3, box(-9, -9, 1.2, 12));
  // From column 1 to column 4, rounded towards 1: 1, 1, 2 and 3, of 1, 0.75, 0.5 and 0.25.
  expect([...data.subarray(3 * SIZE.width, 4 * SIZE.width)]).toEqual([1, 1, 1, 0.5, 0.25, 0, 0, 0]);
});

it('where feathers meet the stronger one is seen', () => {
  const [left, right] = [box(-9, -9, 1.2, 12), box(5.2, -9, 16, 12)];
  const [one, other] = [opacities(3, left), opacities(3, right)];
  expect(opacities(3, left, right)).toEqual(one.map((value, i) => Math.max(value, other[i]!)));
});
