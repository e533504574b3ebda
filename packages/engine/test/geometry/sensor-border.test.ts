import { encodeBlob, moduleCodec } from '@chemigram/darktable';
import type { Sidecar } from '@chemigram/darktable';
import { expect, it } from 'vitest';
import type { Geometry } from '../../src/geometry/geometry.ts';
import { withoutBorders } from '../../src/geometry/sensor-border.ts';

const BORDERS = { left: 20, top: 10, right: 5, bottom: 2 };
const [WIDTH, HEIGHT] = [400, 300];
const DIAGONAL = 500;
const params = encodeBlob(moduleCodec('rawprepare', 2).write(BORDERS));
const sidecar = {
  history: [{ num: 0, operation: 'rawprepare', modversion: 2, params }],
  historyEnd: 1,
} as unknown as Sidecar;

/** The frame as it is shown once its borders are cut. */
const geometry = (turned: boolean, similar: boolean): Geometry => {
  const [width, height] = [WIDTH - BORDERS.left - BORDERS.right, HEIGHT - BORDERS.top - BORDERS.bottom];
  return {
    displayed: turned ? { width: height, height: width } : { width, height },
    stored: { width: WIDTH / DIAGONAL, height: HEIGHT / DIAGONAL },
    similarity: similar ? { a: 1 / DIAGONAL, b: 0, c: 0, d: 1 / DIAGONAL, e: 0, f: 0 } : null,
  } as unknown as Geometry;
};

it.each([
  ['shown as it is', false, true],
  ['through a lens', false, false],
  ['turned, through a lens', true, false],
])('what is left without the borders is known of a raw %s', (_name, turned, similar) => {
  const part = withoutBorders(sidecar, geometry(turned, similar));
  expect(part.x * DIAGONAL).toBeCloseTo(20, 9);
  expect(part.y * DIAGONAL).toBeCloseTo(10, 9);
  expect(part.width * DIAGONAL).toBeCloseTo(375, 9);
  expect(part.height * DIAGONAL).toBeCloseTo(288, 9);
  expect(part.mosaic).toBe(2);
});

it('a raw begins at whole squares of its colour filters, which its history tells: three pixels of X-Trans, else two', () => {
  const demosaic = (method: number): Sidecar => {
    const params = encodeBlob(new Uint8Array(Int32Array.of(0, 0, 0, method, 0, 0).buffer));
    return {
      history: [...sidecar.history, { num: 1, operation: 'demosaic', modversion: 4, params }],
      historyEnd: 2,
    } as unknown as Sidecar;
  };
  // RCD; Markesteijn, three passes of it, and a passthrough there.
  expect([5, 1025, 1026, 1027].map((method) => withoutBorders(demosaic(method), geometry(false, true)).mosaic)).toEqual(
    [2, 3, 3, 3],
  );
});

it('a picture without borders is all there', () => {
  const none = { ...sidecar, history: [] };
  expect(withoutBorders(none, geometry(false, true))).toEqual({
    x: 0,
    y: 0,
    width: 0.8,
    height: 0.6,
    mosaic: null,
  });
});
