import { asShotNeutral, CAMERA, sceneToSensor } from './camera.ts';
import { randomStream } from '../fields/noise.ts';
import type { Scene } from '../scene.ts';
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
/** Bayer RGGB: the channel of each pixel of a 2 x 2 block. */
const PATTERN = [0, 1, 1, 2] as const;
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
 * The scene as a raw file: 14 bits of a Bayer sensor in 16, uncompressed, with the camera's colour matrix and the white
 * balance of daylight. Scene light 1 on a neutral just reaches the sensor's white level; the sun's disc clips.
 * @throws RangeError when the border is not an even number from 0 to 256
 */
export function writeDng(scene: Scene, options: DngOptions = {}): Uint8Array {
  const { orientation = 1, noise = true, seed = 1, border = 0, claims } = options;
  const { make, model } = claims ?? CAMERA;
  if (!Number.isInteger(border) || border % 2 !== 0 || border < 0 || border > LARGEST_BORDER)
    throw new RangeError(`writeDng: border is ${border}; an even number from 0 to ${LARGEST_BORDER} is needed`);
  const width = scene.width + 2 * border;
  const height = scene.height + 2 * border;
  const imageBytes = width * height * 2;

  const exif: Entry[] = [
    { tag: TAG.exposureTime, type: 'rational', values: [1 / 250] },
    { tag: TAG.fNumber, type: 'rational', values: [claims?.fNumber ?? 8] },
    { tag: TAG.iso, type: 'short', values: [100] },
    { tag: TAG.dateTimeOriginal, type: 'ascii', text: TAKEN },
    { tag: TAG.focalLength, type: 'rational', values: [claims?.focalLength ?? 70] },
    ...(claims === undefined ? [] : [{ tag: TAG.lensModel, type: 'ascii', text: claims.lens } as const]),
  ];
  const main = (exifAt: number, imageAt: number): Entry[] => [
    { tag: TAG.subfileType, type: 'long', values: [0] },
    { tag: TAG.width, type: 'long', values: [width] },
    { tag: TAG.height, type: 'long', values: [height] },
    { tag: TAG.bits, type: 'short', values: [16] },
    { tag: TAG.compression, type: 'short', values: [COMPRESSION_NONE] },
    { tag: TAG.photometric, type: 'short', values: [PHOTOMETRIC_CFA] },
    { tag: TAG.make, type: 'ascii', text: make },
    { tag: TAG.model, type: 'ascii', text: model },
    { tag: TAG.stripOffsets, type: 'long', values: [imageAt] },
    { tag: TAG.orientation, type: 'short', values: [orientation] },
    { tag: TAG.samples, type: 'short', values: [1] },
    { tag: TAG.rowsPerStrip, type: 'long', values: [height] },
    { tag: TAG.stripBytes, type: 'long', values: [imageBytes] },
    { tag: TAG.planar, type: 'short', values: [1] },
    { tag: TAG.software, type: 'ascii', text: '@chemigram/scene' },
    { tag: TAG.dateTime, type: 'ascii', text: TAKEN },
    { tag: TAG.patternSize, type: 'short', values: [2, 2] },
    { tag: TAG.pattern, type: 'byte', values: PATTERN },
    { tag: TAG.exifDirectory, type: 'long', values: [exifAt] },
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

  const exifAt = HEADER + directorySize(main(0, 0));
  const imageAt = exifAt + directorySize(exif);
  const file = new Uint8Array(imageAt + imageBytes);
  const view = new DataView(file.buffer);
  // "II", 42, and where the first directory is.
  view.setUint16(0, 0x4949, true);
  view.setUint16(2, 42, true);
  view.setUint32(4, HEADER, true);
  writeDirectory(view, HEADER, main(exifAt, imageAt));
  writeDirectory(view, exifAt, exif);
  expose(scene, view, imageAt, width, border, noise ? gaussian(seed) : undefined);
  return file;
}

/** Fills the sensor: one channel per pixel, noise, black level, clipping at the white level. */
function expose(scene: Scene, view: DataView, at: number, width: number, border: number, noise?: () => number): void {
  const toSensor = sceneToSensor();
  const { blackLevel, whiteLevel, fullWell, readNoise } = CAMERA;
  const range = whiteLevel - blackLevel;
  const height = scene.height + 2 * border;
  const dark = (readNoise / fullWell) ** 2;
  const columns = new Float32Array(scene.width * 3);
  const softened = new Float32Array(scene.width * 3);
  for (let y = 0, i = at; y < height; y++) {
    const sy = y - border;
    const inside = sy >= 0 && sy < scene.height;
    if (inside) soften(scene, sy, columns, softened);
    for (let x = 0; x < width; x++, i += 2) {
      const sx = x - border;
      let signal = 0;
      if (inside && sx >= 0 && sx < scene.width) {
        const row = toSensor[PATTERN[(sy & 1) * 2 + (sx & 1)]!]!;
        const p = sx * 3;
        signal = row[0] * softened[p]! + row[1] * softened[p + 1]! + row[2] * softened[p + 2]!;
        if (signal < 0) signal = 0;
      }
      // The well is full before the noise of counting matters any more.
      if (noise !== undefined) signal += noise() * Math.sqrt((signal < 1 ? signal : 1) / fullWell + dark);
      const value = Math.floor(blackLevel + signal * range + 0.5);
      view.setUint16(i, value < 0 ? 0 : value > whiteLevel ? whiteLevel : value, true);
    }
  }
}

/**
 * One row as it falls on the sensor: lens and low-pass filter spread each point over its neighbours (1 2 1 both ways).
 * Without it the pattern of the Bayer sensor shows as coloured speckle wherever the scene has detail of one pixel.
 */
function soften(scene: Scene, y: number, columns: Float32Array, out: Float32Array): void {
  const stride = scene.width * 3;
  const { linear } = scene;
  const here = y * stride;
  const above = y === 0 ? here : here - stride;
  const under = y === scene.height - 1 ? here : here + stride;
  for (let k = 0; k < stride; k++) columns[k] = linear[above + k]! + 2 * linear[here + k]! + linear[under + k]!;
  for (let k = 0; k < stride; k++) {
    const left = k < 3 ? k : k - 3;
    const right = k >= stride - 3 ? k : k + 3;
    out[k] = (columns[left]! + 2 * columns[k]! + columns[right]!) / 16;
  }
}

/**
 * Four uniform numbers added up are nearly a normal one (Irwin-Hall), with tails to 3.5 sigma and no logarithm; each
 * draw of 32 bits gives two of them.
 */
const SUMMED = 4;
const NORMAL_SCALE = Math.sqrt(12 / SUMMED);
const HALF = 65_536;

function gaussian(seed: number): () => number {
  const random = randomStream(seed);
  const two = (): number => {
    const bits = Math.floor(random() * HALF * HALF);
    return ((bits >>> 16) + (bits & (HALF - 1)) + 1) / HALF;
  };
  return () => (two() + two() - SUMMED / 2) * NORMAL_SCALE;
}
