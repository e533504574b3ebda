import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minCut, WAYS } from '../../src/snap/max-flow.ts';
import { runs } from '../arbitraries.ts';

/** Right, left, below, above, and the diagonals: `k ^ 1` leads back. */
const STEPS = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [1, 1],
  [-1, -1],
  [1, -1],
  [-1, 1],
] as const;

interface Drawn {
  columns: number;
  terminal: number[];
  capacity: number[];
}

/** A small grid with whole capacities, so that equal costs are equal. */
const grid = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }))
  .chain(([columns, rows]): fc.Arbitrary<Drawn> => {
    const nodes = columns * rows;
    return fc.record({
      columns: fc.constant(columns),
      terminal: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: nodes, maxLength: nodes }),
      capacity: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: nodes * WAYS, maxLength: nodes * WAYS }),
    });
  });

function neighboursOf({ columns, terminal }: Drawn): Int32Array {
  const rows = terminal.length / columns;
  return Int32Array.from({ length: terminal.length * WAYS }, (_, at) => {
    const [node, [dx, dy]] = [Math.floor(at / WAYS), STEPS[at % WAYS]!];
    const [x, y] = [(node % columns) + dx, Math.floor(node / columns) + dy];
    return x < 0 || y < 0 || x >= columns || y >= rows ? node : y * columns + x;
  });
}

function cost({ terminal, capacity }: Drawn, neighbour: Int32Array, side: (node: number) => number): number {
  let sum = 0;
  terminal.forEach((t, i) => {
    sum += side(i) === 1 ? Math.max(0, -t) : Math.max(0, t);
    for (let k = 0; k < WAYS; k++) {
      const j = neighbour[i * WAYS + k]!;
      if (side(i) === 1 && side(j) === 0) sum += capacity[i * WAYS + k]!;
    }
  });
  return sum;
}

describe('minCut', () => {
  it('costs what the cheapest of all divisions costs', () => {
    fc.assert(
      fc.property(grid, (drawn) => {
        const neighbour = neighboursOf(drawn);
        drawn.capacity.forEach((_, at) => {
          if (neighbour[at] === Math.floor(at / WAYS)) drawn.capacity[at] = 0;
        });
        const nodes = drawn.terminal.length;
        let least = Infinity;
        for (let bits = 0; bits < 2 ** nodes; bits++)
          least = Math.min(
            least,
            cost(drawn, neighbour, (i) => (bits >> i) & 1),
          );
        const sides = minCut({
          nodes,
          neighbour,
          capacity: Float32Array.from(drawn.capacity),
          terminal: Float32Array.from(drawn.terminal),
        });
        expect(cost(drawn, neighbour, (i) => sides[i]!)).toBe(least);
      }),
      runs(80),
    );
  });

  it('parts a chain at its weakest link', () => {
    const neighbour = Int32Array.from({ length: 4 * WAYS }, (_, at) => Math.floor(at / WAYS));
    const capacity = new Float32Array(4 * WAYS);
    [5, 1, 5].forEach((c, i) => {
      neighbour[i * WAYS] = i + 1;
      neighbour[(i + 1) * WAYS + 1] = i;
      capacity[i * WAYS] = capacity[(i + 1) * WAYS + 1] = c;
    });
    expect([...minCut({ nodes: 4, neighbour, capacity, terminal: Float32Array.of(9, 0, 0, -9) })]).toEqual([
      1, 1, 0, 0,
    ]);
  });
});
