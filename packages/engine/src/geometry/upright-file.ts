import type { Filter, Size } from '@chemigram/mask';
import { scaleOf } from './affine.ts';
import { exactStep, pixelOf } from './geometry.ts';
import type { Geometry } from './geometry.ts';
import type { FramePart } from './sensor-border.ts';

/** A displayed axis, which lies along one axis of a file of the stored frame. */
export interface UprightAxis {
  /** Of each pixel of the file along it the displayed pixel that it holds; held at the rim by one pixel, -1 beyond. */
  readonly held: Int32Array;
  /** What of the displayed pixels darktable shows in each, through the file. */
  readonly shown: Filter;
}

/** Where displayed pixels lie in a file whose rows and columns are those of the displayed picture, or its columns and rows. */
export interface UprightFile {
  /** The file's. */
  readonly size: Size;
  /** Whether displayed rows are columns of the file. */
  readonly turned: boolean;
  readonly x: UprightAxis;
  readonly y: UprightAxis;
}

/** A frame on whose pixels those of the raster lie is this much finer, or as fine as the stored frame itself. */
const OVERSAMPLING = 2;
/** Displayed pixels that a side of the picture may lean over its whole length to count as upright. */
const LEAN_PX = 0.5;

/**
 * The file for a displayed raster of `shown` pixels; null when the picture is turned by other than quarters, or bent. See
 * intoStoredFrame for how darktable takes a file. Each axis is told by itself, at the middle of the other one.
 */
export function uprightFile(geometry: Geometry, part: FramePart, shown: Size): UprightFile | null {
  const { similarity, displayed } = geometry;
  if (similarity === null) return null;
  const pixel = scaleOf(similarity);
  const turned = Math.abs(similarity.a) < Math.abs(similarity.b);
  const lean = (Math.min(Math.abs(similarity.a), Math.abs(similarity.b)) / pixel) * longest(displayed);
  if (lean > LEAN_PX) return null;
  const scale = shown.width / displayed.width;
  const fine = Math.min(1, OVERSAMPLING * scale) / pixel;
  const size = { width: Math.round(part.width * fine), height: Math.round(part.height * fine) };

  const half = 0.5 * pixelOf(geometry);
  const corner = 0.5 * exactStep(displayed);
  const [midX, midY] = [displayed.width / 2 + corner, displayed.height / 2 + corner];
  const [midU, midV] = geometry.toStored(midX, midY);
  const uAt = (i: number): number => part.x + (i / size.width) * part.width + half;
  const vAt = (j: number): number => part.y + (j / size.height) * part.height + half;
  const columnOf = (u: number): number => ((u - part.x - half) / part.width) * size.width;
  const rowOf = (v: number): number => ((v - part.y - half) / part.height) * size.height;
  const x = axisOf(
    turned ? size.height : size.width,
    shown.width,
    (k) => (geometry.toDisplayed(turned ? midU : uAt(k), turned ? vAt(k) : midV)[0] - corner) * scale - 0.5,
    (i) => {
      const [u, v] = geometry.toStored(((i + 0.5) / shown.width) * displayed.width + corner, midY);
      return turned ? rowOf(v) : columnOf(u);
    },
  );
  const y = axisOf(
    turned ? size.width : size.height,
    shown.height,
    (k) => (geometry.toDisplayed(turned ? uAt(k) : midU, turned ? midV : vAt(k))[1] - corner) * scale - 0.5,
    (j) => {
      const [u, v] = geometry.toStored(midX, ((j + 0.5) / shown.height) * displayed.height + corner);
      return turned ? columnOf(u) : rowOf(v);
    },
  );
  return { size, turned, x, y };
}

const longest = ({ width, height }: Size): number => Math.max(width, height);

/**
 * @param inFile how many pixels the file has along the axis, and `displayed` the picture
 * @param toDisplayed where a pixel of the file lies among displayed ones, whose centres are whole numbers
 * @param toFile where a displayed pixel lies among those of the file, likewise
 */
function axisOf(
  inFile: number,
  displayed: number,
  toDisplayed: (k: number) => number,
  toFile: (i: number) => number,
): UprightAxis {
  const held = Int32Array.from({ length: inFile }, (_, k) => {
    const at = toDisplayed(k);
    return at >= -1 && at <= displayed ? Math.min(Math.max(Math.round(at), 0), displayed - 1) : -1;
  });
  const first = new Int32Array(displayed);
  const spans = Array.from({ length: displayed }, (_, i) => {
    const at = toFile(i);
    if (!(at >= -1 && at <= inFile)) return new Float64Array(1);
    // Linear between two pixels of the file, each of which holds a displayed one, or none.
    const clear = Math.min(Math.max(at, 0), inFile - 1);
    const low = Math.max(0, Math.min(Math.floor(clear), inFile - 2));
    const part = clear - low;
    const [one, other] = [held[low]!, held[Math.min(low + 1, inFile - 1)]!];
    const [from, to] = [one, other].filter((pixel) => pixel >= 0).toSorted((a, b) => a - b) as [number?, number?];
    if (from === undefined) return new Float64Array(1);
    first[i] = from;
    const span = new Float64Array((to ?? from) - from + 1);
    if (one >= 0) span[one - from]! += 1 - part;
    if (other >= 0) span[other - from]! += part;
    return span;
  });
  return { held, shown: { first, spans } };
}
