import type { Raster } from '@chemigram/mask';

/** A mask as logits, with the model's own score where it has one. */
export interface Scored {
  readonly mask: Raster;
  readonly score: number | undefined;
}

/*
 * How the masks of many points become things: the rules of Segment Anything's own mask generator (Kirillov et al.,
 * "Segment Anything", 2023, appendix B), with its score a little lower, since a coarse grid asks once for each thing.
 */
const LEAST_SCORE = 0.8;
/** A mask that hardly changes when its threshold does is a thing: the overlap of the masks at logits of +1 and -1. */
const STABLE = 0.9;
const STABLE_OFFSET = 1;
/** Masks that overlap more than this are the same thing. */
const SAME = 0.7;
/** Less is noise and more is the whole picture: shares of the mask's area. */
const LEAST_AREA = 0.001;
const MOST_AREA = 0.95;

/** The distinct things among masks, the surest first. */
export function instances(found: readonly Scored[], count = Infinity): Scored[] {
  const things = found.filter(({ mask, score }) => {
    const area = areaAbove(mask, 0);
    const share = area / mask.data.length;
    const stable = areaAbove(mask, STABLE_OFFSET) >= STABLE * areaAbove(mask, -STABLE_OFFSET);
    return (score ?? 1) >= LEAST_SCORE && share >= LEAST_AREA && share <= MOST_AREA && stable;
  });
  const kept: Scored[] = [];
  for (const thing of things.toSorted((a, b) => (b.score ?? 1) - (a.score ?? 1))) {
    if (kept.length >= count) break;
    if (kept.every((other) => overlap(thing.mask, other.mask) <= SAME)) kept.push(thing);
  }
  return kept;
}

function areaAbove({ data }: Raster, logit: number): number {
  let count = 0;
  for (const value of data) if (value > logit) count++;
  return count;
}

/** Intersection over union of where two masks are above 0. */
function overlap(a: Raster, b: Raster): number {
  let [both, either] = [0, 0];
  for (let i = 0; i < a.data.length; i++) {
    const [inA, inB] = [a.data[i]! > 0, b.data[i]! > 0];
    if (inA && inB) both++;
    if (inA || inB) either++;
  }
  return either === 0 ? 0 : both / either;
}
