import { decodeBlob, inForce, isOfXTrans, moduleCodec } from '@chemigram/darktable';
import type { Sidecar } from '@chemigram/darktable';
import { scaleOf } from './affine.ts';
import type { Geometry } from './geometry.ts';

/** A part of the stored frame, in units of its diagonal. */
export interface FramePart {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Pixels along a square of colour filters, at whole ones of which darktable begins; null of what is no raw. */
  readonly mosaic: number | null;
}

const [BAYER, X_TRANS] = [2, 3];

/** Pixels along a square of a raw's colour filters, by how the history has their colours made. */
const mosaicOf = (baseline: Sidecar): number => {
  const own = inForce(baseline).findLast(({ operation }) => operation === 'demosaic');
  return own !== undefined && isOfXTrans(decodeBlob(own.params)) ? X_TRANS : BAYER;
};

/** The module that cuts the sensor's masked borders away, and the version of it that all supported darktables write. */
const CUT = { operation: 'rawprepare', version: 2 } as const;

interface Borders {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * What is left of the stored frame when a raw's borders are cut away. Forms are stored in the frame before that cut;
 * modules that come after it, of which an external raster is one, know the rest only.
 * @param baseline the photo's history
 * @param geometry without any framing of ours
 */
export function withoutBorders(baseline: Sidecar, geometry: Geometry): FramePart {
  const { stored } = geometry;
  const borders = bordersOf(baseline);
  if (borders === null) return { x: 0, y: 0, ...stored, mosaic: null };
  const { left, top, right, bottom } = borders;
  const pixel = sensorPixel(geometry, { left, top, right, bottom });
  return {
    x: left * pixel,
    y: top * pixel,
    width: stored.width - (left + right) * pixel,
    height: stored.height - (top + bottom) * pixel,
    mosaic: mosaicOf(baseline),
  };
}

/** In sensor pixels; null of what is no raw. */
function bordersOf({ history, historyEnd }: Sidecar): Borders | null {
  const cut = history
    .filter(
      ({ num, operation, modversion }) => num < historyEnd && operation === CUT.operation && modversion === CUT.version,
    )
    .at(-1);
  if (cut === undefined) return null;
  const side = moduleCodec(CUT.operation, CUT.version).read(decodeBlob(cut.params));
  return {
    left: Number(side['left']),
    top: Number(side['top']),
    right: Number(side['right']),
    bottom: Number(side['bottom']),
  };
}

/** A sensor pixel in units of the stored diagonal. */
function sensorPixel({ similarity, stored, displayed }: Geometry, { left, top, right, bottom }: Borders): number {
  if (similarity !== null) return scaleOf(similarity);
  // A lens bends the picture and leaves its size: the sides and the borders make up the frame, one way round or the other.
  const [x, y] = [left + right, top + bottom];
  const upright = [displayed.width + x, displayed.height + y] as const;
  const turned = [displayed.height + x, displayed.width + y] as const;
  const off = ([width, height]: readonly [number, number]): number =>
    Math.abs(width / height - stored.width / stored.height);
  return 1 / Math.hypot(...(off(upright) <= off(turned) ? upright : turned));
}
