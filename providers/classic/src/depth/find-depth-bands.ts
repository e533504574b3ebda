import { type Picture, type Raster, resample, snap } from '@chemigram/mask';
import { DEPTHS } from '@chemigram/providers/protocol';
import type { Subjects } from '../subjects/find-subjects.ts';
import { depthOf } from './depth-map.ts';

/** Rounds of dividing the depths into three groups (k-means); they stand after about ten. */
const ROUNDS = 20;
/** The most that depth from one picture is trusted: measured, see docs/classic-provider.md. */
const MOST = 0.8;
/** What is smaller, as a share of the picture, is no band. */
const SMALLEST = 0.01;

/** What is near, in the middle and far away, as groups of the depths of this picture; the sky is far. */
export function findDepthBands(picture: Picture): Subjects {
  const { depth, confidence, doubts, width, height } = depthOf(picture);
  const [lower, upper] = bounds(depth);
  const [near, far] = [(d: number) => d < lower, (d: number) => d >= upper].map((isWithin) => {
    const data = depth.map((d) => (isWithin(d) ? 1 : 0));
    return snap(picture, resample({ width, height, data }, picture)).opacity;
  }) as [Raster, Raster];
  const middle = near.data.map((value, i) => Math.max(0, 1 - value - far.data[i]!));
  const maps = { near, middle: { ...near, data: middle }, far };
  const things = DEPTHS.map((label) => ({ label, map: maps[label], confidence: MOST * confidence }));
  return { things: things.filter(({ map }) => areaOf(map) >= SMALLEST), notes: doubts };
}

/** As a share of the picture. */
const areaOf = ({ data }: Raster): number => data.reduce((sum, value) => sum + value, 0) / data.length;

/** The two depths between the three groups that lie closest together. */
function bounds(depth: Float32Array): [number, number] {
  let centres: [number, number, number] = [1 / 6, 1 / 2, 5 / 6];
  const between = (): [number, number] => [(centres[0] + centres[1]) / 2, (centres[1] + centres[2]) / 2];
  for (let round = 0; round < ROUNDS; round++) {
    const [lower, upper] = between();
    const sums = [0, 0, 0];
    const counts = [0, 0, 0];
    for (const d of depth) {
      const group = d < lower ? 0 : d < upper ? 1 : 2;
      sums[group]! += d;
      counts[group]!++;
    }
    centres = centres.map((centre, k) => (counts[k] === 0 ? centre : sums[k]! / counts[k]!)) as [
      number,
      number,
      number,
    ];
  }
  return between();
}
