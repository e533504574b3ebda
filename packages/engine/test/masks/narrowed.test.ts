import type { Raster } from '@chemigram/mask';
import { expect, it } from 'vitest';
import { geometryFrom } from '../../src/geometry/geometry.ts';
import { narrowed } from '../../src/masks/ranges/narrowed.ts';
import { nativeForms } from '../../src/masks/forms/native.ts';
import { predictForms } from '../../src/masks/forms/predict.ts';

const SIZE = { width: 240, height: 160 };
const diagonal = Math.hypot(SIZE.width, SIZE.height);
/** Shown as it is stored. */
const geometry = geometryFrom({
  displayed: SIZE,
  stored: { width: SIZE.width / diagonal, height: SIZE.height / diagonal },
  columns: 3,
  rows: 3,
  step: 50,
  origin: 0.5,
  points: [0, 50, 100].flatMap((y) => [0, 50, 100].flatMap((x) => [x / diagonal, y / diagonal])),
});

const form = nativeForms(
  { dt_form: 'rectangle', dt_params: { x0: 0.1, y0: 0.1, x1: 0.9, y1: 0.9, border: 0.02, rotation: 0 } },
  SIZE,
  'form',
)!;
const opacity = await predictForms(form, geometry, SIZE);

const raster = (opacityAt: (x: number, y: number) => number): Raster => ({
  ...SIZE,
  data: Float32Array.from({ length: SIZE.width * SIZE.height }, (_, i) =>
    opacityAt(i % SIZE.width, Math.floor(i / SIZE.width)),
  ),
});

it('a form beside a range keeps what the range asks for, and loses what lies far from it', async () => {
  const asked = raster((x, y) => (x >= 60 && x < 100 && y >= 50 && y < 110 ? 1 : 0));
  const { data } = await predictForms(narrowed({ node: form, geometry }, opacity, asked, 'mask')!, geometry, SIZE);
  const at = (x: number, y: number): number => data[y * SIZE.width + x]!;
  expect([at(61, 51), at(98, 108), at(80, 80)]).toEqual([1, 1, 1]);
  expect([at(50, 80), at(110, 80), at(80, 40), at(200, 80)]).toEqual([0, 0, 0, 0]);
});

it('a form stays as it is where the range asks for something all over it', async () => {
  const asked = raster((x, y) => ((x + y) % 2 === 0 ? 1 : 0));
  const { data } = await predictForms(narrowed({ node: form, geometry }, opacity, asked, 'mask')!, geometry, SIZE);
  const inner = raster((x, y) => (x > 30 && x < 210 && y > 24 && y < 136 ? 1 : 0));
  expect(inner.data.every((inside, i) => inside === 0 || data[i] === opacity.data[i])).toBe(true);
});

it('is nothing where the range asks for nothing within the form', () => {
  const asked = raster((x, y) => (x < 10 && y < 10 ? 1 : 0));
  expect(narrowed({ node: form, geometry }, opacity, asked, 'mask')).toBeNull();
});
