import type { FloatPicture } from '@chemigram/renderer';
import type { SpotBox } from './spot-shape.ts';

/** The mean colour of the ellipse that fits into a box of the displayed picture; at least of the pixel in its middle. */
export function meanColour(
  { width, height, data }: FloatPicture,
  { rx, ry }: Pick<SpotBox, 'rx' | 'ry'>,
  [sx, sy]: readonly [number, number],
): [number, number, number] {
  const [cx, cy] = [sx * width, sy * height];
  const [px, py] = [Math.max(rx * width, 1), Math.max(ry * height, 1)];
  const sum: [number, number, number] = [0, 0, 0];
  let count = 0;
  for (let y = Math.max(0, Math.floor(cy - py)); y < Math.min(height, Math.ceil(cy + py)); y++) {
    for (let x = Math.max(0, Math.floor(cx - px)); x < Math.min(width, Math.ceil(cx + px)); x++) {
      if (((x + 0.5 - cx) / px) ** 2 + ((y + 0.5 - cy) / py) ** 2 > 1) continue;
      count++;
      for (const c of [0, 1, 2] as const) sum[c] += data[3 * (y * width + x) + c]!;
    }
  }
  return [sum[0] / count, sum[1] / count, sum[2] / count];
}
