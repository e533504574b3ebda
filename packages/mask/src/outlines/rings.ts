import type { Size } from '../raster/raster.ts';

type Point = readonly [number, number];

/** Points of an outline that closes by itself, in pixels. */
export type PointRing = readonly Point[];

/** The area that a ring encloses, in square pixels; negative where it runs against the clock on the screen. */
export function signedArea(ring: PointRing): number {
  let twice = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    twice += ring[j]![0] * ring[i]![1] - ring[i]![0] * ring[j]![1];
  }
  return twice / 2;
}

/** The area that a ring encloses, however it runs. */
export const areaOf = (ring: PointRing): number => Math.abs(signedArea(ring));

/** A ring as fractions of the picture, 0..1: what lies a little beyond its edge lies on it. */
export const fractionsOf = (ring: PointRing, { width, height }: Size): [number, number][] =>
  ring.map(([x, y]) => [within(x / width), within(y / height)]);

const within = (value: number): number => Math.min(1, Math.max(0, value));

/** Squared distance of a point to the line from a to b. */
export function squaredDistance(p: Point, a: Point, b: Point): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length));
  return (p[0] - a[0] - t * dx) ** 2 + (p[1] - a[1] - t * dy) ** 2;
}
