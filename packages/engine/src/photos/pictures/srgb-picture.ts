import { HALF_STEP, inStrips, STRIP } from '@chemigram/mask';
import type { Picture } from '@chemigram/mask';
import type { FloatPicture } from '@chemigram/renderer';
import { wholeTurn } from '../../whole-turn.ts';

const WHITE = 65_535;
/** Of 8 bits, in 16. */
const STEP = 257;

/** Samples of a picture as it is shown, and finer where that is wanted. */
type Encoded = Pick<Picture, 'rgb' | 'rgb16'>;

/** sRGB of linear light (IEC 61966-2-1), 0..65535 of both, and the same in 8 bits; worked out when the first picture comes. */
const OF_LIGHT = new Uint16Array(WHITE + 1);
const SHOWN_OF_LIGHT = new Uint8Array(WHITE + 1);

function encodings(): void {
  if (OF_LIGHT[WHITE] === WHITE) return;
  for (let i = 0; i <= WHITE; i++) {
    const light = i / WHITE;
    OF_LIGHT[i] = Math.round(WHITE * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055));
  }
  SHOWN_OF_LIGHT.set(toBytes(OF_LIGHT));
}

/** Samples of a piece of the work: some milliseconds of it. */
const PIECE = 1_000_000;

/**
 * Light in the colours of sRGB as a display shows it, what is beyond black and white cut off, in 16 bits and in 8. As
 * darktable does it, whose own takes longer: it works out the curve anew for each picture.
 * @param isFine whether in 16 bits too. (As large as these are, each made V8 go through all of its memory: half of the time that
 *   a preview took here.)
 */
export async function srgbOf({ width, height, data }: FloatPicture, isFine: boolean): Promise<Picture> {
  const rgb = new Uint8Array(data.length);
  const rgb16 = isFine ? new Uint16Array(data.length) : undefined;
  for (let from = 0; from < data.length; from += PIECE) {
    if (from > 0) await wholeTurn();
    encode(data, { rgb, rgb16 }, from, Math.min(data.length, from + PIECE));
  }
  return { width, height, rgb, rgb16 };
}

function encode(light: Float32Array, { rgb, rgb16 }: Encoded, from: number, to: number): void {
  encodings();
  inStrips(from, to, (start, end) => {
    LIGHT.set(light.subarray(start, end));
    encodeStrip(end - start);
    rgb16?.set(SAMPLES.subarray(0, end - start), start);
    rgb.set(BYTES.subarray(0, end - start), start);
  });
}

const LIGHT = new Float32Array(STRIP);
const SAMPLES = new Uint16Array(STRIP);
const BYTES = new Uint8Array(STRIP);

function encodeStrip(length: number): void {
  for (let i = 0; i < length; i++) {
    const value = LIGHT[i]!;
    const level = value >= 1 ? WHITE : value > 0 ? (WHITE * value + 0.5) | 0 : 0;
    SAMPLES[i] = OF_LIGHT[level]!;
    BYTES[i] = SHOWN_OF_LIGHT[level]!;
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
