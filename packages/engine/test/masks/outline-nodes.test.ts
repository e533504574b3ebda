import { describe, expect, it } from 'vitest';
import { evenly } from '../../src/masks/forms/feather-lengths.ts';
import { outlineNodes } from '../../src/masks/forms/outline-nodes.ts';

const SQUARE = [
  [10, 10],
  [50, 10],
  [50, 50],
  [10, 50],
] as const;
const round = (radius: number, count: number) =>
  Array.from({ length: count }, (_, i): [number, number] => [
    radius * Math.cos((2 * Math.PI * i) / count),
    radius * Math.sin((2 * Math.PI * i) / count),
  ]);
const soft = (ring: readonly unknown[]) => ring.map(() => evenly(8));

describe('outlineNodes', () => {
  it('leaves a hard outline its corners', () => {
    const nodes = outlineNodes(
      SQUARE,
      SQUARE.map(() => evenly(0)),
      1,
    );
    expect(nodes.map(({ corner }) => corner)).toEqual(SQUARE);
  });

  it('rounds the outer corners of a feathered one within a fraction of a pixel, either way round', () => {
    for (const ring of [SQUARE, SQUARE.toReversed()]) {
      const [, ...nodes] = outlineNodes(ring, soft(ring), 1);
      expect(nodes).toHaveLength(8);
      for (const { corner } of nodes) {
        expect(Math.min(...ring.map(([x, y]) => Math.hypot(corner[0] - x, corner[1] - y)))).toBeLessThan(0.3);
      }
    }
  });

  it('begins a feathered one in the middle of its longest piece, with the feather of both ends', () => {
    const wide = SQUARE.map(([x, y]) => [x === 50 ? 90 : x, y] as const);
    const [{ corner, border } = expect.fail()] = outlineNodes(wide, [8, 4, 8, 8].map(evenly), 1);
    expect(corner).toEqual([50, 10]);
    expect(border).toEqual([6, 6]);
  });

  it('turns around a corner from the feather of the one edge by that between them to that of the other', () => {
    const lengths = { before: 8, around: 6, after: 9 };
    const feathers = SQUARE.map((_, i) => (i === 2 ? lengths : evenly(8)));
    const nodes = outlineNodes(SQUARE, feathers, 1).filter(({ corner: [x, y] }) => Math.hypot(x - 50, y - 50) < 0.3);
    expect(nodes.map(({ border }) => border)).toEqual([
      [8, 8],
      [6, 6],
      [9, 9],
    ]);
    const [first, middle] = [nodes[0]!.corner, nodes[1]!.corner];
    expect(middle[0]).toBeCloseTo(middle[1]);
    expect(middle[0]).toBeGreaterThan((first[0] + first[1]) / 2);
  });

  it('leaves a corner two nodes where darktable comes to the same feather between them', () => {
    const feathers = SQUARE.map(() => ({ before: 8, around: 8.6, after: 9 }));
    expect(outlineNodes(SQUARE, feathers, 1)).toHaveLength(9);
  });

  it('leaves an inner corner as it is', () => {
    const notched = [...SQUARE, [30, 30]] as const;
    expect(outlineNodes(notched, soft(notched), 1).map(({ corner }) => corner)).toContainEqual([30, 30]);
  });

  it('goes through the points of a curve without a corner', () => {
    const ring = round(20, 48);
    const nodes = outlineNodes(ring, soft(ring), 1);
    expect(nodes).toHaveLength(49);
    for (const { corner, before, after } of nodes) {
      const cross = (after[0] - corner[0]) * (corner[1] - before[1]) - (after[1] - corner[1]) * (corner[0] - before[0]);
      expect(Math.abs(cross)).toBeLessThan(1e-9);
      expect(Math.abs(Math.hypot(...corner) - 20)).toBeLessThan(0.001);
    }
  });
});
