import { BLEND_CST, uniformBlend } from '@chemigram/darktable';
import { writePfm } from '@chemigram/renderer';
import type { FloatPicture } from '@chemigram/renderer';
import type { Layer } from '../develop/development.ts';
import { rasterLayer } from '../develop/raster-layer.ts';
import { pixelOf, stepAt } from './geometry.ts';
import type { Geometry } from './geometry.ts';
import { greyLayers, oneStopInto, opacityIn } from './probe.ts';
import type { FramePart } from './sensor-border.ts';

/**
 * How darktable is asked where a rendered picture's pixels lie, in one render: a file that says of each place of the stored
 * frame where that is goes through the geometry with the pixels. The other probe asks by forms, which stand where the
 * numbers have them; the pixels stand up to three of a preview aside of that, for each stage cuts off what is no whole
 * one of the size that is rendered. How far depends on all of the framing, so it is measured.
 */

/** As wide as high: darktable scales it to the frame, and between its pixels it interpolates. */
const FILE_SIDE = 64;
/** Pixels looked at along each side of the picture. */
const LOOKED_AT = 48;

/** The file: its red grows from left to right, its green from top to bottom. */
export function pixelProbeFile(): Uint8Array {
  const side = FILE_SIDE;
  const data = new Float32Array(3 * side * side);
  for (let i = 0; i < side * side; i++) {
    data[3 * i] = (i % side) / side;
    data[3 * i + 1] = Math.floor(i / side) / side;
  }
  return writePfm({ width: side, height: side, channels: 3, data });
}

/** The layers to develop geometryBaseline with, linear; the file lies in the folder. */
export const pixelProbeLayers = (folder: string, file: string): Layer[] => [
  ...greyLayers(),
  ...(['red', 'green'] as const).map((channel) => ({
    ...oneStopInto(channel, uniformBlend(BLEND_CST.RGB_SCENE), []),
    maskSources: [rasterLayer(folder, file, `probe ${channel}`, channel)],
  })),
];

/**
 * How far aside of where the geometry has them the pixels of a probe's picture lie, in units of the stored diagonal. It is
 * the same for all of a picture but for its rim, where the frame may end.
 * @param part that the file covers
 * @param isExport whether the picture was developed at full size and then scaled: its pixels then begin on whole ones of
 *   that, and it is those that are asked for
 */
export function readPixelProbe(
  picture: FloatPicture,
  geometry: Geometry,
  part: FramePart,
  isExport: boolean,
): [number, number] {
  const step = stepAt(picture, geometry.displayed);
  const middle = isExport ? 0.5 : 0.5 * step;
  const half = 0.5 * pixelOf(geometry);
  const every = Math.max(1, Math.floor(Math.min(picture.width, picture.height) / LOOKED_AT));
  const [across, down]: [number[], number[]] = [[], []];
  for (let j = 0; j < picture.height; j += every) {
    for (let i = 0; i < picture.width; i += every) {
      const pixel = j * picture.width + i;
      const [u, v] = geometry.toStored(i * step + middle, j * step + middle);
      across.push(part.x + opacityIn(picture, pixel, 0) * part.width + half - u);
      down.push(part.y + opacityIn(picture, pixel, 1) * part.height + half - v);
    }
  }
  return [median(across), median(down)];
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;
