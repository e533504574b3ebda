import { signedArea } from '@chemigram/mask';
import type { Geometry } from '../../geometry/geometry.ts';
import type { Ring } from './form-tree.ts';

/** How long a feather is at a point of an outline, in the units of the frame that it is drawn in. */
export interface FeatherLengths {
  /** Across the edge that comes before the point. */
  readonly before: number;
  /** Between the two edges, where an outer corner is turned around. */
  readonly around: number;
  /** Across the edge that comes after it. */
  readonly after: number;
}

/** A feather that is as long every way. */
export const evenly = (length: number): FeatherLengths => ({ before: length, around: length, after: length });

/** The least distance at which the scale across an outline is looked at, in displayed pixels. */
const LEAST_REACH_PX = 2;

type Vector = readonly [number, number];

/**
 * How long a feather is in the stored frame at each point of an outline: so long that it ends where it is displayed to end
 * (darktable draws it straight from the outline to there, in what is displayed). A wide one reaches where the scale is another, and
 * each way may have a scale of its own.
 */
export function featherLengths(ring: Ring, border: number, geometry: Geometry): FeatherLengths[] {
  const outwards = Math.sign(signedArea(ring));
  const normals = ring.map(([x, y], i): Vector => {
    const [qx, qy] = ring[(i + 1) % ring.length]!;
    return unit([outwards * (qy - y), outwards * (x - qx)]);
  });
  return ring.map((point, i) => {
    const from = geometry.toStored(...point);
    /** Where so many pixels of a way through the picture lead to in the stored frame, per pixel. */
    const perPixel = (way: Vector, by: number): Vector => {
      const [u, v] = geometry.toStored(point[0] + way[0] * by, point[1] + way[1] * by);
      return [(u - from[0]) / by, (v - from[1]) / by];
    };
    const across = (normal: Vector): Vector => perPixel(normal, Math.max(LEAST_REACH_PX, border));
    // Of an edge's feather the lines are as straight as the edge: what counts is how far they lie from it.
    const fromEdge = (normal: Vector): number => {
      const [tx, ty] = unit(perPixel([-normal[1], normal[0]], LEAST_REACH_PX));
      const [u, v] = across(normal);
      return border * Math.abs(u * ty - v * tx);
    };
    const [before, after] = [normals.at(i - 1)!, normals[i]!];
    const between = unit([before[0] + after[0], before[1] + after[1]]);
    return { before: fromEdge(before), around: border * Math.hypot(...across(between)), after: fromEdge(after) };
  });
}

function unit([x, y]: Vector): Vector {
  const length = Math.hypot(x, y) || 1;
  return [x / length, y / length];
}
