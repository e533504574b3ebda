import type { Raster } from '@chemigram/mask';
import { describe, expect, it } from 'vitest';
import { agreementInSteps } from '../../src/masks/forms/feather-steps.ts';
import { single, type FormNode } from '../../src/masks/forms/form-tree.ts';

const SIZE = { width: 100, height: 80 };
/** An upright bar, so many pixels wide. */
const bar = (width: number): Raster => ({
  ...SIZE,
  data: Float32Array.from({ length: SIZE.width * SIZE.height }, (_, i) => (i % SIZE.width < width ? 1 : 0)),
});
const outline = (border: number): FormNode => ({
  kind: 'shape',
  name: 'outline',
  shape: { kind: 'outline', ring: [], border },
});
const group = (node: FormNode): FormNode => ({ kind: 'group', name: 'group', members: [single(node, false, 1)] });
const agrees = (node: FormNode, asked: Raster, displayed = SIZE): number =>
  agreementInSteps(node, asked, 0.5, displayed);

describe('how well a mask can agree with feathers in steps', () => {
  it('is less the thinner it is: 0.17 of its sides per pixel are lost', () => {
    // At the edge of the picture a bar has one side.
    expect([agrees(outline(4), bar(10)), agrees(group(outline(4)), bar(5)), agrees(outline(4), bar(1))]).toEqual(
      [0.1, 0.2, 1].map((sides) => expect.closeTo(1 - 0.17 * sides, 2)),
    );
  });

  it('is counted in pixels of the photo, of which one of the raster may have several', () => {
    expect(agrees(outline(4), bar(5), { width: 400, height: 320 })).toBeCloseTo(1 - (0.17 * 0.2) / 4, 2);
  });

  it.each<[string, FormNode, { width: number; height: number }]>([
    ['of a hard outline', outline(0), SIZE],
    ['of an outline whose feather is a pixel', group(outline(1)), SIZE],
    [
      'of an ellipse',
      { kind: 'shape', name: 'e', shape: { kind: 'ellipse', cx: 5, cy: 5, rx: 3, ry: 3, rotation: 0, border: 9 } },
      SIZE,
    ],
    ['in a picture that is larger than forms are exact for', outline(4), { width: 1600, height: 1280 }],
  ])('is whole %s', (_what, node, displayed) => {
    expect(agrees(node, bar(1), displayed)).toBe(1);
  });
});
