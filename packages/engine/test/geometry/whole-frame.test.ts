import type { Raster } from '@chemigram/mask';
import { expect, test } from 'vitest';
import { applyAffine, invertAffine } from '../../src/geometry/affine.ts';
import type { Geometry } from '../../src/geometry/geometry.ts';
import { asDisplayed, asStored, wholeFrame } from '../../src/geometry/whole-frame.ts';

/** A picture of 4 x 3 in each way that EXIF turns one: where its x and y lead in a frame of diagonal 1. */
const WAYS: [name: string, x: readonly [number, number], y: readonly [number, number]][] = [
  ['upright', [1, 0], [0, 1]],
  ['mirrored', [-1, 0], [0, 1]],
  ['upside down', [-1, 0], [0, -1]],
  ['mirrored upside down', [1, 0], [0, -1]],
  ['transposed', [0, 1], [1, 0]],
  ['turned right', [0, -1], [1, 0]],
  ['turned left', [0, 1], [-1, 0]],
  ['transposed the other way', [0, -1], [-1, 0]],
];
const [WIDTH, HEIGHT] = [4, 3];

function geometryOf([xu, xv]: readonly [number, number], [yu, yv]: readonly [number, number]): Geometry {
  const pixel = 1 / Math.hypot(WIDTH, HEIGHT);
  const far = (x: number, y: number): number => (x < 0 ? WIDTH : 0) + (y < 0 ? HEIGHT : 0);
  const [a, b, c, d] = [xu, yu, xv, yv].map((one) => one * pixel) as [number, number, number, number];
  const similarity = { a, b, c, d, e: far(xu, yu) * pixel, f: far(xv, yv) * pixel };
  const [width, height] = xu === 0 ? [HEIGHT, WIDTH] : [WIDTH, HEIGHT];
  return {
    displayed: { width: WIDTH, height: HEIGHT },
    stored: { width: width * pixel, height: height * pixel },
    similarity,
    toStored: (x, y) => applyAffine(similarity, x, y),
    toDisplayed: (u, v) => applyAffine(invertAffine(similarity), u, v),
  };
}

test.each(WAYS)('a picture that is %s lies in the frame where its geometry says', (_name, x, y) => {
  const geometry = geometryOf(x, y);
  const whole = wholeFrame(geometry, { x: 0, y: 0, ...geometry.stored })!;
  const displayed: Raster = { width: WIDTH, height: HEIGHT, data: Float32Array.from({ length: 12 }, (_, i) => i) };
  const stored = asStored(displayed, whole);
  for (const [i, value] of displayed.data.entries()) {
    const [u, v] = geometry.toStored((i % WIDTH) + 0.5, Math.floor(i / WIDTH) + 0.5);
    const [column, row] = [u, v].map((at) => Math.floor(at * Math.hypot(WIDTH, HEIGHT))) as [number, number];
    expect(stored.data[row * stored.width + column]).toBe(value);
  }
  expect(asDisplayed(stored, whole)).toEqual(displayed);
});

test('a part of the frame, or a leaning picture, is not the whole of it', () => {
  const geometry = geometryOf([1, 0], [0, 1]);
  const { width, height } = geometry.stored;
  expect(wholeFrame(geometry, { x: 0, y: 0, width: 2 * width, height })).toBeNull();
  const leaning = geometryOf([0.9, 0.43589], [-0.43589, 0.9]);
  expect(wholeFrame(leaning, { x: 0, y: 0, ...leaning.stored })).toBeNull();
});
