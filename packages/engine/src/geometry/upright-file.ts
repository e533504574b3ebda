import type { Filter, Size } from '@chemigram/mask';
import { scaleOf } from './affine.ts';
import { exactStep, pixelOf, stepAt } from './geometry.ts';
import type { Geometry } from './geometry.ts';
import { sampledAt, takenAt } from './scaled-down.ts';
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

/** Whether the picture's sides lie along those of the stored frame: it is turned by quarters alone, and not bent. */
export function liesUpright({ similarity, displayed }: Geometry): boolean {
  if (similarity === null) return false;
  const { a, b } = similarity;
  return (Math.min(Math.abs(a), Math.abs(b)) / scaleOf(similarity)) * longest(displayed) <= LEAN_PX;
}

/**
 * The file for a displayed raster of `shown` pixels; null when the picture does not lie upright. See
 * intoStoredFrame for how darktable takes a file. Each axis is told by itself, at the middle of the other one.
 * @param isSeen whether the raster is of a picture that darktable rendered at that size: then its pixels lie where
 *   darktable stood for them, else where the geometry says
 */
export function uprightFile(geometry: Geometry, part: FramePart, shown: Size, isSeen: boolean): UprightFile | null {
  const { similarity, displayed } = geometry;
  if (similarity === null || !liesUpright(geometry)) return null;
  const pixel = scaleOf(similarity);
  const turned = Math.abs(similarity.a) < Math.abs(similarity.b);
  // The longer side is as long as was asked; what is left over of the other is cut off.
  const step = Math.max(1, stepAt(shown, displayed));
  const fine = Math.min(1, OVERSAMPLING / step) / pixel;
  const size = { width: Math.round(part.width * fine), height: Math.round(part.height * fine) };

  const half = 0.5 * pixelOf(geometry);
  const corner = 0.5 * exactStep(displayed);
  const [midX, midY] = [displayed.width / 2 + corner, displayed.height / 2 + corner];
  const [midU, midV] = geometry.toStored(midX, midY);
  const columns = { start: part.x, length: part.width, inFile: size.width };
  const rows = { start: part.y, length: part.height, inFile: size.height };
  const axis = (along: Along, count: number, toFrame: (x: number) => number, toDisplayed: (u: number) => number) => {
    const { start, length, inFile } = along;
    const inFrame = Math.round(length / pixel);
    const edge = (toFrame(corner) - start) / pixel;
    const isForward = toFrame(corner + 1) > toFrame(corner);
    const at = sampledAt({
      count,
      step,
      inFrame,
      cut: isForward ? edge : inFrame - edge,
      isForward,
      mosaic: part.mosaic,
    });
    const perPixel = inFile / inFrame;
    const shownBy = (k: number): number =>
      isSeen
        ? (k / perPixel - at(0)) / (at(1) - at(0))
        : (toDisplayed(start + (k / inFile) * length + half) - corner) / step - 0.5;
    return axisOf({ inFile, inFrame }, { count, step, at }, shownBy);
  };
  const x = axis(
    turned ? rows : columns,
    shown.width,
    (across) => geometry.toStored(across, midY)[turned ? 1 : 0],
    (u) => geometry.toDisplayed(turned ? midU : u, turned ? u : midV)[0],
  );
  const y = axis(
    turned ? columns : rows,
    shown.height,
    (down) => geometry.toStored(midX, down)[turned ? 0 : 1],
    (v) => geometry.toDisplayed(turned ? v : midU, turned ? midV : v)[1],
  );
  return { size, turned, x, y };
}

const longest = ({ width, height }: Size): number => Math.max(width, height);

/** An axis of the part of the frame: where it begins and how long it is, in units of the diagonal, and the file's pixels. */
interface Along {
  readonly start: number;
  readonly length: number;
  readonly inFile: number;
}

/**
 * @param along how many pixels lie along an axis: in the file, and in the frame itself, to which darktable interpolates the file
 * @param shown how many are shown, of how many of the frame each, and where in the frame it stands
 * @param shownBy which displayed pixel, whose centres are whole numbers, a pixel of the file is to hold
 */
function axisOf(
  { inFile, inFrame }: { inFile: number; inFrame: number },
  { count, step, at }: { count: number; step: number; at: (i: number) => number },
  shownBy: (k: number) => number,
): UprightAxis {
  const held = Int32Array.from({ length: inFile }, (_, k) => {
    const pixel = shownBy(k);
    return pixel >= -1 && pixel <= count ? Math.min(Math.max(Math.round(pixel), 0), count - 1) : -1;
  });
  const perPixel = inFile / inFrame;
  const first = new Int32Array(count);
  const spans = Array.from({ length: count }, (_, i) => {
    const { first: from, weights } = takenAt(at(i), step);
    const shares = new Shares();
    for (const [k, weight] of weights.entries()) {
      const clear = Math.min(Math.max(from + k, 0), inFrame - 1) * perPixel;
      const low = Math.max(0, Math.min(Math.floor(clear), inFile - 2));
      shares.add(held[low]!, weight * (1 - (clear - low)));
      shares.add(held[Math.min(low + 1, inFile - 1)]!, weight * (clear - low));
    }
    first[i] = shares.first;
    return shares.span();
  });
  return { held, shown: { first, spans } };
}

/** How much comes from each of a few pixels beside each other. */
class Shares {
  readonly #of = new Map<number, number>();

  /** @param pixel -1 for none */
  add(pixel: number, share: number): void {
    if (pixel >= 0 && share !== 0) this.#of.set(pixel, (this.#of.get(pixel) ?? 0) + share);
  }

  get first(): number {
    return this.#of.size === 0 ? 0 : Math.min(...this.#of.keys());
  }

  span(): Float64Array {
    const { first } = this;
    const span = new Float64Array(this.#of.size === 0 ? 1 : Math.max(...this.#of.keys()) - first + 1);
    for (const [pixel, share] of this.#of) span[pixel - first] = share;
    return span;
  }
}
