/** Rasters carried from one frame to another: pixels that lie on pixels keep their values, others are mixed of four. */
import type { Raster } from '@chemigram/mask';
import { describe, expect, it } from 'vitest';
import { geometryFrom } from '../../src/geometry/geometry.ts';
import type { Geometry } from '../../src/geometry/geometry.ts';
import { fromStoredFrame, reframe, showsMore } from '../../src/geometry/warp.ts';

const STORED = { width: 9, height: 7 };
/** A raster of the stored frame in which each pixel is another. */
const stored: Raster = { ...STORED, data: Float32Array.from({ length: 63 }, (_, i) => ((11 * i) % 63) / 63) };

/** The displayed picture of `size` that begins at (x, y) of the stored frame. */
function cropped(x: number, y: number, size: { width: number; height: number }): Geometry {
  const diagonal = Math.hypot(STORED.width, STORED.height);
  const points = Array.from({ length: size.width * size.height }, (_, i) => [
    x + 0.5 + (i % size.width),
    y + 0.5 + Math.floor(i / size.width),
  ]);
  return geometryFrom({
    displayed: size,
    stored: { width: STORED.width / diagonal, height: STORED.height / diagonal },
    columns: size.width,
    rows: size.height,
    step: 1,
    origin: 0.5,
    points: points.flat().map((value) => value / diagonal),
  });
}
const part = (x: number, y: number, width: number, height: number): number[] =>
  Array.from({ length: width * height }, (_, i) => stored.data[(y + Math.floor(i / width)) * 9 + x + (i % width)]!);
const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 5));

const whole = cropped(0, 0, STORED);
const FRAME = { width: 5, height: 4 };
const frame = cropped(2, 1, FRAME);

describe('what is drawn in the stored frame', () => {
  it('is shown where the picture lies in it, pixel by pixel', () => {
    expect([...fromStoredFrame(stored, whole, STORED).data]).toEqual(close([...stored.data]));
    expect([...fromStoredFrame(stored, frame, FRAME).data]).toEqual(close(part(2, 1, 5, 4)));
  });

  it('is mixed of its neighbours where the picture lies half a pixel aside', () => {
    const aside = fromStoredFrame(stored, cropped(2.5, 1, FRAME), FRAME);
    const [left, right] = [part(2, 1, 5, 4), part(3, 1, 5, 4)];
    expect([...aside.data]).toEqual(close(left.map((value, i) => (value + right[i]!) / 2)));
    const below = fromStoredFrame(stored, cropped(2, 1.25, FRAME), FRAME);
    const [upper, lower] = [part(2, 1, 5, 4), part(2, 2, 5, 4)];
    expect([...below.data]).toEqual(close(upper.map((value, i) => 0.75 * value + 0.25 * lower[i]!)));
  });
});

describe('what was drawn in another frame', () => {
  const drawn: Raster = { ...FRAME, data: Float32Array.from(part(2, 1, 5, 4)) };

  it('stays on its pixels in a larger one, and is nowhere else but for a rim of one pixel', () => {
    const { data } = reframe(drawn, frame, whole, STORED);
    const at = (x: number, y: number): number => data[y * 9 + x]!;
    for (let y = 1; y < 5; y++) {
      for (let x = 2; x < 7; x++) expect(at(x, y)).toBeCloseTo(stored.data[y * 9 + x]!, 5);
    }
    expect([at(0, 2), at(8, 2), at(4, 6)]).toEqual([0, 0, 0]);
    expect([at(1, 2), at(7, 2), at(4, 0), at(4, 5)]).toEqual(close([at(2, 2), at(6, 2), at(4, 1), at(4, 4)]));
  });

  it('stays on its pixels in a smaller one, and is itself in its own', () => {
    const smaller = { width: 3, height: 2 };
    expect([...reframe(drawn, frame, cropped(3, 2, smaller), smaller).data]).toEqual(close(part(3, 2, 3, 2)));
    expect(reframe(drawn, frame, frame, FRAME)).toBe(drawn);
  });
});

it.each([
  ['left', cropped(3, 0, { width: 6, height: 7 }), cropped(2, 0, { width: 7, height: 7 })],
  ['right', cropped(0, 0, { width: 6, height: 7 }), cropped(0, 0, { width: 7, height: 7 })],
  ['top', cropped(0, 3, { width: 9, height: 4 }), cropped(0, 2, { width: 9, height: 5 })],
  ['bottom', cropped(0, 0, { width: 9, height: 4 }), cropped(0, 0, { width: 9, height: 5 })],
])('a picture shows more than one cropped at its %s, by more than the rim of two pixels', (_side, three, two) => {
  expect([showsMore(whole, three), showsMore(three, whole)]).toEqual([true, false]);
  expect(showsMore(two, three)).toBe(false);
});
