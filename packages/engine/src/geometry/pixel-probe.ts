import { BLEND_CST, moduleCodec, uniformBlend } from '@chemigram/darktable';
import { writePfm } from '@chemigram/renderer';
import type { FloatPicture } from '@chemigram/renderer';
import type { Layer } from '../develop/development.ts';
import { rasterLayer } from '../develop/raster-layer.ts';
import { applyAffine, fitAffine } from './affine.ts';
import type { Affine, PointPair } from './affine.ts';
import { pixelOf, stepAt } from './geometry.ts';
import type { Geometry } from './geometry.ts';
import { distanceOf, GRADIENTS, greyLayers, oneStopInto, opacityIn, throughGradient } from './probe.ts';
import type { FramePart } from './sensor-border.ts';

/**
 * How darktable is asked where a rendered picture's pixels lie, in one render: a ruler, a mask that says of each place of
 * the stored frame where that is, goes through the geometry with the pixels. The other probe asks by forms, which stand where the
 * numbers have them; the pixels stand up to three of a preview aside of that, for each stage cuts off what is no whole
 * one of the size that is rendered. How far depends on all of the framing, so it is measured.
 */

type Channel = (typeof CHANNELS)[number];
const CHANNELS = ['red', 'green'] as const;

/** A mask for each direction, across and down, of a module ahead of everything that moves pixels. */
export interface Ruler {
  readonly source: (channel: Channel) => Layer;
  /** Where in the stored frame what a pixel shows lies whose mask has this opacity, in units of the stored diagonal. */
  readonly read: (opacity: number, channel: Channel, at: Geometry) => number;
}

/** As wide as high: darktable scales it to the frame, and between its pixels it interpolates. */
const FILE_SIDE = 64;
/** Pixels looked at along each side of the picture. */
const LOOKED_AT = 48;

/** The file of a ruler: its red grows from left to right, its green from top to bottom. */
export function rulerFile(): Uint8Array {
  const side = FILE_SIDE;
  const data = new Float32Array(3 * side * side);
  for (let i = 0; i < side * side; i++) {
    data[3 * i] = (i % side) / side;
    data[3 * i + 1] = Math.floor(i / side) / side;
  }
  return writePfm({ width: side, height: side, channels: 3, data });
}

/**
 * A ruler that is read from a file, where darktable reads one.
 * @param part that the file covers
 */
export const ofFile = (folder: string, file: string, part: FramePart): Ruler => ({
  source: (channel) => rasterLayer(folder, file, `probe ${channel}`, channel),
  read: (opacity, channel, at) => {
    const [start, length] = channel === 'red' ? [part.x, part.width] : [part.y, part.height];
    return start + opacity * length + 0.5 * pixelOf(at);
  },
});

/**
 * A ruler of two gradients, for every darktable: masks of denoising ahead of the geometry, for which an edit takes them over.
 * They lie within 0.2 pixels of a preview where the file has them (straightened, with perspective and cropped, on 5.4.1).
 */
export const OF_GRADIENTS: Ruler = {
  source: (channel) => {
    const codec = moduleCodec(CARRIER, 11);
    const gradient = GRADIENTS.find((one) => one.channel === channel)!;
    return {
      operation: CARRIER,
      version: codec.version,
      params: codec.write({}),
      name: `probe ${channel}`,
      ...throughGradient(gradient),
    };
  },
  // Forms are drawn at the corner of each pixel of the size that is rendered, and the photo is scaled by its corners, too:
  // what a pixel shows is the first one of the full size that it stands for.
  read: (opacity, _, at) => distanceOf(opacity) + 0.5 * pixelOf(at),
};
/** Any module there that has masks: what it does to the photo is covered by the grey. */
const CARRIER = 'denoiseprofile';

/** The layers to develop geometryBaseline with, linear. */
export const pixelProbeLayers = ({ source }: Ruler): Layer[] => [
  ...greyLayers(),
  ...CHANNELS.map((channel) => ({
    ...oneStopInto(channel, uniformBlend(BLEND_CST.RGB_SCENE), []),
    maskSources: [source(channel)],
  })),
];

/** Points further from the fit than so many times the median are at the rim, where the frame may end. */
const OUTLYING = 4;

/**
 * How far aside of where the geometry has it what the pixels of a probe's picture show lies, in units of the stored
 * diagonal, by where they are displayed.
 * @param isExport whether the picture was developed at full size and then scaled: its pixels then begin on whole ones of
 *   that, and it is those that are asked for
 */
export function readPixelProbe(picture: FloatPicture, geometry: Geometry, { read }: Ruler, isExport: boolean): Affine {
  const step = stepAt(picture, geometry.displayed);
  const middle = isExport ? 0.5 : 0.5 * step;
  const every = Math.max(1, Math.floor(Math.min(picture.width, picture.height) / LOOKED_AT));
  const asides: PointPair[] = [];
  for (let j = 0; j < picture.height; j += every) {
    for (let i = 0; i < picture.width; i += every) {
      const [x, y] = [i * step + middle, j * step + middle];
      const stands = geometry.toStored(x, y);
      const [u, v] = CHANNELS.map(
        (channel, k) => read(opacityIn(picture, j * picture.width + i, k), channel, geometry) - stands[k]!,
      ) as [number, number];
      asides.push({ x, y, u, v });
    }
  }
  const { affine } = fitAffine(asides);
  const off = asides.map(({ x, y, u, v }) => {
    const [fu, fv] = applyAffine(affine, x, y);
    return Math.hypot(fu - u, fv - v);
  });
  const most = OUTLYING * median([...off]);
  return fitAffine(asides.filter((_, i) => off[i]! <= most)).affine;
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;
