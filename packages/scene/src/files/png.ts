import sharp from 'sharp';
import { encodeSrgb } from './colour.ts';
import type { Scene } from '../scene.ts';

export interface PngOptions {
  /** Bits per channel: 8 (default) or 16. */
  depth?: 8 | 16;
  /** `soft` (default) rolls highlights off as a camera's JPEG does; `clip` is the bare sRGB encoding of `linear`. */
  tone?: 'soft' | 'clip';
}

/** Where the soft rendition begins to bend, as linear light. */
const KNEE = 0.55;
/** Brightening of the soft rendition before the bend: a camera's JPEG places mid grey above the raw's. */
const GAIN = 1.35;
const CURVE_STEPS = 4096;
/** Linear light at which the soft rendition is white. */
const SOFT_WHITE = 4;

/** The scene as an sRGB PNG for people and for tests of developed pictures. */
export async function writePng(scene: Scene, options: PngOptions = {}): Promise<Uint8Array> {
  const { depth = 8, tone = 'soft' } = options;
  const most = depth === 8 ? 255 : 65535;
  const white = tone === 'soft' ? SOFT_WHITE : 1;
  // A table on the square root of the light: fine enough in the shadows for 16 bits.
  const curve = Float64Array.from({ length: CURVE_STEPS + 2 }, (_, i) => {
    const light = (i / CURVE_STEPS) ** 2 * white;
    return most * encodeSrgb(tone === 'soft' ? rollOff(light * GAIN) : light);
  });
  const out = depth === 8 ? new Uint8Array(scene.linear.length) : new Uint16Array(scene.linear.length);
  for (let i = 0; i < out.length; i++) {
    const at = Math.sqrt(Math.max(0, Math.min(1, scene.linear[i]! / white))) * CURVE_STEPS;
    const low = Math.floor(at);
    out[i] = Math.round(curve[low]! + (curve[low + 1]! - curve[low]!) * (at - low));
  }
  const image = sharp(out, { raw: { width: scene.width, height: scene.height, channels: 3 } });
  const tagged = depth === 16 ? image.toColourspace('rgb16') : image.toColourspace('srgb');
  return new Uint8Array(await tagged.png({ compressionLevel: 6 }).toBuffer());
}

function rollOff(light: number): number {
  return light <= KNEE ? light : KNEE + (1 - KNEE) * (1 - 1 / (1 + (light - KNEE) / (1 - KNEE)));
}
