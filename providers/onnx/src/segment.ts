import type { Raster, Size } from '@chemigram/mask';
import type { Frame } from './frame.ts';
import type { OutputDescription, SegmentDescription } from './model-description.ts';
import { openPictureModel } from './model.ts';
import { each, mapAt, mapsOf, minmax, sigmoid, unframe } from './output-map.ts';
import type { PictureFile } from './read-picture.ts';
import type { Thing } from './regions.ts';
import type { Tensor } from './runtime.ts';

const ACTIVATIONS: Record<OutputDescription['activation'], (map: Raster) => Raster> = {
  none: (map) => each(map, (value) => value),
  sigmoid: (map) => each(map, sigmoid),
  minmax,
};

/** The map that an output is described to hold, of the picture. */
export function describedMap(
  output: Tensor,
  name: string,
  described: OutputDescription,
  frame: Frame,
  size: Size,
): Raster {
  const map = mapAt(mapsOf(output, name), described.channel, name);
  return unframe(ACTIVATIONS[described.activation](map), frame, size);
}

/** Opens a model with one map out. @returns what it finds in a picture */
export async function openSegment(
  described: SegmentDescription,
  folder: string,
): Promise<(picture: PictureFile) => Promise<Thing[]>> {
  const model = await openPictureModel(described.model, described.input, folder);
  const name = model.output(described.output.name);
  return async (picture) => {
    const { outputs, frame } = await model.see(picture);
    return [{ label: described.label, map: describedMap(outputs[name]!, name, described.output, frame, picture) }];
  };
}
