import { compare } from '@chemigram/mask';
import { describe, expect, it } from 'vitest';
import { shapesDrawn } from '../../src/masks/forms/form-tree.ts';
import { tracedForms } from '../../src/masks/outlines/traced.ts';

const SIZE = { width: 768, height: 512 };

const rasterOf = (opacityAt: (x: number, y: number) => number) => ({
  ...SIZE,
  data: Float32Array.from({ length: SIZE.width * SIZE.height }, (_, i) =>
    opacityAt((i % SIZE.width) + 0.5, Math.floor(i / SIZE.width) + 0.5),
  ),
});

/** A disc whose edge is `soft` pixels wide. */
const disc = (soft: number) =>
  rasterOf((x, y) => Math.min(1, Math.max(0, 0.5 + (150 - Math.hypot(x - 384, y - 256)) / soft)));

function traced(asked: ReturnType<typeof rasterOf>) {
  const { node, predicted } = tracedForms(asked, SIZE, 'm')!;
  return { shapes: shapesDrawn(node), ...compare(asked, predicted) };
}

describe('tracedForms', () => {
  it('outlines a hard shape once', () => {
    const { shapes, iou } = traced(disc(0.01));
    expect(shapes).toBe(1);
    expect(iou).toBeGreaterThan(0.98);
  });

  it('puts a soft edge together of steps, as many as bring it near', () => {
    const { shapes, iou, meanAbsoluteError } = traced(disc(150));
    expect(shapes).toBeGreaterThan(3);
    expect(iou).toBeGreaterThan(0.98);
    expect(meanAbsoluteError).toBeLessThan(0.02);
  });

  it('draws of a texture no more outlines than darktable has the time for', () => {
    const texture = rasterOf((x, y) => Math.max(0, Math.sin(x / 2) * Math.sin(y / 2)));
    expect(traced(texture).shapes).toBeLessThanOrEqual(161);
  });

  it('outlines nothing of nothing', () => {
    expect(
      tracedForms(
        rasterOf(() => 0),
        SIZE,
        'm',
      ),
    ).toBeNull();
  });
});
