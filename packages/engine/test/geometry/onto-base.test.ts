import { describe, expect, it } from 'vitest';
import { exactFor, exactStep, geometryFrom } from '../../src/geometry/geometry.ts';
import type { Geometry } from '../../src/geometry/geometry.ts';
import { ontoBase } from '../../src/geometry/onto-base.ts';

type Point = readonly [number, number];

/** A photo of 3,000 x 2,000 that is displayed as it is stored, turned by half, or seen at a slant, as a probe tells of it. */
function probed(stored: (at: Point) => Point): Geometry {
  const displayed = { width: 3000, height: 2000 };
  const diagonal = Math.hypot(displayed.width, displayed.height);
  const [columns, rows, step] = [75, 50, 40];
  const origin = 0.5 * exactStep(displayed);
  // darktable takes what lies at the corner of a pixel for the pixel.
  const points = Array.from({ length: columns * rows }, (_, i) =>
    stored([step * (i % columns), step * Math.floor(i / columns)]).map((place) => place / diagonal),
  );
  const frame = { width: displayed.width / diagonal, height: displayed.height / diagonal };
  return geometryFrom({ displayed, stored: frame, columns, rows, step, origin, points: points.flat() });
}
const AS_STORED = probed((at) => at);
const TURNED = probed(([x, y]) => [3000 - x, 2000 - y]);
const SLANTED = probed(([x, y]) => [x / (1 + x / 30_000), y / (1 + x / 30_000)]);

const BASE = { width: 600, height: 400 };
const DIAGONAL = Math.hypot(BASE.width, BASE.height);

describe('a form in a base picture', () => {
  it.each([
    ['of the photo as it is', AS_STORED],
    ['of a turned one', TURNED],
    ['of one that is seen at a slant', SLANTED],
  ] as const)('%s begins where the pixels begin that it covers', (_, geometry) => {
    const { toStored, toDisplayed, displayed } = ontoBase(geometry, geometry, BASE);
    expect(displayed).toMatchObject({ width: 600, height: 400, exactStep: 1 });
    for (const [x, y] of [
      [0.5, 0.5],
      [200.5, 100.5],
      [599.5, 399.5],
    ] as const) {
      const [u, v] = toStored(x, y);
      expect(u * DIAGONAL).toBeCloseTo(x - 0.5, 3);
      expect(v * DIAGONAL).toBeCloseTo(y - 0.5, 3);
      expect(toDisplayed(u, v)[0]).toBeCloseTo(x, 3);
      expect(toDisplayed(u, v)[1]).toBeCloseTo(y, 3);
    }
  });

  it.each([
    ['a similarity', TURNED, AS_STORED],
    ['a slant', SLANTED, AS_STORED],
  ] as const)('that was said before the picture was framed by %s lies on the same things', (_, said, shown) => {
    const { toStored } = ontoBase(said, shown, BASE);
    const [x, y] = [150.5, 320.5];
    // The thing itself, in pixels of the photo, and what of the base picture begins half a pixel before it.
    const [u, v] = exactFor(said, 0).toStored(5 * x, 5 * y);
    const photo = Math.hypot(3000, 2000);
    const [onBaseX, onBaseY] = [(u * photo) / 5 - 0.5, (v * photo) / 5 - 0.5];
    expect(toStored(x, y)[0] * DIAGONAL).toBeCloseTo(onBaseX, 2);
    expect(toStored(x, y)[1] * DIAGONAL).toBeCloseTo(onBaseY, 2);
  });
});

describe('a map for forms that are made right for another render', () => {
  it('has them stored half of the difference of the two pixels further', () => {
    expect(exactStep(AS_STORED.displayed)).toBeCloseTo(3000 / 1536, 9);
    for (const geometry of [AS_STORED, SLANTED]) {
      const atFullSize = exactFor(geometry, 1);
      expect(exactStep(atFullSize.displayed)).toBe(1);
      const by = (3000 / 1536 - 1) / 2;
      expect(atFullSize.toStored(1000, 700)).toEqual(geometry.toStored(1000 + by, 700 + by));
      const [x, y] = atFullSize.toDisplayed(...atFullSize.toStored(1000, 700));
      expect([x, y]).toEqual([expect.closeTo(1000, 3), expect.closeTo(700, 3)]);
    }
  });
});
