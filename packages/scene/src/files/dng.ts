import type { Scene } from '../scene.ts';
import { asShotNeutral, CAMERA } from './camera.ts';
import { expose, FILTERS } from './sensor.ts';
import type { Filters } from './sensor.ts';
import { directorySize, type Entry, writeDirectory } from './tiff-directory.ts';

export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

export interface DngOptions {
  /** The EXIF tag. The sensor's pixels stay the scene's: 6 means that it is SHOWN turned by 90 degrees clockwise. */
  orientation?: Orientation;
  /** Shot and read noise (true by default), always the same for the same `seed`. */
  noise?: boolean;
  seed?: number;
  /** Masked pixels around the picture, an even number; `ActiveArea` then leaves them out. Default 0. */
  border?: number;
  /** The sensor's colour filters; bayer by default. */
  filters?: keyof typeof FILTERS;
  /** A real camera and lens that the file claims in its EXIF, for lens correction; by default an invented camera. */
  claims?: Claims;
}

/** What lens correction asks of a photo. The pixels stay the scene's: nothing in them was bent by that lens. */
export interface Claims {
  make: string;
  model: string;
  lens: string;
  /** Millimetres and f-number. */
  focalLength: number;
  fNumber: number;
}

/** Masked pixels must not shift the Bayer pattern, and no camera has more than this. */
const LARGEST_BORDER = 256;
const HEADER = 8;

/** EXIF and DNG tags by name (TIFF 6.0, EXIF 2.3, DNG 1.4). */
const TAG = {
  subfileType: 254,
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  make: 271,
  model: 272,
  stripOffsets: 273,
  orientation: 274,
  samples: 277,
  rowsPerStrip: 278,
  stripBytes: 279,
  planar: 284,
  software: 305,
  dateTime: 306,
  patternSize: 33421,
  pattern: 33422,
  exposureTime: 33434,
  fNumber: 33437,
  exifDirectory: 34665,
  iso: 34855,
  dateTimeOriginal: 36867,
  focalLength: 37386,
  lensModel: 42036,
  dngVersion: 50706,
  dngBackwardVersion: 50707,
  uniqueModel: 50708,
  planeColor: 50710,
  cfaLayout: 50711,
  blackLevel: 50714,
  whiteLevel: 50717,
  cropOrigin: 50719,
  cropSize: 50720,
  colorMatrix1: 50721,
  asShotNeutral: 50728,
  illuminant1: 50778,
  activeArea: 50829,
} as const;

const COMPRESSION_NONE = 1;
const PHOTOMETRIC_CFA = 32_803;
const CFA_RECTANGULAR = 1;
const ILLUMINANT_D65 = 21;
/** An evening: the same in every file, so that equal scenes are equal bytes. */
const TAKEN = '2024:06:21 18:04:00';

/**
 * The scene as a raw file: 14 bits of a sensor in 16, uncompressed, with the camera's colour matrix and the white
 * balance of daylight. Scene light 1 on a neutral just reaches the sensor's white level; the sun's disc clips.
 * @throws RangeError when the border is not an even number from 0 to 256
 */
export function writeDng(scene: Scene, options: DngOptions = {}): Uint8Array {
  const { orientation = 1, noise = true, seed = 1, border = 0, claims } = options;
  const filters = FILTERS[options.filters ?? 'bayer'];
  if (!Number.isInteger(border) || border % 2 !== 0 || border < 0 || border > LARGEST_BORDER)
    throw new RangeError(`writeDng: border is ${border}; an even number from 0 to ${LARGEST_BORDER} is needed`);
  const exif = exifOf(claims);
  const main = (at: Places): Entry[] => mainOf(scene, { orientation, border, filters, claims, at });
  const exifAt = HEADER + directorySize(main({ exif: 0, image: 0 }));
  const imageAt = exifAt + directorySize(exif);
  const file = new Uint8Array(imageAt + bytesOf(scene, border));
  const view = new DataView(file.buffer);
  // "II", 42, and where the first directory is.
  view.setUint16(0, 0x4949, true);
  view.setUint16(2, 42, true);
  view.setUint32(4, HEADER, true);
  writeDirectory(view, HEADER, main({ exif: exifAt, image: imageAt }));
  writeDirectory(view, exifAt, exif);
  expose(scene, view, imageAt, { border, seed: noise ? seed : undefined, filters });
  return file;
}

const bytesOf = (scene: Scene, border: number): number => (scene.width + 2 * border) * (scene.height + 2 * border) * 2;

/** Where in the file the second directory and the pixels stand. */
interface Places {
  readonly exif: number;
  readonly image: number;
}

/** How the photograph was taken. */
function exifOf(claims: Claims | undefined): Entry[] {
  return [
    { tag: TAG.exposureTime, type: 'rational', values: [1 / 250] },
    { tag: TAG.fNumber, type: 'rational', values: [claims?.fNumber ?? 8] },
    { tag: TAG.iso, type: 'short', values: [100] },
    { tag: TAG.dateTimeOriginal, type: 'ascii', text: TAKEN },
    { tag: TAG.focalLength, type: 'rational', values: [claims?.focalLength ?? 70] },
    ...(claims === undefined ? [] : [{ tag: TAG.lensModel, type: 'ascii', text: claims.lens } as const]),
  ];
}

/** What the picture is: its pixels, its sensor, its colours. */
function mainOf(
  scene: Scene,
  {
    orientation,
    border,
    filters,
    claims,
    at,
  }: { orientation: number; border: number; filters: Filters; claims: Claims | undefined; at: Places },
): Entry[] {
  const { make, model } = claims ?? CAMERA;
  const width = scene.width + 2 * border;
  const height = scene.height + 2 * border;
  return [
    { tag: TAG.subfileType, type: 'long', values: [0] },
    { tag: TAG.width, type: 'long', values: [width] },
    { tag: TAG.height, type: 'long', values: [height] },
    { tag: TAG.bits, type: 'short', values: [16] },
    { tag: TAG.compression, type: 'short', values: [COMPRESSION_NONE] },
    { tag: TAG.photometric, type: 'short', values: [PHOTOMETRIC_CFA] },
    { tag: TAG.make, type: 'ascii', text: make },
    { tag: TAG.model, type: 'ascii', text: model },
    { tag: TAG.stripOffsets, type: 'long', values: [at.image] },
    { tag: TAG.orientation, type: 'short', values: [orientation] },
    { tag: TAG.samples, type: 'short', values: [1] },
    { tag: TAG.rowsPerStrip, type: 'long', values: [height] },
    { tag: TAG.stripBytes, type: 'long', values: [bytesOf(scene, border)] },
    { tag: TAG.planar, type: 'short', values: [1] },
    { tag: TAG.software, type: 'ascii', text: '@chemigram/scene' },
    { tag: TAG.dateTime, type: 'ascii', text: TAKEN },
    { tag: TAG.patternSize, type: 'short', values: [filters.side, filters.side] },
    { tag: TAG.pattern, type: 'byte', values: filters.channels },
    { tag: TAG.exifDirectory, type: 'long', values: [at.exif] },
    { tag: TAG.dngVersion, type: 'byte', values: [1, 4, 0, 0] },
    { tag: TAG.dngBackwardVersion, type: 'byte', values: [1, 1, 0, 0] },
    { tag: TAG.uniqueModel, type: 'ascii', text: `${make} ${model}` },
    { tag: TAG.planeColor, type: 'byte', values: [0, 1, 2] },
    { tag: TAG.cfaLayout, type: 'short', values: [CFA_RECTANGULAR] },
    { tag: TAG.blackLevel, type: 'short', values: [CAMERA.blackLevel] },
    { tag: TAG.whiteLevel, type: 'short', values: [CAMERA.whiteLevel] },
    { tag: TAG.cropOrigin, type: 'long', values: [0, 0] },
    { tag: TAG.cropSize, type: 'long', values: [scene.width, scene.height] },
    { tag: TAG.colorMatrix1, type: 'srational', values: CAMERA.colorMatrix.flat() },
    { tag: TAG.asShotNeutral, type: 'rational', values: asShotNeutral() },
    { tag: TAG.illuminant1, type: 'short', values: [ILLUMINANT_D65] },
    { tag: TAG.activeArea, type: 'long', values: [border, border, border + scene.height, border + scene.width] },
  ];
}
