/** A picture scaled down for looking at: what is in it stays where it was, and as bright. */
import { assert, integer, nat, property } from 'fast-check';
import { expect, test } from 'vitest';
import { planesOf } from '../src/raster/planes.ts';

const side = integer({ min: 40, max: 160 });

/** Where the light of a picture lies, as a share of its width and height: Y of a grey is told by L alone. */
function middleOf({ width, height, l }: ReturnType<typeof planesOf>): [number, number, number] {
  let [sum, x, y] = [0, 0, 0];
  for (let i = 0; i < l.length; i++) {
    const light = l[i]! > 8 ? ((l[i]! + 16) / 116) ** 3 : l[i]! / 903.3;
    sum += light;
    x += light * ((i % width) + 0.5);
    y += light * (Math.floor(i / width) + 0.5);
  }
  return [x / sum / width, y / sum / height, sum / l.length];
}

test('a bright spot stays in its place and keeps its light, whatever sizes do not divide each other', () => {
  assert(
    property(side, side, integer({ min: 20, max: 39 }), nat(), nat(), (width, height, box, u, v) => {
      const rgb = new Uint8Array(3 * width * height);
      const [left, top] = [u % (width - 7), v % (height - 7)];
      for (let y = top; y < top + 7; y++) rgb.fill(255, 3 * (y * width + left), 3 * (y * width + left + 7));
      const picture = { width, height, rgb };
      const [x, y, light] = middleOf(planesOf(picture, box));
      const [x0, y0, light0] = middleOf(planesOf(picture, Math.max(width, height)));
      // Of the scaled pixels: within one of them nothing is known of where the light lies.
      expect(light).toBeCloseTo(light0, 4);
      expect(Math.abs(x - x0) * width).toBeLessThan(0.5 * (Math.max(width, height) / box));
      expect(Math.abs(y - y0) * height).toBeLessThan(0.5 * (Math.max(width, height) / box));
    }),
  );
});

test('from 1,024 pixels to 768 an edge moves by less than a tenth of a pixel on average', () => {
  const [width, height] = [1024, 3];
  const edges = Array.from({ length: 100 }, (_, k) => 200 + 6 * k + (k % 4));
  const off = edges.map((edge) => {
    const rgb = new Uint8Array(3 * width * height).fill(255);
    for (let y = 0; y < height; y++) rgb.fill(0, 3 * y * width, 3 * (y * width + edge));
    const { l, width: scaled } = planesOf({ width, height, rgb }, 768);
    const light = l
      .subarray(0, scaled)
      .reduce((sum, value) => sum + (value > 8 ? ((value + 16) / 116) ** 3 : value / 903.3), 0);
    return ((scaled - light) * width) / scaled - edge;
  });
  expect(Math.abs(off.reduce((a, b) => a + b) / off.length)).toBeLessThan(0.1);
  expect(off.reduce((worst, value) => Math.max(worst, Math.abs(value)), 0)).toBeLessThan(0.1);
});
