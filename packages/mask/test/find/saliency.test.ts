import { describe, expect, it } from 'vitest';
import { colourWays } from '../../src/index.ts';
import { saliencyOf } from '../../src/find/saliency.ts';
import type { Planes } from '../../src/raster/planes.ts';

/** Planes of lightness alone, typed out. */
function light(rows: readonly (readonly number[])[]): Planes {
  const l = Float32Array.from(rows.flat());
  return {
    width: rows[0]!.length,
    height: rows.length,
    l,
    a: new Float32Array(l.length),
    b: new Float32Array(l.length),
  };
}

describe('the way of least colour', () => {
  it('takes off the noise of each step, and goes around what differs', () => {
    const wall = light([
      [0, 50, 0],
      [0, 50, 0],
      [0, 2, 0],
    ]);
    for (const seed of [0, 2]) expect([...colourWays(wall, [seed])]).toEqual([0, 45, 0, 0, 45, 0, 0, 0, 0]);
  });

  it.each([
    [
      [0, 0, 30],
      [60, 200, 200],
      [0, 0, 27, 57, 194, 194],
    ],
    [
      [0, 200, 30],
      [0, 200, 200],
      [0, 197, 364, 0, 197, 197],
    ],
  ])('does not lead around the ends of rows: %j, %j', (upper, lower, distances) => {
    expect([...colourWays(light([upper, lower]), [0])]).toEqual(distances);
  });
});

describe('what stands out', () => {
  const SIDE = 11;
  /** Three equal spots: left and right of the middle, and in it. */
  const spots = light(
    Array.from({ length: SIDE }, (_, y) =>
      Array.from({ length: SIDE }, (_value, x) => (y === 5 && [2, 5, 8].includes(x) ? 60 : 0)),
    ),
  );
  const at = (x: number, y: number): number => saliencyOf(spots)[y * SIDE + x]!;

  it('stands out most in the middle, and alike on both sides of it', () => {
    expect(at(5, 5)).toBe(1);
    expect(at(2, 5)).toBeCloseTo(Math.exp(-((3 / SIDE) ** 2) / (2 * 0.33 ** 2)), 5);
    expect(at(8, 5)).toBeCloseTo(at(2, 5), 5);
  });

  it('is not what joins the border', () => {
    expect([at(0, 0), at(5, 4), at(3, 5)]).toEqual([0, 0, 0]);
  });
});
