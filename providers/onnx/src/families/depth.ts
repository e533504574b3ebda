import type { Raster } from '@chemigram/mask';
import type { DEPTHS } from '@chemigram/providers/protocol';
import type { DepthDescription } from '../description/model-description.ts';
import { openPictureModel } from './picture-model.ts';
import { each } from '../tensors/output-map.ts';
import type { PictureFile } from '../read-picture.ts';
import type { Thing } from '../regions/regions.ts';
import { describedMap } from './segment.ts';

/** Bands go over into each other across so much of the nearness on either side of what parts them. */
const FEATHER = 0.05;
const BINS = 64;

/** Opens a model of depth. @returns the bands of a picture; of an even depth, none */
export async function openDepth(
  described: DepthDescription,
  folder: string,
): Promise<(picture: PictureFile) => Promise<Thing[]>> {
  const { near, ...output } = described.output;
  const model = await openPictureModel(described.model, described.input, folder);
  const name = model.output(output.name);
  return async (picture) => {
    const { outputs, frame } = await model.see(picture);
    const map = describedMap(outputs[name]!, name, output, frame, picture);
    return bandsOf(near === 'high' ? map : each(map, (value) => 1 - value));
  };
}

/**
 * Near, middle and far of a map of nearness: parted where that leaves the values of each band closest together. Soft by
 * FEATHER; the three add up to 1 everywhere.
 *
 * @param nearness 0 is far, 1 is near
 */
export function bandsOf(nearness: Raster): Thing[] {
  const parts = partsOf(nearness.data);
  if (parts === undefined) return [];
  const [far, near] = parts;
  const above = (value: number, part: number): number => Math.min(1, Math.max(0, 0.5 + (value - part) / (2 * FEATHER)));
  const band = (label: (typeof DEPTHS)[number], opacity: (value: number) => number): Thing => ({
    label,
    map: each(nearness, opacity),
    // A band is soft where it ends, not where the model is in doubt.
    confidence: 1,
  });
  return [
    band('near', (value) => above(value, near)),
    band('middle', (value) => above(value, far) - above(value, near)),
    band('far', (value) => 1 - above(value, far)),
  ];
}

/**
 * The two values that part numbers in 0..1 into three groups with the least variance within them (N. Otsu, "A threshold
 * selection method from gray-level histograms", 1979, for three classes); undefined when there are no three.
 */
function partsOf(values: Float32Array): readonly [number, number] | undefined {
  // Counts and sums of all bins below each.
  const count = new Float64Array(BINS + 1);
  const sum = new Float64Array(BINS + 1);
  for (const value of values) {
    const bin = Math.min(BINS - 1, Math.floor(value * BINS)) + 1;
    count[bin]!++;
    sum[bin]! += value;
  }
  for (let bin = 1; bin <= BINS; bin++) {
    count[bin]! += count[bin - 1]!;
    sum[bin]! += sum[bin - 1]!;
  }
  // Least variance within groups is most of (sum of a group)^2 / count over the groups.
  const spread = (from: number, to: number): number => {
    const n = count[to]! - count[from]!;
    return n === 0 ? Number.NaN : (sum[to]! - sum[from]!) ** 2 / n;
  };
  let best: { value: number; parts: readonly [number, number] } | undefined;
  for (let far = 1; far < BINS - 1; far++) {
    for (let near = far + 1; near < BINS; near++) {
      const value = spread(0, far) + spread(far, near) + spread(near, BINS);
      if (value > (best?.value ?? -Infinity)) best = { value, parts: [far / BINS, near / BINS] };
    }
  }
  return best?.parts;
}
