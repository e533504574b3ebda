import { signedArea } from '@chemigram/mask';
import type { Geometry } from '../../geometry/geometry.ts';
import type { Ring } from './form-tree.ts';

/** The least distance by which the scale across an outline is looked at, in displayed pixels. */
const LEAST_REACH_PX = 2;

/**
 * How long a feather is in the stored frame at each point of an outline: so long that its middle lies where it is displayed, as far
 * as that is in the picture. A wide one reaches where the scale is another.
 */
export function featherLengths(ring: Ring, border: number, geometry: Geometry): number[] {
  const { width, height } = geometry.displayed;
  const outwards = Math.sign(signedArea(ring));
  return ring.map(([x, y], i) => {
    const [px, py] = ring.at(i - 1)!;
    const [qx, qy] = ring[(i + 1) % ring.length]!;
    const length = Math.hypot(qx - px, qy - py) || 1;
    const [nx, ny] = [(outwards * (qy - py)) / length, (outwards * (px - qx)) / length];
    const middle = Math.max(border / 2, LEAST_REACH_PX);
    const isIn = (by: number): boolean =>
      x + nx * by >= 0 && x + nx * by <= width && y + ny * by >= 0 && y + ny * by <= height;
    const reach = isIn(middle) ? middle : LEAST_REACH_PX;
    const [u0, v0] = geometry.toStored(x, y);
    const [u1, v1] = geometry.toStored(x + nx * reach, y + ny * reach);
    return (border * Math.hypot(u1 - u0, v1 - v0)) / reach;
  });
}
