import type { Raster, Size } from '@chemigram/mask';
import { scaleOf } from './affine.ts';
import type { Geometry } from './geometry.ts';
import type { FramePart } from './sensor-border.ts';

/** A displayed picture that is the whole of a frame, at most turned by quarters and mirrored. */
export interface WholeFrame {
  /** The frame's own pixels. */
  readonly frame: Size;
  /** Columns of the displayed picture are rows of the frame. */
  readonly turned: boolean;
  /** The displayed picture begins at the frame's right, or lower, side. */
  readonly fromRight: boolean;
  readonly fromBelow: boolean;
}

/** Displayed pixels that a side of the picture may lean over its whole length to count as upright. */
const LEAN_PX = 0.5;
/** Pixels by which the sides may differ through rounding. */
const ROUNDING_PX = 1.5;

/** @returns null where the picture is framed: cropped, leaning, or bent by a lens */
export function wholeFrame({ similarity, displayed }: Geometry, part: FramePart): WholeFrame | null {
  if (similarity === null) return null;
  const { a, b, c, d } = similarity;
  const pixel = scaleOf(similarity);
  const turned = Math.abs(b) > Math.abs(a);
  const lean = (Math.min(Math.abs(a), Math.abs(b)) / pixel) * Math.max(displayed.width, displayed.height);
  const frame = { width: Math.round(part.width / pixel), height: Math.round(part.height / pixel) };
  const [width, height] = turned ? [displayed.height, displayed.width] : [displayed.width, displayed.height];
  const off = Math.max(Math.abs(width - frame.width), Math.abs(height - frame.height));
  if (lean > LEAN_PX || off > ROUNDING_PX) return null;
  return { frame, turned, fromRight: (turned ? b : a) < 0, fromBelow: (turned ? c : d) < 0 };
}

/** A displayed raster as it lies in the frame. */
export function asStored(displayed: Raster, whole: WholeFrame): Raster {
  const { width: across, height: down } = displayed;
  const [width, height] = whole.turned ? [down, across] : [across, down];
  const data = new Float32Array(displayed.data.length);
  eachPixel({ width, height }, whole, (stored, shown) => void (data[stored] = displayed.data[shown]!));
  return { width, height, data };
}

/** A raster of the frame as it is displayed. */
export function asDisplayed(stored: Raster, whole: WholeFrame): Raster {
  const { width, height } = stored;
  const data = new Float32Array(stored.data.length);
  eachPixel(stored, whole, (at, shown) => void (data[shown] = stored.data[at]!));
  return whole.turned ? { width: height, height: width, data } : { width, height, data };
}

/** Each pixel of the frame with that of the displayed picture. */
function eachPixel(
  { width, height }: Size,
  { turned, fromRight, fromBelow }: WholeFrame,
  take: (stored: number, shown: number) => void,
): void {
  for (let j = 0, at = 0; j < height; j++) {
    const y = fromBelow ? height - 1 - j : j;
    for (let i = 0; i < width; i++, at++) {
      const x = fromRight ? width - 1 - i : i;
      take(at, turned ? x * height + y : y * width + x);
    }
  }
}
