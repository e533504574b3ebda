import type { Picture, Size } from './raster.ts';

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

const LINEAR = Float32Array.from({ length: 256 }, (_, v) => {
  const encoded = v / 255;
  return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
});

/** CIE 1976, its linear foot included. */
const lab = (t: number): number => (t > 216 / 24_389 ? Math.cbrt(t) : (841 / 108) * t + 4 / 29);

/** The size whose long side is at most `box`; never larger than the picture. */
function sizeWithin({ width, height }: Size, box: number): Size {
  const scale = Math.min(1, box / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The picture scaled down so that its long side is at most `box`, each pixel the mean of the area it stands for. */
export function planesOf(picture: Picture, box: number): Planes {
  const { width, height } = sizeWithin(picture, box);
  const n = width * height;
  const { rgb } = picture;
  const [l, a, b] = [new Float32Array(n), new Float32Array(n), new Float32Array(n)];
  for (let y = 0, i = 0; y < height; y++) {
    const y0 = Math.floor((y * picture.height) / height);
    const y1 = Math.max(y0 + 1, Math.floor(((y + 1) * picture.height) / height));
    for (let x = 0; x < width; x++, i++) {
      const x0 = Math.floor((x * picture.width) / width);
      const x1 = Math.max(x0 + 1, Math.floor(((x + 1) * picture.width) / width));
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let v = y0; v < y1; v++) {
        for (let at = 3 * (v * picture.width + x0), end = at + 3 * (x1 - x0); at < end; at += 3) {
          red += LINEAR[rgb[at]!]!;
          green += LINEAR[rgb[at + 1]!]!;
          blue += LINEAR[rgb[at + 2]!]!;
        }
      }
      const count = (y1 - y0) * (x1 - x0);
      const fx = lab((XR * red + XG * green + XB * blue) / count);
      const fy = lab((YR * red + YG * green + YB * blue) / count);
      const fz = lab((ZR * red + ZG * green + ZB * blue) / count);
      l[i] = 116 * fy - 16;
      a[i] = 500 * (fx - fy);
      b[i] = 200 * (fy - fz);
    }
  }
  return { width, height, l, a, b };
}

/** A plane blurred by a box of 2 radius + 1 pixels in both directions; at the border the box is cut off. */
export function boxBlur(plane: Float32Array, { width, height }: Size, radius: number): Float32Array {
  const rows = new Float32Array(plane.length);
  const out = new Float32Array(plane.length);
  blurLines(plane, rows, width, 1, height, width, radius);
  blurLines(rows, out, height, width, width, 1, radius);
  return out;
}

function blurLines(
  from: Float32Array,
  to: Float32Array,
  length: number,
  step: number,
  lines: number,
  lineStep: number,
  radius: number,
): void {
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
}
