import { HALF_STEP } from '@chemigram/mask';
import type { Picture } from '@chemigram/mask';
import type { FloatPicture } from '@chemigram/renderer';
import { wholeTurn } from '../../whole-turn.ts';

const WHITE = 65_535;
/** Of 8 bits, in 16. */
const STEP = 257;

/** Samples of a picture, in 8 bits and in 16. */
interface Encoded {
  readonly rgb: Uint8Array;
  readonly rgb16: Uint16Array;
}

/** sRGB of linear light (IEC 61966-2-1), 0..65535 of both, and the same in 8 bits. */
function encodings(): Encoded {
  if (kept !== null) return kept;
  const rgb16 = Uint16Array.from({ length: WHITE + 1 }, (_, i) => {
    const light = i / WHITE;
    return Math.round(WHITE * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055));
  });
  return (kept = { rgb16, rgb: toBytes(rgb16) });
}
let kept: Encoded | null = null;

/** Samples of a piece of the work: some milliseconds of it. */
const PIECE = 1_000_000;

/**
 * Light in the colours of sRGB as a display shows it, what is beyond black and white cut off, in 16 bits and in 8. As
 * darktable does it, whose own takes longer: it works out the curve anew for each picture.
 */
export async function srgbOf({ width, height, data }: FloatPicture): Promise<Picture> {
  const [rgb, rgb16] = [new Uint8Array(data.length), new Uint16Array(data.length)];
  for (let from = 0; from < data.length; from += PIECE) {
    if (from > 0) await wholeTurn();
    encode(data, { rgb, rgb16 }, from, Math.min(data.length, from + PIECE));
  }
  return { width, height, rgb, rgb16 };
}

function encode(light: Float32Array, { rgb, rgb16 }: Encoded, from: number, to: number): void {
  const table = encodings();
  for (let i = from; i < to; i++) {
    const value = light[i]!;
    const level = value >= 1 ? WHITE : value > 0 ? (WHITE * value + 0.5) | 0 : 0;
    rgb16[i] = table.rgb16[level]!;
    rgb[i] = table.rgb[level]!;
  }
}

/** Samples of 16 bits in 8; what these show as black and as white becomes so in 16. */
export function toBytes(samples: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i]!;
    if (sample < HALF_STEP) samples[i] = 0;
    else if (sample > WHITE - HALF_STEP) samples[i] = WHITE;
    // Rounded in whole numbers: Math.round takes three times as long.
    bytes[i] = ((samples[i]! + (STEP >> 1)) / STEP) | 0;
  }
  return bytes;
}
