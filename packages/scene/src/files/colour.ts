/** Colour as numbers: the sRGB curve and the matrices between linear Rec.709 and CIE XYZ (both D65). */

export type Rgb = readonly [r: number, g: number, b: number];
export type Matrix3 = readonly [Rgb, Rgb, Rgb];

/** IEC 61966-2-1, linear Rec.709 to XYZ, Y of white = 1. */
export const REC709_TO_XYZ: Matrix3 = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
];

/** The product a x b. */
export function multiply(a: Matrix3, b: Matrix3): Matrix3 {
  const row = (r: Rgb): Rgb => [
    r[0] * b[0][0] + r[1] * b[1][0] + r[2] * b[2][0],
    r[0] * b[0][1] + r[1] * b[1][1] + r[2] * b[2][1],
    r[0] * b[0][2] + r[1] * b[1][2] + r[2] * b[2][2],
  ];
  return [row(a[0]), row(a[1]), row(a[2])];
}

/** Linear light 0..1 to the sRGB encoded value 0..1 (IEC 61966-2-1). */
export function encodeSrgb(linear: number): number {
  if (linear <= 0) return 0;
  if (linear >= 1) return 1;
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
}
