import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, growRings, outlineOpacity, shiftEdges, shrinkRing, strokeRings, withTips } from '../src/index.ts';
import { between, runs } from './arbitraries.ts';

type Ring = readonly (readonly [number, number])[];
const SIZE = { width: 96, height: 64 };
const box = (x0: number, y0: number, x1: number, y1: number): Ring => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
];
const drawn = (rings: readonly Ring[]) => outlineOpacity(rings, 0, SIZE);
/** What something that makes outlines larger by one pixel draws of a ring that was made smaller for it. */
const redrawn = (ring: Ring) => drawn(growRings(shrinkRing(ring, 1), 1));
/** Two boxes joined by a bar of this height. */
const dumbbell = (bar: number): Ring => [
  [10, 10],
  [30, 10],
  [30, 32 - bar / 2],
  [60, 32 - bar / 2],
  [60, 10],
  [80, 10],
  [80, 50],
  [60, 50],
  [60, 32 + bar / 2],
  [30, 32 + bar / 2],
  [30, 50],
  [10, 50],
];

describe('shrinkRing', () => {
  it('has the shape again when it is made larger by as much', () => {
    const around = fc.array(between(12, 28), { minLength: 5, maxLength: 20 });
    const holds = fc.property(around, (radii) => {
      const ring = radii.map((r, i): [number, number] => [
        48 + r * Math.cos((2 * Math.PI * i) / radii.length),
        32 + r * Math.sin((2 * Math.PI * i) / radii.length),
      ]);
      expect(compare(drawn([ring]), redrawn(ring)).iou).toBeGreaterThan(0.96);
    });
    fc.assert(holds, runs(60));
  });

  it('keeps both ends where the bar between them is too thin to be made smaller', () => {
    const rings = shrinkRing(dumbbell(0.5), 1);
    expect(rings).toHaveLength(2);
    expect(compare(drawn([dumbbell(0.5)]), redrawn(dumbbell(0.5))).iou).toBeGreaterThan(0.98);
  });

  it('keeps a bar that is nearer to what growing makes of a line than to nothing', () => {
    const middle = (bar: number) => redrawn(dumbbell(bar)).data[32 * SIZE.width + 45]!;
    expect([middle(0.5), middle(1.6), middle(4)]).toEqual([0, 1, 1]);
  });

  it('takes a ring either way round', () => {
    expect(shrinkRing([...box(10, 10, 30, 30)].reverse(), 2)).toHaveLength(1);
    expect(drawn(shrinkRing([...box(10, 10, 30, 30)].reverse(), 2))).toEqual(drawn([box(12, 12, 28, 28)]));
  });
});

describe('growRings', () => {
  it('joins what grows together, and leaves what they grew shut around empty', () => {
    // A letter C whose gap of two pixels closes.
    const c: Ring = [
      [10, 10],
      [40, 10],
      [40, 24],
      [30, 24],
      [30, 20],
      [20, 20],
      [20, 40],
      [30, 40],
      [30, 26],
      [40, 26],
      [40, 50],
      [10, 50],
    ];
    expect(growRings([c], 1.5)).toHaveLength(2);
    expect(drawn(growRings([c], 1.5)).data[30 * SIZE.width + 25]).toBe(0);
  });
});

describe('a ring that is next to nothing', () => {
  const speck = box(10, 10, 10.0001, 10.0001);
  it('is left out', () => {
    expect(growRings([speck, box(20, 20, 30, 30)], 1)).toHaveLength(1);
    expect(shrinkRing(speck, 1)).toEqual([]);
  });
});

describe('withTips', () => {
  it('lets the tip of a shrunk needle reach nearly as far as it did, and leaves its other corners', () => {
    const needle = [
      [10, 20],
      [70, 22],
      [10, 24],
    ] as const;
    const shrunk = shrinkRing(needle, 0.5);
    const furthest = (rings: readonly (readonly (readonly [number, number])[])[]): number =>
      Math.max(...rings.flat().map(([x]) => x));
    expect(furthest(shrunk)).toBeLessThan(60);
    const kept = withTips(shrunk, needle, 0.5);
    expect(furthest(kept)).toBeCloseTo(69, 1);
    expect(kept.flat().filter(([x]) => x < 60)).toEqual(shrunk.flat().filter(([x]) => x < 50));
  });

  it('leaves a ring of blunt corners as it is', () => {
    const shrunk = shrinkRing(box(10, 10, 50, 40), 1);
    expect(withTips(shrunk, box(10, 10, 50, 40), 1)).toEqual(shrunk);
  });
});

describe('shiftEdges', () => {
  it('moves each edge by what its direction says, corners with them', () => {
    const sides = (nx: number, ny: number): number => (nx > 0.5 ? 2 : ny > 0.5 ? 1 : 0);
    expect(shiftEdges(box(10, 10, 30, 30), sides)).toEqual(box(10, 10, 32, 31));
  });
});

describe('strokeRings', () => {
  it('goes around a line at the distance, and inside one that closes on itself too', () => {
    const straight = strokeRings(
      [
        [20, 30],
        [60, 30],
      ],
      5,
    );
    expect(straight).toHaveLength(1);
    for (const [x, y] of straight[0]!) {
      const away = Math.hypot(Math.max(20 - x, 0, x - 60), y - 30);
      expect(Math.abs(away - 5)).toBeLessThan(0.1);
    }
    expect(strokeRings([...box(20, 15, 70, 50), [20, 15]], 5)).toHaveLength(2);
  });
});
