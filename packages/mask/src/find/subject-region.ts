import { boxBlur, planesOf } from '../raster/planes.ts';
import type { Picture, Size } from '../raster/raster.ts';
import { type FoundRegion, judged } from './found-region.ts';
import { ramp } from './ramp.ts';
import { borderPixels, filled, parts, type Region } from './regions.ts';
import { saliencyOf } from './saliency.ts';
import { textureOf } from './texture.ts';
import { classesOf, logOdds } from './two-sides.ts';

/** Long side of the copy that is looked at, and of the one on which texture is seen. */
const BOX = 192;
const TEXTURE_BOX = 384;
/** Rounds of learning subject and background and telling them apart again. */
const ROUNDS = 4;
/** How much standing out from the border, 0..1, counts beside colour and texture, in nats; and where it speaks for neither. */
const STANDING_OUT = 12;
const EVEN = 0.25;
/** Pixels to each side that decide together. */
const TOGETHER = 2;
/** A part as large as this share of the largest belongs to the subject too. */
const ALSO = 0.25;
/** Shares of the picture that subjects have; the confidence falls outside. */
const SMALL = { none: 0.005, clear: 0.03 };
const LARGE = { none: 0.7, clear: 0.45 };
/** Mean log odds (nats per pixel) by which the two sides were told apart, and share of the border that it touches. */
const SEPARATION = { none: 1, clear: 2.2 };
const TOUCHING = { none: 0.4, clear: 0.12 };

/**
 * Rules do not know what a picture is of. On seven photographs with hand-made masks and a generated scene the overlap was
 * 0.17 to 0.60 (median 0.34), so this always stays below what counts as trustworthy.
 */
const MOST = 0.45;

/** The subject: what stands out from the border of the picture near its middle, in colour and texture. */
export function subjectRegionOf(picture: Picture): FoundRegion {
  const planes = planesOf(picture, BOX);
  const classes = classesOf(planes, boxBlur(textureOf(planesOf(picture, TEXTURE_BOX), planes), planes, 1));
  const salient = saliencyOf(planes);
  const cut = threshold(salient);
  let inside: Region = Uint8Array.from(salient, (value) => (value >= cut ? 1 : 0));
  let odds = new Float32Array(inside.length);
  for (let round = 0; round < ROUNDS; round++) {
    const now = inside;
    odds = logOdds(classes, (i) => now[i] === 1);
    const votes = boxBlur(
      odds.map((value, i) => value + STANDING_OUT * (salient[i]! - EVEN)),
      planes,
      TOGETHER,
    );
    inside = Uint8Array.from(votes, (value) => (value > 0 ? 1 : 0));
  }
  const region = whole(inside, planes);
  const { width, height } = planes;
  if (!region.includes(1)) {
    return { width, height, region, confidence: 0, doubts: ['nothing stands out from the border'] };
  }

  const area = mean(region, () => 1);
  const separation = mean(region, (i) => odds[i]!) - mean(inverse(region), (i) => odds[i]!);
  const rim = [...borderPixels(planes)];
  const touching = rim.filter((pixel) => region[pixel] === 1).length / rim.length;
  const judgement = judged(MOST, [
    [ramp(separation, SEPARATION.none, SEPARATION.clear), 'it looks much like what is around it'],
    [ramp(area, SMALL.none, SMALL.clear), 'it is very small'],
    [ramp(area, LARGE.none, LARGE.clear), 'it fills most of the picture'],
    [ramp(touching, TOUCHING.none, TOUCHING.clear), 'it runs along the border of the picture'],
  ]);
  return { width, height, region, ...judgement };
}

const inverse = (region: Region): Region => region.map((value) => 1 - value);

/** Sum over the region's pixels as a share of the picture. */
function mean(region: Region, value: (pixel: number) => number): number {
  let sum = 0;
  for (let i = 0; i < region.length; i++) if (region[i] === 1) sum += value(i);
  return sum / region.length;
}

/** The largest part and those nearly as large, their holes filled. */
function whole(region: Region, size: Size): Region {
  const all = parts(region, size);
  const kept = new Uint8Array(region.length);
  for (const part of all) {
    if (part.area < ALSO * all[0]!.area) break;
    for (const pixel of part.pixels) kept[pixel] = 1;
  }
  return filled(kept, size);
}

/** Otsu's threshold: the cut that leaves the least variance on both sides (N. Otsu, 1979). */
function threshold(values: Float32Array): number {
  const bins = 64;
  const histogram = new Float64Array(bins);
  for (const value of values) histogram[Math.min(bins - 1, Math.floor(value * bins))]! += 1 / values.length;
  const total = histogram.reduce((sum, share, k) => sum + share * k, 0);
  let [share, moment, best, cut] = [0, 0, 0, 0.5];
  for (let k = 0; k + 1 < bins; k++) {
    share += histogram[k]!;
    moment += k * histogram[k]!;
    const between = (total * share - moment) ** 2 / Math.max(1e-12, share * (1 - share));
    if (between <= best) continue;
    best = between;
    cut = (k + 1) / bins;
  }
  return cut;
}
