/**
 * darktable's blend parameters: how strongly and where a module's result replaces its input. 420 bytes.
 *
 * Versions 11 to 14 (darktable 3.6 to 5.4) share one layout; later ones are refused here until they are read. What
 * changed between them, as darktable's upgrade does it:
 * - 12: MASK_COMBINE.INVERT beside a drawn mask became MASK_COMBINE.DRAWN_INVERTED. With a drawn AND a parametric mask
 *   that is another mask: 4.2 inverts the whole, 5.x only the drawn part. Use invertBlend, which never sets INVERT.
 * - 12 or 13: rasterMaskId is -1 where there is no raster source.
 * - 13: featherVersion was a reserved zero; 1 is a steadier guided filter. Below 13 it counts as 0.
 * - 14: refinement (feathering, blur, contrast, brightness, details) also acts on raster masks; on upgrade it is
 *   zeroed there, so that an older edit keeps its look.
 */
import { ChemigramError } from '@chemigram/errors';
import { Reader, Writer } from '../bytes/cursor.ts';

/** The version that is written: the newest that all of 4.2 to 5.4 read. */
export const BLEND_VERSION = 11;
export const BLEND_SIZE = 420;
const READABLE_VERSIONS: readonly number[] = [11, 12, 13, 14];

/** What `blendCst` may be: the space in which blending and parametric masks work. */
export const BLEND_CST = { NONE: 0, RAW: 1, LAB: 2, RGB_DISPLAY: 3, RGB_SCENE: 4 } as const;
export type BlendCst = (typeof BLEND_CST)[keyof typeof BLEND_CST];

/** Bits of `maskMode`. */
export const MASK_MODE = { OFF: 0, ENABLED: 1, DRAWN: 2, PARAMETRIC: 4, RASTER: 8 } as const;

/** Bits of `maskCombine`. */
export const MASK_COMBINE = { EXCLUSIVE: 0, INVERT: 1, INCLUSIVE: 2, DRAWN_INVERTED: 4 } as const;

/** `blendMode`: only the one that all others are rarely needed for. */
export const BLEND_MODE_NORMAL = 0x18;

/** `featheringGuide`. */
export const FEATHERING_GUIDE = {
  INPUT_BEFORE_BLUR: 1,
  OUTPUT_BEFORE_BLUR: 2,
  INPUT_AFTER_BLUR: 5,
  OUTPUT_AFTER_BLUR: 6,
} as const;

/** Channels per parametric mask; four numbers and one boost factor each. */
export const BLENDIF_CHANNELS = 16;

export interface BlendParams {
  /** Bits of MASK_MODE. */
  maskMode: number;
  /** One of BLEND_CST. Any other value makes darktable ignore mask and blending altogether. */
  blendCst: number;
  blendMode: number;
  /** Exposure of the blend fulcrum, for modes that have one. */
  blendParameter: number;
  /** Percent, 0 to 100. */
  opacity: number;
  /** Bits of MASK_COMBINE. */
  maskCombine: number;
  /** The form (a group) that is the drawn mask; 0 for none. */
  maskId: number;
  /** Bit i: parametric channel i is active. Bit 16 + i: its polarity is inverted. */
  blendif: number;
  /** Pixels of the full-size picture, 0 to 250. */
  featheringRadius: number;
  featheringGuide: number;
  /** Pixels of the full-size picture, 0 to 100. */
  blurRadius: number;
  /** -1 to 1. */
  contrast: number;
  /** -1 to 1. */
  brightness: number;
  /** Details threshold, -1 to 1. */
  details: number;
  featherVersion: number;
  reserved: [number, number];
  /** Four per channel: where the opacity leaves 0, reaches 1, leaves 1, reaches 0. */
  blendifParameters: number[];
  /** One per channel: the four numbers count 2^boost times. */
  blendifBoostFactors: number[];
  /** The operation whose raster mask is used, at most 19 bytes; empty for none. */
  rasterMaskSource: string;
  rasterMaskInstance: number;
  rasterMaskId: number;
  rasterMaskInvert: boolean;
}

const OPERATION_SIZE = 20;

/**
 * @param version the item's `blendop_version`
 * @param bytes 420 of them
 * @throws ChemigramError unsupported_by_darktable for a version other than 11 to 14, invalid_input for another length
 *   or a float that is not finite
 */
export function readBlend(version: number, bytes: Uint8Array): BlendParams {
  if (!READABLE_VERSIONS.includes(version)) {
    throw new ChemigramError(
      'unsupported_by_darktable',
      `reading blend params: version ${version}, readable are ${READABLE_VERSIONS.join(', ')}`,
      { field: 'blendop_version' },
    );
  }
  if (bytes.length !== BLEND_SIZE) {
    throw new ChemigramError('invalid_input', `reading blend params: ${bytes.length} bytes, ${BLEND_SIZE} required`, {
      field: 'blendop_params',
    });
  }
  const r = new Reader(bytes);
  const params: BlendParams = {
    maskMode: r.uint(),
    blendCst: r.int(),
    blendMode: r.uint(),
    blendParameter: r.float('blendParameter'),
    opacity: r.float('opacity'),
    maskCombine: r.uint(),
    maskId: r.int(),
    blendif: r.uint(),
    featheringRadius: r.float('featheringRadius'),
    featheringGuide: r.uint(),
    blurRadius: r.float('blurRadius'),
    contrast: r.float('contrast'),
    brightness: r.float('brightness'),
    details: r.float('details'),
    featherVersion: r.uint(),
    reserved: [r.uint(), r.uint()],
    blendifParameters: r.floats('blendifParameters', 4 * BLENDIF_CHANNELS),
    blendifBoostFactors: r.floats('blendifBoostFactors', BLENDIF_CHANNELS),
    rasterMaskSource: Buffer.from(r.bytes(OPERATION_SIZE)).toString('latin1').replace(/\0.*$/s, ''),
    rasterMaskInstance: r.int(),
    rasterMaskId: r.int(),
    rasterMaskInvert: r.int() !== 0,
  };
  return params;
}

/**
 * The 420 bytes at version 11. Parameters that were read at a later version keep their fields; darktable 5.x counts
 * featherVersion as 0 from there (see above).
 * @throws ChemigramError naming the field that does not fit its type
 */
export function writeBlend(p: BlendParams): Uint8Array {
  const w = new Writer(BLEND_SIZE);
  w.uint(p.maskMode, 'maskMode');
  w.int(knownCst(p.blendCst), 'blendCst');
  w.uint(p.blendMode, 'blendMode');
  w.float(p.blendParameter, 'blendParameter');
  w.float(p.opacity, 'opacity');
  w.uint(p.maskCombine, 'maskCombine');
  w.int(p.maskId, 'maskId');
  w.uint(p.blendif, 'blendif');
  w.float(p.featheringRadius, 'featheringRadius');
  w.uint(p.featheringGuide, 'featheringGuide');
  w.float(p.blurRadius, 'blurRadius');
  w.float(p.contrast, 'contrast');
  w.float(p.brightness, 'brightness');
  w.float(p.details, 'details');
  w.uint(p.featherVersion, 'featherVersion');
  w.uint(p.reserved[0], 'reserved[0]');
  w.uint(p.reserved[1], 'reserved[1]');
  w.floats(p.blendifParameters, 4 * BLENDIF_CHANNELS, 'blendifParameters');
  w.floats(p.blendifBoostFactors, BLENDIF_CHANNELS, 'blendifBoostFactors');
  w.raw(operationBytes(p.rasterMaskSource));
  w.int(p.rasterMaskInstance, 'rasterMaskInstance');
  w.int(p.rasterMaskId, 'rasterMaskId');
  w.int(p.rasterMaskInvert ? 1 : 0, 'rasterMaskInvert');
  return w.bytes;
}

function operationBytes(name: string): Uint8Array {
  // A printable ASCII name with its terminating zero, as all of darktable's operations are.
  if (!/^[\x20-\x7e]*$/.test(name) || name.length >= OPERATION_SIZE) {
    throw new ChemigramError(
      'invalid_input',
      `writing blend params: rasterMaskSource ${JSON.stringify(name)} is not at most ${OPERATION_SIZE - 1} ASCII characters`,
      { field: 'rasterMaskSource' },
    );
  }
  const bytes = new Uint8Array(OPERATION_SIZE);
  bytes.set(Buffer.from(name, 'latin1'));
  return bytes;
}

function knownCst(cst: number): number {
  if (!Object.values<number>(BLEND_CST).includes(cst)) {
    throw new ChemigramError(
      'invalid_input',
      `writing blend params: blendCst ${cst} is none of 0 to 4; darktable would ignore the mask`,
      { field: 'blendCst' },
    );
  }
  return cst;
}
