import { boxBlur, findSkyline, horizonOf, planesOf, ramp, skyRegionOf, subjectRegionOf } from '@chemigram/mask';
import type { FoundRegion, Picture, Size } from '@chemigram/mask';
import { focusOf } from './focus.ts';
import { hazeOf } from './haze.ts';

/** Long side of the copy that is looked at. */
const BOX = 256;
/** What each sign counts at most. Height in the picture is right of all ground; haze and focus are not always there. */
const COUNTS = { height: 1, haze: 1, focus: 0.7 };
/** Height counts this much where no horizon was seen: indoors, a wall, a view from above. */
const NO_HORIZON = 0.35;
/** Share of the skyline on one straight line from which a horizon is there, and from which it is sure. */
const STRAIGHT = { none: 0.15, clear: 0.4 };
/** How haze has to go with height (correlation) before it is taken for depth and not for something white. */
const GOES_WITH = { none: 0.2, clear: 0.6 };
/** How far the tenths of the picture with the sharpest and the softest edges have to differ before focus tells depth. */
const FOCUS_SPREAD = { none: 0.25, clear: 0.5 };
const TENTH = 0.1;
/** How much each sign alone is to be trusted where it is clear; several are wrong together as often as all of them are. */
const TRUST = { height: 0.5, haze: 0.4, focus: 0.3 };
/** A sky or a subject that is trusted so far is taken for one. */
const SKY = 0.5;
const SUBJECT = 0.3;
/** Share of a thing's height at its foot: it is as far away as the ground that it stands on. */
const FOOT = 0.15;
/** Pixels to each side over which depth is smooth. */
const SMOOTH = 3;

/** How far away each pixel is, in this picture: 0 the nearest, 1 the farthest. */
export interface DepthMap extends Size {
  readonly depth: Float32Array;
  /** How much the signs that were there say, 0..1. */
  readonly confidence: number;
  /** What is not sure, in words. */
  readonly doubts: readonly string[];
}

/** Depth from the height in the picture below the horizon, from haze and from focus, as far as each of them is there. */
export function depthOf(picture: Picture): DepthMap {
  const planes = planesOf(picture, BOX);
  const { width, height } = planes;
  const size = { width, height };
  const sky = at(skyRegionOf(picture), size, SKY);
  const { rows, planes: seen } = findSkyline(picture);
  const horizon = horizonOf(rows, seen);
  const straight = ramp(horizon.share, STRAIGHT.none, STRAIGHT.clear) * (sky === null ? 0.5 : 1);
  const level = straight > 0 ? (horizon.left + horizon.right) / 2 / seen.height : 0;
  const high = Float32Array.from({ length: width * height }, (_, i) => {
    const y = (Math.floor(i / width) + 0.5) / height;
    return y <= level ? 1 : 1 - (y - level) / (1 - level);
  });
  const haze = stretched(boxBlur(hazeOf(picture, size), size, SMOOTH));
  // A bright sky, whether it was known for one or not, is no haze that grows along the ground.
  const ground = (i: number): boolean => high[i]! < 1 && sky?.[i] !== 1;
  const focus = focusOf(planes);
  const spread = spreadOf(focus);
  const soft = stretched(focus).map((value) => 1 - value);
  const counts = {
    height: COUNTS.height * Math.max(NO_HORIZON, straight),
    haze: COUNTS.haze * ramp(correlation(haze, high, ground), GOES_WITH.none, GOES_WITH.clear),
    focus:
      COUNTS.focus *
      ramp(spread, FOCUS_SPREAD.none, FOCUS_SPREAD.clear) *
      ramp(correlation(soft, high, ground), 0, GOES_WITH.clear),
  };
  const all = counts.height + counts.haze + counts.focus;
  const mixed = high.map((h, i) => (counts.height * h + counts.haze * haze[i]! + counts.focus * soft[i]!) / all);
  const depth = boxBlur(mixed, size, SMOOTH);
  const subject = at(subjectRegionOf(picture), size, SUBJECT);
  if (subject !== null) standOnFoot(depth, subject, size);
  if (sky !== null) for (let i = 0; i < depth.length; i++) if (sky[i] === 1) depth[i] = 1;
  const doubts = [
    ...(straight < 0.5
      ? ['No straight horizon was seen: what is higher in the picture was taken to be further away.']
      : []),
    ...(counts.haze === 0 ? ['No haze was seen that grows with the distance.'] : []),
  ];
  const signs = ['height', 'haze', 'focus'] as const;
  const wrong = signs.reduce((product, sign) => product * (1 - (TRUST[sign] * counts[sign]) / COUNTS[sign]), 1);
  return { ...size, depth, confidence: 1 - wrong, doubts };
}

/** A find at another size, or null when it is not trusted. */
function at({ region, width, height, confidence }: FoundRegion, size: Size, trusted: number): Uint8Array | null {
  if (confidence < trusted) return null;
  return Uint8Array.from({ length: size.width * size.height }, (_, i) => {
    const x = Math.floor((((i % size.width) + 0.5) * width) / size.width);
    const y = Math.floor(((Math.floor(i / size.width) + 0.5) * height) / size.height);
    return region[y * width + x]!;
  });
}

/** What stands upright is as far away as its foot, all of it. */
function standOnFoot(depth: Float32Array, inside: Uint8Array, { width }: Size): void {
  const pixels = Array.from(inside.keys()).filter((i) => inside[i] === 1);
  const [top, bottom] = [Math.floor(pixels[0]! / width), Math.floor(pixels.at(-1)! / width)];
  const foot = pixels.filter((i) => Math.floor(i / width) >= bottom - FOOT * (bottom - top));
  const mean = foot.reduce((sum, i) => sum + depth[i]!, 0) / foot.length;
  for (const i of pixels) depth[i] = Math.min(depth[i]!, mean);
}

/** From the softest to the sharpest tenth. */
function spreadOf(values: Float32Array): number {
  const sorted = values.toSorted();
  return sorted[Math.floor((1 - TENTH) * (sorted.length - 1))]! - sorted[Math.floor(TENTH * (sorted.length - 1))]!;
}

/** From 0 at the smallest hundredth to 1 at the largest. */
function stretched(values: Float32Array): Float32Array {
  const sorted = values.toSorted();
  const [low, high] = [0.01, 0.99].map((share) => sorted[Math.floor(share * (sorted.length - 1))]!) as [number, number];
  return values.map((value) => ramp(value, low, Math.max(low + 1e-6, high)));
}

/** Of two planes, over the pixels that count; 0 where one of them is even. */
function correlation(a: Float32Array, b: Float32Array, counts: (pixel: number) => boolean): number {
  let [n, sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    if (!counts(i)) continue;
    n++;
    sumA += a[i]!;
    sumB += b[i]!;
    sumAA += a[i]! * a[i]!;
    sumBB += b[i]! * b[i]!;
    sumAB += a[i]! * b[i]!;
  }
  const spread = (sumAA - (sumA * sumA) / n) * (sumBB - (sumB * sumB) / n);
  return n === 0 || spread <= 1e-12 ? 0 : (sumAB - (sumA * sumB) / n) / Math.sqrt(spread);
}
