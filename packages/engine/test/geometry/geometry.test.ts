import { describe, expect, it } from 'vitest';
import { geometryFrom } from '../../src/geometry/geometry.ts';
import type { Geometry } from '../../src/geometry/geometry.ts';

const SIZE = { width: 300, height: 200 };
const DIAGONAL = Math.hypot(400, 300);
const STEP = 10;

type Point = readonly [number, number];

/** Seen at a slant: the scale grows to the right by `slant`, and half as much downwards. */
const slanted =
  (slant: number) =>
  ([x, y]: Point): Point => {
    const depth = 1 + slant * (x / SIZE.width + y / SIZE.height / 2);
    return [(50 + x) / depth / DIAGONAL, (50 + y) / depth / DIAGONAL];
  };

/** What a probe of such a picture measured. */
function probed(toStored: (at: Point) => Point): Geometry {
  const [columns, rows] = [SIZE.width / STEP, SIZE.height / STEP];
  const points = Array.from({ length: columns * rows }, (_, i) =>
    toStored([STEP / 2 + STEP * (i % columns), STEP / 2 + STEP * Math.floor(i / columns)]),
  );
  const stored = { width: 400 / DIAGONAL, height: 300 / DIAGONAL };
  return geometryFrom({ displayed: SIZE, stored, columns, rows, step: STEP, origin: STEP / 2, points: points.flat() });
}

const apart = ([ax, ay]: Point, [bx, by]: Point): number => Math.hypot(ax - bx, ay - by);

describe('a picture whose perspective was corrected', () => {
  const truth = slanted(0.3);
  const geometry = probed(truth);

  it('lies between the probed points where the perspective has it', () => {
    for (const at of [
      [17, 23],
      [151, 99],
      [288, 190],
    ] as readonly Point[]) {
      expect(apart(geometry.toStored(...at), truth(at)) * DIAGONAL).toBeLessThan(0.02);
    }
  });

  it('goes on beyond its edges and corners nearly as the perspective does', () => {
    for (const at of [
      [-60, 100],
      [360, 100],
      [150, -60],
      [150, 260],
      [350, 250],
      [-40, -40],
    ] as readonly Point[]) {
      // Going on as the map is on average would be up to 16 pixels aside.
      expect(apart(geometry.toStored(...at), truth(at)) * DIAGONAL, String(at)).toBeLessThan(6);
    }
  });

  it.each([0.3, -0.4, 2])('is found again from the stored frame, also at a slant of %f', (slant) => {
    const seen = probed(slanted(slant));
    for (const at of [
      [2, 3],
      [150, 100],
      [297, 198],
      [-20, 210],
    ] as readonly Point[]) {
      expect(apart(seen.toDisplayed(...seen.toStored(...at)), at), String(at)).toBeLessThan(0.001);
    }
  });
});
