/** Which of a row's pixels go into one of the scaled row, and by what weight each. */
export interface WeightedPixels {
  readonly first: number;
  readonly weights: Float64Array;
}

/** Pixels on each side that the kernel reaches over where nothing is scaled. */
const REACH = 2;

/** The bicubic kernel of Catmull and Rom ("A class of local interpolating splines", 1974). */
function bicubic(distance: number): number {
  const t = Math.abs(distance);
  if (t >= REACH) return 0;
  return t < 1 ? (1.5 * t - 2.5) * t * t + 1 : ((-0.5 * t + 2.5) * t - 4) * t + 2;
}

/**
 * What darktable takes for a pixel of a row that it scales down: a kernel as much wider, of which it leaves out the last
 * tap. (Measured on 5.4.1 with lines of single pixels at a step of 1.5: this comes within 0.00004.)
 * @param at where the scaled pixel stands among those of the row, whose centres are whole numbers
 * @param step pixels of the row per pixel of the scaled one, at least 1
 */
export function takenAt(at: number, step: number): WeightedPixels {
  const first = Math.ceil(at - REACH * step);
  const weights = new Float64Array(Math.ceil(2 * REACH * step) - 1);
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += weights[k] = bicubic((first + k - at) / step);
  return { first, weights: weights.map((weight) => weight / sum) };
}

/** An axis of the displayed picture along the frame that it is a part of. */
export interface ShownAxis {
  /** How many pixels are shown. */
  readonly count: number;
  /** Pixels of the frame to each, at least 1. */
  readonly step: number;
  /** How many pixels the frame has. */
  readonly inFrame: number;
  /** How many of them are cut away before the first that is shown. */
  readonly cut: number;
  /** Whether the frame runs the same way as the picture. */
  readonly isForward: boolean;
  /** A raw is cut at multiples of so many pixels: those of its colour filters; null of what is none. */
  readonly mosaic: number | null;
}

/** A geometry is as much short of an edge, in pixels shown, where it was measured. */
const SHORT = 0.1;

/**
 * Where darktable stands in the frame for a shown pixel. It counts the picture in pixels of the size that it renders, each
 * stage cutting off what is no whole one, and starts a raw at a whole square of colour filters: so the picture itself stands
 * up to two pixels of the frame aside of its place. (Measured on 5.4.1 with noise: raws and others, all turned four ways,
 * cropped and not, at three sizes and the full one.)
 */
export function sampledAt({ count, step, inFrame, cut, isForward, mosaic }: ShownAxis): (i: number) => number {
  const before = Math.max(0, Math.floor(cut / step + SHORT));
  const begins = isForward ? before : Math.max(0, Math.floor(inFrame / step) - before - count);
  const start = mosaic === null ? begins * step : Math.floor((begins * step) / mosaic) * mosaic;
  return (i) => start + (isForward ? i : count - 1 - i) * step;
}
