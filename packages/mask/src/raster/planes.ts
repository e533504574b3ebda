import type { Picture, Size } from './raster.ts';
import { linearOf } from './srgb.ts';

/** A copy of a picture in CIE Lab (D65): one plane per channel, L 0..100. */
export interface Planes extends Size {
  readonly l: Float32Array;
  readonly a: Float32Array;
  readonly b: Float32Array;
}

/** Linear Rec. 709 to XYZ over the D65 white, rows X, Y, Z (IEC 61966-2-1). */
const TO_XYZ = [
  [0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339 / 1.08883, 0.119192 / 1.08883, 0.9503041 / 1.08883],
] as const;
const [[XR, XG, XB], [YR, YG, YB], [ZR, ZG, ZB]] = TO_XYZ;

const LINEAR = Float32Array.from({ length: 256 }, (_, v) => linearOf(v / 255));

/** CIE 1976, its linear foot included. */
const lab = (t: number): number => (t > 216 / 24_389 ? Math.cbrt(t) : (841 / 108) * t + 4 / 29);

/** The size whose long side is at most `box`; never larger than the picture. */
function sizeWithin({ width, height }: Size, box: number): Size {
  const scale = Math.min(1, box / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** What of a row of pixels each of fewer ones stands for: the first of them, how much of that, and of the last one. */
interface Shares {
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly ofFirst: Float32Array;
  readonly ofLast: Float32Array;
}

function sharesOf(from: number, to: number): Shares {
  const shares: Shares = {
    first: new Int32Array(to),
    last: new Int32Array(to),
    ofFirst: new Float32Array(to),
    ofLast: new Float32Array(to),
  };
  for (let i = 0; i < to; i++) {
    const [start, end] = [(i * from) / to, ((i + 1) * from) / to];
    const first = Math.floor(start);
    const last = Math.max(first, Math.ceil(end) - 1);
    shares.first[i] = first;
    shares.last[i] = last;
    shares.ofFirst[i] = Math.min(first + 1, end) - start;
    shares.ofLast[i] = end - last;
  }
  return shares;
}

/**
 * The picture scaled down so that its long side is at most `box`, each pixel the mean of the area it stands for, parts of pixels
 * by what of them it is: whole ones alone would move the picture by a third of a pixel from 1,024 to 768.
 */
export function planesOf(picture: Picture, box: number): Planes {
  const { width, height } = sizeWithin(picture, box);
  const n = width * height;
  const { rgb } = picture;
  const [l, a, b] = [new Float32Array(n), new Float32Array(n), new Float32Array(n)];
  const across = sharesOf(picture.width, width);
  const down = sharesOf(picture.height, height);
  const area = (picture.width / width) * (picture.height / height);
  const sums = new Float32Array(3 * width);
  for (let y = 0, i = 0; y < height; y++) {
    sums.fill(0);
    for (let v = down.first[y]!; v <= down.last[y]!; v++) {
      const share = v === down.first[y] ? down.ofFirst[y]! : v === down.last[y] ? down.ofLast[y]! : 1;
      addRow(sums, rgb, 3 * v * picture.width, across, share / area);
    }
    for (let x = 0; x < width; x++, i++) {
      const [red, green, blue] = [sums[3 * x]!, sums[3 * x + 1]!, sums[3 * x + 2]!];
      const fx = lab(XR * red + XG * green + XB * blue);
      const fy = lab(YR * red + YG * green + YB * blue);
      const fz = lab(ZR * red + ZG * green + ZB * blue);
      l[i] = 116 * fy - 16;
      a[i] = 500 * (fx - fy);
      b[i] = 200 * (fy - fz);
    }
  }
  return { width, height, l, a, b };
}

/** Adds a share of a row of a picture, its light summed into fewer pixels. */
function addRow(sums: Float32Array, rgb: Uint8Array, row: number, across: Shares, share: number): void {
  const { first, last, ofFirst, ofLast } = across;
  for (let x = 0, to = 0; x < first.length; x++, to += 3) {
    const [from, until] = [first[x]!, last[x]!];
    for (let u = from, at = row + 3 * from; u <= until; u++, at += 3) {
      const weight = share * (u === from ? ofFirst[x]! : u === until ? ofLast[x]! : 1);
      sums[to] = sums[to]! + weight * LINEAR[rgb[at]!]!;
      sums[to + 1] = sums[to + 1]! + weight * LINEAR[rgb[at + 1]!]!;
      sums[to + 2] = sums[to + 2]! + weight * LINEAR[rgb[at + 2]!]!;
    }
  }
}

/** A plane blurred by a box of 2 radius + 1 pixels in both directions; at the border the box is cut off. */
export function boxBlur(plane: Float32Array, { width, height }: Size, radius: number): Float32Array {
  const rows = blurLines(plane, { length: width, step: 1, lines: height, lineStep: width }, radius);
  return blurLines(rows, { length: height, step: width, lines: width, lineStep: 1 }, radius);
}

/** Rows or columns: how many pixels each has and how far from one to the next, and the same of the lines. */
interface Lines {
  readonly length: number;
  readonly step: number;
  readonly lines: number;
  readonly lineStep: number;
}

function blurLines(from: Float32Array, { length, step, lines, lineStep }: Lines, radius: number): Float32Array {
  const to = new Float32Array(from.length);
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep;
    let sum = 0;
    for (let i = 0; i < Math.min(radius, length); i++) sum += from[start + i * step]!;
    for (let i = 0; i < length; i++) {
      if (i + radius < length) sum += from[start + (i + radius) * step]!;
      if (i - radius - 1 >= 0) sum -= from[start + (i - radius - 1) * step]!;
      to[start + i * step] = sum / (Math.min(length - 1, i + radius) - Math.max(0, i - radius) + 1);
    }
  }
  return to;
}
