import { borderPixels, colourWays, outlineOpacity, planesOf, subjectRegionOf } from '@chemigram/mask';
import type { Picture, Raster, Size } from '@chemigram/mask';
import type { DetectRequest, Point } from '@chemigram/providers/protocol';

type Hints = DetectRequest['hints'];

/** Long side of the copy on which a thing is guessed: it is cut out finer afterwards. */
const BOX = 192;
/** An outline that fills so much of the box around it is a box: what it holds does not fill its corners. */
const BOXY = 0.9;
/** The power of the ellipse that takes a box's place: between an ellipse (2) and the box itself. */
const ROUNDED = 4;

/** A thing that is guessed from what is known of it. */
export interface Guess {
  readonly guess: Raster;
  /** Where it can be at all. */
  readonly within?: Raster;
  /** What the guess came from. */
  readonly by: 'region' | 'points' | 'saliency';
  /** How far the guess itself is trusted, 0..1. */
  readonly confidence: number;
  /** What speaks against it, in words. */
  readonly doubts: readonly string[];
}

/** Where the subject may be: within the rough region, around the points, or where something stands out. */
export function guessed(picture: Picture, { region, positive = [], negative = [] }: Hints): Guess {
  if (region !== undefined) return { ...inRegion(region, picture), by: 'region', confidence: 1, doubts: [] };
  if (positive.length > 0)
    return { guess: around(picture, positive, negative), by: 'points', confidence: 1, doubts: [] };
  const { region: found, width, height, confidence, doubts } = subjectRegionOf(picture);
  return { guess: { width, height, data: Float32Array.from(found) }, by: 'saliency', confidence, doubts };
}

function inRegion(region: readonly Point[], picture: Size): { guess: Raster; within: Raster } {
  const scale = Math.min(1, BOX / Math.max(picture.width, picture.height));
  const size = {
    width: Math.max(1, Math.round(picture.width * scale)),
    height: Math.max(1, Math.round(picture.height * scale)),
  };
  const within = outlineOpacity([region.map(([x, y]) => [x * size.width, y * size.height])], 0, size);
  const [xs, ys] = [region.map(([x]) => x), region.map(([, y]) => y)];
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const area = within.data.reduce((sum, value) => sum + value, 0) / within.data.length;
  if (area < BOXY * (x1 - x0) * (y1 - y0)) return { guess: within, within };
  const data = within.data.map((value, i) => {
    const x = ((i % size.width) + 0.5) / size.width;
    const y = (Math.floor(i / size.width) + 0.5) / size.height;
    const [u, v] = [(2 * x - x0 - x1) / (x1 - x0), (2 * y - y0 - y1) / (y1 - y0)];
    return u ** ROUNDED + v ** ROUNDED <= 1 ? value : 0;
  });
  return { guess: { ...size, data }, within };
}

/** What is nearer to the points on it, by steps of colour, than to the others and to the border of the picture. */
function around(picture: Picture, positive: readonly Point[], negative: readonly Point[]): Raster {
  const planes = planesOf(picture, BOX);
  const { width, height } = planes;
  const pixel = ([x, y]: Point): number =>
    Math.min(height - 1, Math.floor(y * height)) * width + Math.min(width - 1, Math.floor(x * width));
  const mine = colourWays(planes, positive.map(pixel));
  const others = colourWays(planes, [...borderPixels(planes), ...negative.map(pixel)]);
  return { width, height, data: mine.map((distance, i) => (distance < others[i]! ? 1 : 0)) };
}
