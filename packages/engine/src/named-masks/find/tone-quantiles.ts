import { rangeValue } from '@chemigram/mask';
import type { Mask, Picture } from '@chemigram/mask';
import type { Found } from './found.ts';

/** Steps of the histogram: sixteen to each of 256 levels, since luma is a weighted sum of three bytes. */
const STEPS = 4096;
/** A feather may fill this share of the band's own width; a foggy picture has narrow bands. */
const FEATHER_SHARE = 0.25;
/** Further from the share that was asked for than this, the answer says so. */
const TOLERATED = 0.03;
/** Halvings until an edge stands to a millionth. */
const HALVINGS = 20;

/**
 * The band of luminance that holds the share `from`..`to` of the picture's pixels by tone, darkest first: each edge
 * stands where the mean opacity on its far side is the share that was asked for, feather included.
 */
export function findToneQuantiles(
  { from, to, feather }: { from: number; to: number; feather: number },
  picture: Picture,
): Found {
  const histogram = histogramOf(picture);
  const quantile = (share: number): number => edgeWith(histogram, share, 0, 'below');
  const narrow = Math.min(feather, Math.max(1 / STEPS, FEATHER_SHARE * (quantile(to) - quantile(from))));
  const min = from === 0 ? 0 : edgeWith(histogram, 1 - from, narrow, 'above');
  const max = to === 1 ? 1 : edgeWith(histogram, to, narrow, 'below');
  const band = min <= max ? { min, max } : { min: (min + max) / 2, max: (min + max) / 2 };
  const filter = {
    kind: 'luminance' as const,
    min: round(band.min),
    max: round(band.max),
    feather: round(narrow),
    invert: false,
  };
  const covered = coveredBy(histogram, filter.min, filter.max, filter.feather);
  const mask: Mask = { range_filters: [filter] };
  if (Math.abs(covered - (to - from)) <= TOLERATED) return { mask, confidence: 1, doubts: [] };
  const wanted = Math.round(100 * (to - from));
  return {
    mask,
    confidence: 0.6,
    doubts: [`so many pixels share one tone that it covers ${Math.round(100 * covered)} % instead of ${wanted} %`],
  };
}

const round = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 1e6) / 1e6;

/** Share of the pixels per step of luminance; step i stands for the value i / (STEPS - 1). */
function histogramOf({ rgb, width, height }: Picture): Float64Array {
  const histogram = new Float64Array(STEPS);
  const share = 1 / (width * height);
  for (let at = 0; at < rgb.length; at += 3) {
    const value = rangeValue('luminance', rgb[at]!, rgb[at + 1]!, rgb[at + 2]!);
    histogram[Math.round(value * (STEPS - 1))]! += share;
  }
  return histogram;
}

/** Mean opacity of a trapezoid over the histogram. */
function coveredBy(histogram: Float64Array, min: number, max: number, feather: number): number {
  let sum = 0;
  for (let i = 0; i < STEPS; i++) {
    const value = i / (STEPS - 1);
    const outside = value < min ? min - value : value > max ? value - max : 0;
    if (outside === 0) sum += histogram[i]!;
    else if (feather > 0 && outside < feather) sum += histogram[i]! * (1 - outside / feather);
  }
  return sum;
}

/**
 * The edge of a band that is open on the other side, where the band's mean opacity is `share`; where many pixels share one
 * tone, just to the side of them that comes closer.
 */
function edgeWith(histogram: Float64Array, share: number, feather: number, side: 'above' | 'below'): number {
  const covered = (edge: number): number =>
    side === 'above' ? coveredBy(histogram, edge, 1, feather) : coveredBy(histogram, 0, edge, feather);
  let [low, high] = [0, 1];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    // Above: a higher edge covers less; below: a higher one covers more.
    if (side === 'above' ? covered(middle) > share : covered(middle) < share) low = middle;
    else high = middle;
  }
  // A pixel's tone lies within half a step of its place in the histogram.
  const [under, over] = [Math.max(0, low - 0.5 / STEPS), Math.min(1, high + 0.5 / STEPS)];
  return Math.abs(covered(under) - share) < Math.abs(covered(over) - share) ? under : over;
}
