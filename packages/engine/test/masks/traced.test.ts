import { compare } from '@chemigram/mask';
import { describe, expect, it } from 'vitest';
import { shapesDrawn } from '../../src/masks/forms/form-tree.ts';
import type { FormNode, Ring } from '../../src/masks/forms/form-tree.ts';
import { tracedForms } from '../../src/masks/outlines/traced.ts';

const SIZE = { width: 768, height: 512 };

const rasterOf = (opacityAt: (x: number, y: number) => number) => ({
  ...SIZE,
  data: Float32Array.from({ length: SIZE.width * SIZE.height }, (_, i) =>
    opacityAt((i % SIZE.width) + 0.5, Math.floor(i / SIZE.width) + 0.5),
  ),
});

/** A disc whose edge is `soft` pixels wide. */
const disc = (soft: number, radius = 150) =>
  rasterOf((x, y) => Math.min(1, Math.max(0, 0.5 + (radius - Math.hypot(x - 384, y - 256)) / soft)));

const meanOf = ({ data }: ReturnType<typeof rasterOf>): number => data.reduce((sum, one) => sum + one, 0) / data.length;

function traced(asked: ReturnType<typeof rasterOf>) {
  const { node, predicted } = tracedForms(asked, SIZE, 'm')!;
  return { shapes: shapesDrawn(node), ...compare(asked, predicted) };
}

/** The outlines of a tree, in full-size pixels. */
const ringsOf = (node: FormNode): Ring[] =>
  node.kind === 'group'
    ? node.members.flatMap((member) => ringsOf(member.node))
    : node.shape.kind === 'outline'
      ? [node.shape.ring]
      : [];

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

  it('gives the inside of a small soft mask all of the effect, and of one around it none', () => {
    // A face: a hundredth of the picture.
    const face = disc(14, 36);
    const around = { ...face, data: face.data.map((opacity) => 1 - opacity) };
    const middle = 256 * SIZE.width + 384;
    for (const [asked, inside] of [
      [face, 1],
      [around, 0],
    ] as const) {
      expect(tracedForms(asked, SIZE, 'm')!.predicted.data[middle]).toBeCloseTo(inside, 3);
      const { meanAbsoluteError, shapes } = traced(asked);
      expect(meanAbsoluteError).toBeLessThan(0.08 * meanOf(face));
      expect(shapes).toBeLessThan(12);
    }
  });

  it('draws of a texture no more outlines than darktable has the time for', () => {
    const texture = rasterOf((x, y) => Math.max(0, Math.sin(x / 2) * Math.sin(y / 2)));
    expect(traced(texture).shapes).toBeLessThanOrEqual(161);
  });

  it('puts the outlines of an upright format where its pixels are: darktable scales by the longer side', () => {
    // 1699 / 2549 of 1,024 pixels are 682.5: half a column is cut off, and no row.
    const [full, size] = [
      { width: 1699, height: 2549 },
      { width: 682, height: 1024 },
    ];
    const [x0, y0, x1, y1] = [500, 900, 600, 1000];
    const data = Float32Array.from({ length: size.width * size.height }, (_, i) => {
      const [x, y] = [i % size.width, Math.floor(i / size.width)];
      return x >= x0 && x < x1 && y >= y0 && y < y1 ? 1 : 0;
    });
    const { node } = tracedForms({ ...size, data }, full, 'm')!;
    const corners = ringsOf(node).flat();
    const step = full.height / size.height;
    expect(Math.max(...corners.map(([x]) => x)) / step).toBeCloseTo(x1, 1);
    expect(Math.max(...corners.map(([, y]) => y)) / step).toBeCloseTo(y1, 1);
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
