import type { Raster } from '@chemigram/mask';
import { expect, it } from 'vitest';
import { onCoarseGrid } from '../../src/masks/forms/coarse-grid.ts';

const WIDTH = 9;
/** A raster of one row. */
const row = (...data: number[]): Raster => ({ width: data.length, height: 1, data: Float32Array.from(data) });

it('an ellipse is seen at each fourth pixel, and runs straight from one to the next', () => {
  expect([...onCoarseGrid(row(0, 1, 1, 1, 1, 1, 1, 0, 0), 0, 1).data]).toEqual([
    0, 0.25, 0.5, 0.75, 1, 0.75, 0.5, 0.25, 0,
  ]);
});

it('one that lies between what is looked at is not seen', () => {
  expect(Math.max(...onCoarseGrid(row(0, 1, 1, 1, 0, 0, 0, 0, 0), 0, 1).data)).toBe(0);
});

it('nothing is seen of it far from what was drawn', () => {
  const drawn = {
    ...row(...Array.from({ length: 40 }, (_, i) => (i === 20 ? 1 : 0))),
    box: { left: 20, top: 0, right: 21, bottom: 1 },
  };
  const seen = onCoarseGrid(drawn, 0, 1);
  expect([...seen.data].findIndex((opacity) => opacity > 0)).toBe(17);
  expect(seen.box).toMatchObject({ left: 16, right: 25 });
});

it.each([
  ['a wide feather', 40, 1],
  ['a picture that is looked at much smaller', 0, 3],
])('of %s nothing is lost', (_title, border, step) => {
  const drawn = row(...Array.from({ length: WIDTH }, (_, i) => i / WIDTH));
  expect(onCoarseGrid(drawn, border, step)).toBe(drawn);
});
