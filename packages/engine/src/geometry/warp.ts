import type { Raster, Size } from '@chemigram/mask';
import { diagonalShown, pixelOf, stepAt } from './geometry.ts';
import type { Geometry } from './geometry.ts';
import type { FramePart } from './sensor-border.ts';
import { throughMap } from './smooth-map.ts';
import { uprightFile } from './upright-file.ts';
import type { UprightFile } from './upright-file.ts';

/** Rasters of the stored frame are this much finer than those of the displayed picture, so that turning loses little. */
const OVERSAMPLING = 1.5;
/** Of a small picture, where a pixel is more of it: with three a sample lies at the middle of every pixel. */
const OVERSAMPLING_SMALL = 3;
const SMALL_PX = 640 * 640;

/** The size of a raster of the stored frame, or a part of it, that is fine enough for a displayed picture of `size`. */
export function storedFrame(geometry: Geometry, size: Size, part: Size = geometry.stored): Size {
  const finer = size.width * size.height <= SMALL_PX ? OVERSAMPLING_SMALL : OVERSAMPLING;
  const pixelsPerDiagonal = (finer * Math.hypot(size.width, size.height)) / diagonalShown(geometry);
  return {
    width: Math.max(2, Math.round(part.width * pixelsPerDiagonal)),
    height: Math.max(2, Math.round(part.height * pixelsPerDiagonal)),
  };
}

/**
 * A displayed raster as the file of a part of the stored frame that darktable has to be given to show it; what the displayed
 * picture does not show is 0. Two things differ from a picture of the frame (5.4.1, src/iop/rasterfile.c and
 * interpolate_bilinear in src/common/fast_guided_filter.h):
 * - darktable scales the file by its corners: pixel k of the file becomes the value of the frame's own pixel that BEGINS
 *   at that part of the width, whose centre is half a frame's pixel further;
 * - the file moves with the picture's pixels, while the geometry says where forms stand, up to some pixels aside.
 * @param geometry where a picture's pixels lie (see readPixelProbe); of an upright one that is told by the geometry itself
 * @param isSeen see uprightFile
 */
export function intoStoredFrame(displayed: Raster, geometry: Geometry, part: FramePart, isSeen: boolean): Raster {
  const upright = uprightFile(geometry, part, displayed, isSeen);
  // Where pixels lie on pixels, anything between them would only blur.
  if (upright !== null) return heldBy(upright, displayed);
  const step = stepAt(displayed, geometry.displayed);
  const frame = storedFrame(geometry, displayed, part);
  const half = 0.5 * pixelOf(geometry);
  const where = (i: number, j: number): [number, number] => {
    const [x, y] = geometry.toDisplayed(
      part.x + (i / frame.width) * part.width + half,
      part.y + (j / frame.height) * part.height + half,
    );
    return [x / step - 0.5, y / step - 0.5];
  };
  return { ...frame, data: throughMap(frame, where, (x, y) => sample(displayed, x, y)) };
}

function heldBy({ size, turned, x, y }: UprightFile, { width, data }: Raster): Raster {
  const file = new Float32Array(size.width * size.height);
  const [columns, rows] = turned ? [y.held, x.held] : [x.held, y.held];
  const [stepAcross, stepDown] = turned ? [width, 1] : [1, width];
  for (let j = 0, at = 0; j < size.height; j++) {
    const row = rows[j]!;
    for (let i = 0; i < size.width; i++, at++) {
      const column = columns[i]!;
      if (row >= 0 && column >= 0) file[at] = data[column * stepAcross + row * stepDown]!;
    }
  }
  return { ...size, data: file };
}

/** What of such a file the displayed picture of `size` shows, by the same geometry. */
export function shownOfStored(file: Raster, geometry: Geometry, part: FramePart, size: Size): Raster {
  const half = 0.5 * pixelOf(geometry);
  return seenThrough(file, size, geometry.displayed, (x, y) => {
    const [u, v] = geometry.toStored(x, y);
    return [
      ((u - part.x - half) / part.width) * file.width + 0.5,
      ((v - part.y - half) / part.height) * file.height + 0.5,
    ];
  });
}

/** A form drawn in the whole stored frame as the displayed picture of `size` shows it. */
export function fromStoredFrame(stored: Raster, geometry: Geometry, size: Size): Raster {
  return seenThrough(stored, size, geometry.displayed, (x, y) => {
    const [u, v] = geometry.toStored(x, y);
    return [(u / geometry.stored.width) * stored.width, (v / geometry.stored.height) * stored.height];
  });
}

/** A raster of the displayed picture under one geometry as it lies in the displayed picture under another. */
export function reframe(raster: Raster, from: Geometry, to: Geometry, size: Size): Raster {
  if (from === to) return raster;
  const step = stepAt(raster, from.displayed);
  return seenThrough(raster, size, to.displayed, (x, y) => {
    const [fx, fy] = from.toDisplayed(...to.toStored(x, y));
    return [fx / step, fy / step];
  });
}

/** Full-size pixels that two pictures' corners may differ by. */
const RIM_PX = 2;

/** Whether a geometry's picture reaches beyond that of another. */
export function showsMore(geometry: Geometry, than: Geometry): boolean {
  const { width, height } = geometry.displayed;
  return [
    [0, 0],
    [width, 0],
    [0, height],
    [width, height],
  ].some(([x, y]) => {
    const [ox, oy] = than.toDisplayed(...geometry.toStored(x!, y!));
    return ox < -RIM_PX || oy < -RIM_PX || ox > than.displayed.width + RIM_PX || oy > than.displayed.height + RIM_PX;
  });
}

/** Each pixel of `size` takes the raster's value at `where` its centre, in full-size pixels, lies. */
function seenThrough(
  raster: Raster,
  size: Size,
  full: Size,
  where: (x: number, y: number) => [number, number],
): Raster {
  const step = stepAt(size, full);
  const inRaster = (i: number, j: number): [number, number] => {
    const [x, y] = where((i + 0.5) * step, (j + 0.5) * step);
    return [x - 0.5, y - 0.5];
  };
  return { width: size.width, height: size.height, data: throughMap(size, inRaster, (x, y) => sample(raster, x, y)) };
}

/** Bilinear between pixel centres; held at the rim by one pixel, 0 beyond. */
function sample({ width, height, data }: Raster, x: number, y: number): number {
  if (!(x >= -1 && y >= -1 && x <= width && y <= height)) return 0;
  const cx = Math.min(Math.max(x, 0), width - 1);
  const cy = Math.min(Math.max(y, 0), height - 1);
  const i = Math.max(0, Math.min(Math.floor(cx), width - 2));
  const j = Math.max(0, Math.min(Math.floor(cy), height - 2));
  const fx = cx - i;
  const fy = cy - j;
  // Written out: a function for the four of them took longer than all the rest of placing an external raster.
  const right = Math.min(i + 1, width - 1);
  const upper = j * width;
  const lower = Math.min(j + 1, height - 1) * width;
  const above = data[upper + i]! * (1 - fx) + data[upper + right]! * fx;
  const below = data[lower + i]! * (1 - fx) + data[lower + right]! * fx;
  return above * (1 - fy) + below * fy;
}
