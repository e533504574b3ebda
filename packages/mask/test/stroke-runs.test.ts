import { array, assert, integer, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { strokeRuns } from '../src/index.ts';

type Point = readonly [number, number];

const directionOf = ([x0, y0]: Point, [x1, y1]: Point): number => Math.atan2(y1 - y0, x1 - x0);
const between = (a: number, b: number): number => Math.abs(Math.atan2(Math.sin(a - b), Math.cos(a - b)));

describe('strokeRuns', () => {
  it('takes a line that goes on in one direction as one run, and begins another where it turns back', () => {
    const wave: Point[] = [
      [0, 0],
      [10, 4],
      [20, -3],
      [30, 6],
    ];
    expect(strokeRuns(wave)).toEqual([wave]);
    const zigzag: Point[] = [
      [0, 0],
      [10, 0],
      [0, 2],
      [10, 4],
    ];
    expect(strokeRuns(zigzag)).toEqual([zigzag.slice(0, 2), zigzag.slice(1, 3), zigzag.slice(2)]);
  });

  it('goes round a circle in quarters', () => {
    const circle = Array.from({ length: 41 }, (_, i): Point => [
      Math.cos((i * Math.PI) / 20),
      Math.sin((i * Math.PI) / 20),
    ]);
    expect(strokeRuns(circle).length).toBeGreaterThanOrEqual(4);
    expect(strokeRuns(circle).length).toBeLessThanOrEqual(5);
  });

  it('knows a single point, and one that is said again and again', () => {
    expect(strokeRuns([[3, 4]])).toEqual([[[3, 4]]]);
    expect(
      strokeRuns([
        [3, 4],
        [3, 4],
        [3, 4],
      ]),
    ).toHaveLength(1);
  });

  it('follows every line whole, and within a run no two directions lie further apart than a right angle', () => {
    const points = array(tuple(integer({ min: 0, max: 20 }), integer({ min: 0, max: 20 })), {
      minLength: 2,
      maxLength: 30,
    }).filter((line) => new Set(line.map(String)).size > 1);
    assert(
      property(points, (line) => {
        const moved = line.filter((point, i) => i === 0 || String(point) !== String(line[i - 1]));
        const runs = strokeRuns(line);
        expect([runs[0]![0], ...runs.flatMap((run) => run.slice(1))]).toEqual(moved);
        runs.slice(1).forEach((run, i) => expect(run[0]).toEqual(runs[i]!.at(-1)));
        for (const run of runs) {
          const directions = run.slice(1).map((to, i) => directionOf(run[i]!, to));
          for (const a of directions)
            for (const b of directions) expect(between(a, b)).toBeLessThanOrEqual(Math.PI / 2 + 1e-9);
        }
      }),
      { numRuns: 300 },
    );
  });
});
