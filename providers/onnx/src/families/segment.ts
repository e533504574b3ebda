import type { Raster, Size } from '@chemigram/mask';
import type { Frame } from '../tensors/frame.ts';
import type { OutputDescription, SegmentDescription } from '../description/model-description.ts';
import { openPictureModel } from './picture-model.ts';
import { each, mapAt, type Maps, mapsOf, minmax, sigmoid, softmax, unframe } from '../tensors/output-map.ts';
import type { PictureFile } from '../read-picture.ts';
import type { Thing } from '../regions/regions.ts';
import type { Tensor } from '../runtime/runtime.ts';

const ACTIVATIONS: Record<OutputDescription['activation'], (maps: Maps, channel: number, name: string) => Raster> = {
  none: (maps, channel, name) => each(mapAt(maps, channel, name), (value) => value),
  sigmoid: (maps, channel, name) => each(mapAt(maps, channel, name), sigmoid),
  softmax,
  minmax: (maps, channel, name) => minmax(mapAt(maps, channel, name)),
};

/** The map that an output is described to hold, of the picture. */
export function describedMap(
  output: Tensor,
  name: string,
  { activation, channel }: Pick<OutputDescription, 'activation' | 'channel'>,
  frame: Frame,
  size: Size,
): Raster {
  return unframe(ACTIVATIONS[activation](mapsOf(output, name), channel, name), frame, size);
}

/** What a segmenter can be asked for. */
export const labelsOf = ({ label, output }: SegmentDescription): string[] =>
  output.labels === undefined ? [label] : Object.keys(output.labels);

/** Opens a model with a map for each of its labels. @returns finds what is asked for, or all that it knows */
export async function openSegment(
  described: SegmentDescription,
  folder: string,
): Promise<(picture: PictureFile, query: string | undefined) => Promise<Thing[]>> {
  const { label, output } = described;
  const model = await openPictureModel(described.model, described.input, folder);
  const name = model.output(output.name);
  const channels = Object.entries(output.labels ?? { [label]: output.channel });
  return async (picture, query) => {
    const { outputs, frame } = await model.see(picture);
    const wanted = channels.filter(([known]) => query === undefined || query === known);
    return wanted.map(([known, channel]) => ({
      label: known,
      map: describedMap(outputs[name]!, name, { ...output, channel }, frame, picture),
    }));
  };
}
