/**
 * From the working profile (linear Rec. 2020, darktable's default) to the spaces that parametric masks look at.
 * Formulas: ITU-R BT.2020 for the primaries; Bradford adaptation (Lindbloom); CIE 1976 L*a*b*; JzAzBz of Safdar, Cui,
 * Kim and Luo, "Perceptually uniform color space for image signals including high dynamic range and wide gamut",
 * Optics Express 25 (2017).
 */
import { ADOBE_RGB, LINEAR_PROPHOTO, LINEAR_REC2020, LINEAR_REC709, SRGB } from '../modules/colorin.ts';

/** Three rows of three. */
type Matrix = readonly [Row, Row, Row];
type Row = readonly [number, number, number];
/** Three components of one pixel. */
export type Triple = [number, number, number];

/** Linear Rec. 2020 (white D65) to XYZ at D65. */
const REC2020_TO_XYZ_D65: Matrix = [
  [0.6369580483, 0.1446169036, 0.1688809752],
  [0.262700212, 0.6779980715, 0.0593017165],
  [0.0, 0.028072693, 1.0609850577],
];

/** XYZ at D65 to XYZ at D50, Bradford. */
const D65_TO_D50: Matrix = [
  [1.0479298, 0.0229468, -0.0501922],
  [0.0296278, 0.9904345, -0.0170738],
  [-0.009243, 0.0150552, 0.7518743],
];

const multiply = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => [0, 1, 2].map((j) => row[0] * b[0][j]! + row[1] * b[1][j]! + row[2] * b[2][j]!)) as unknown as Matrix;

const apply = (m: Matrix, r: number, g: number, b: number): Triple => [
  m[0][0] * r + m[0][1] * g + m[0][2] * b,
  m[1][0] * r + m[1][1] * g + m[1][2] * b,
  m[2][0] * r + m[2][1] * g + m[2][2] * b,
];

/** What darktable has as the profile's input matrix: its profiles are adapted to D50. */
const REC2020_TO_XYZ_D50 = multiply(D65_TO_D50, REC2020_TO_XYZ_D65);

/** To Rec. 709 and Adobe RGB by their primaries (ITU-R BT.709; Adobe RGB (1998), 4.3.1.1): the white of all three is D65. */
const REC2020_TO_REC709: Matrix = [
  [1.660491, -0.58764114, -0.07284986],
  [-0.12455047, 1.1328999, -0.00834942],
  [-0.01815076, -0.1005789, 1.11872966],
];
const REC2020_TO_ADOBE: Matrix = [
  [1.15197839, -0.09750306, -0.05447534],
  [-0.12455047, 1.1328999, -0.00834942],
  [-0.02253038, -0.04980651, 1.07233689],
];
/** To ProPhoto RGB, of which D50 is the white (Lindbloom). */
const XYZ_D50_TO_PROPHOTO: Matrix = [
  [1.3459433, -0.2556075, -0.0511118],
  [-0.5445989, 1.5081673, 0.0205351],
  [0, 0, 1.2118128],
];

/**
 * The same with each row adding up to 1: white is white in every profile. By matrices as they are published, rounded, a grey
 * came out with 2e-4 more of red, and with a hue and a saturation that darktable does not see.
 */
const keepingGrey = (m: Matrix): Matrix =>
  m.map((row) => row.map((value) => value / (row[0] + row[1] + row[2]))) as unknown as Matrix;

/** To other profiles that darktable works in, by its numbers. */
const FROM_REC2020: Readonly<Record<number, Matrix>> = {
  [LINEAR_REC709]: REC2020_TO_REC709,
  [SRGB]: REC2020_TO_REC709,
  [ADOBE_RGB]: REC2020_TO_ADOBE,
  [LINEAR_PROPHOTO]: keepingGrey(multiply(XYZ_D50_TO_PROPHOTO, REC2020_TO_XYZ_D50)),
};

const srgbCurve = (light: number): number => (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);
const srgbLight = (value: number): number => ((value + 0.055) / 1.055) ** 2.4;

/**
 * The exponent by which darktable goes on with the curve of sRGB above white, where its table ends: the mean of those that lead
 * from the curve at 0.7, 0.8 and 0.9 to white (dt_iop_estimate_exp in develop/imageop_math.h). One stop of twice the value is 4.8
 * times the light there, and 5 by the formula.
 */
const ABOVE_WHITE = [0.7, 0.8, 0.9].reduce((sum, x) => sum + Math.log(srgbLight(x)) / Math.log(x), 0) / 3;

/** What a profile makes of light: the pixels that darktable works on have its curve (IEC 61966-2-1; Adobe RGB (1998), 4.3.4.2). */
const CURVES: Readonly<Record<number, (light: number) => number>> = {
  [SRGB]: (light) => (light <= 1 ? srgbCurve(light) : light ** (1 / ABOVE_WHITE)),
  [ADOBE_RGB]: (light) => Math.max(0, light) ** (256 / 563),
};

/** Whether a working profile has a curve: what darktable makes XYZ of then is not known. */
export const hasCurve = (profile: number): boolean => profile in CURVES;

/**
 * Light of linear Rec. 2020 as the red, green and blue of another profile that darktable works in; the same where it works in
 * Rec. 2020. Null of any other.
 */
export function inWorkingProfile(profile: number, input: Float32Array): Float32Array | null {
  if (profile === LINEAR_REC2020) return input;
  const matrix = FROM_REC2020[profile];
  if (matrix === undefined) return null;
  const curve = CURVES[profile] ?? ((light) => light);
  const result = new Float32Array(input.length);
  for (let i = 0; i + 2 < input.length; i += 3) {
    const light = apply(matrix, input[i]!, input[i + 1]!, input[i + 2]!);
    for (const [c, value] of light.entries()) result[i + c] = curve(value);
  }
  return result;
}

/** Luminance Y of the D50-adapted profile. */
export const luminance = (r: number, g: number, b: number): number =>
  REC2020_TO_XYZ_D50[1][0] * r + REC2020_TO_XYZ_D50[1][1] * g + REC2020_TO_XYZ_D50[1][2] * b;

/** CIE 1931 x and y of the D50-adapted profile: 0.3457, 0.3585 for what is grey; NaN for black. */
export function chromaticity(r: number, g: number, b: number): readonly [number, number] {
  const [x, y, z] = apply(REC2020_TO_XYZ_D50, r, g, b);
  return [x / (x + y + z), y / (x + y + z)];
}

/** HSL with hue in turns, on the linear values as they are; saturation and hue 0 where the pixel is black or grey. */
export function hsl(r: number, g: number, b: number): Triple {
  const [min, max] = [Math.min(r, g, b), Math.max(r, g, b)];
  const delta = max - min;
  const lightness = (max + min) / 2;
  // darktable's bound for "no colour".
  const FLAT = 1e-6;
  if (Math.abs(max) <= FLAT || Math.abs(delta) <= FLAT) return [0, 0, lightness];
  const saturation = lightness < 0.5 ? delta / (max + min) : delta / (2 - max - min);
  const sector = r === max ? (g - b) / delta : g === max ? 2 + (b - r) / delta : 4 + (r - g) / delta;
  return [((sector + 6) % 6) / 6, saturation, lightness];
}

/** D50, as darktable rounds it. */
const WHITE_D50: Row = [0.9642, 1, 0.8249];
const LAB_EPSILON = 216 / 24389;
const LAB_KAPPA = 24389 / 27;
const labCurve = (t: number): number => (t > LAB_EPSILON ? Math.cbrt(t) : (LAB_KAPPA * t + 16) / 116);

/** CIE L*a*b* at D50: L 0 to 100. */
export function lab(r: number, g: number, b: number): Triple {
  const xyz = apply(REC2020_TO_XYZ_D50, r, g, b);
  const [fx, fy, fz] = [0, 1, 2].map((i) => labCurve(xyz[i]! / WHITE_D50[i]!)) as Triple;
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

// Constants of the paper, in its notation.
const JZ_B = 1.15;
const JZ_G = 0.66;
const PQ_C1 = 3424 / 2 ** 12;
const PQ_C2 = 2413 / 2 ** 7;
const PQ_C3 = 2392 / 2 ** 7;
const PQ_N = 2610 / 2 ** 14;
const JZ_P = (1.7 * 2523) / 2 ** 5;
const JZ_D = -0.56;
const JZ_D0 = 1.629549953282157e-11;
/** The luminance that the paper's transfer function is normalised to. */
const PQ_PEAK = 10000;
const XYZ_TO_LMS: Matrix = [
  [0.41478972, 0.579999, 0.014648],
  [-0.20151, 1.120649, 0.0531008],
  [-0.0166008, 0.2648, 0.6684799],
];
const LMS_TO_IZAZBZ: Matrix = [
  [0.5, 0.5, 0],
  [3.524, -4.066708, 0.542708],
  [0.199076, 1.096799, -1.295875],
];

function perceptual(x: number): number {
  const t = Math.max(x / PQ_PEAK, 0) ** PQ_N;
  return ((PQ_C1 + PQ_C2 * t) / (1 + PQ_C3 * t)) ** JZ_P;
}

/**
 * The same from a table, straight between its entries: two powers for each of three numbers of each pixel took 0.4 s per
 * megapixel. Entries lie at equal steps of a number's own bits, so that they are as dense near zero as anywhere else.
 */
const TABLE_SHIFT = 13;
/** The table's range: from black to a million times white. */
const TABLE_FROM = floatBits(2 ** -30) >> TABLE_SHIFT;
const TABLE_TO = floatBits(2 ** 20) >> TABLE_SHIFT;
const number = new Float32Array(1);
const bits = new Int32Array(number.buffer);
let table: Float64Array | null = null;

function floatBits(x: number): number {
  return new Int32Array(Float32Array.of(x).buffer)[0]!;
}

function makeTable(): Float64Array {
  const from = TABLE_FROM << TABLE_SHIFT;
  return Float64Array.from({ length: TABLE_TO - TABLE_FROM + 2 }, (_, k) => {
    bits[0] = from + (k << TABLE_SHIFT);
    return perceptual(number[0]!);
  });
}

function tabulated(x: number): number {
  table ??= makeTable();
  number[0] = x;
  const place = bits[0]! - (TABLE_FROM << TABLE_SHIFT);
  if (place < 0) return perceptual(x);
  const k = place >> TABLE_SHIFT;
  if (k > TABLE_TO - TABLE_FROM) return perceptual(x);
  const share = (place - (k << TABLE_SHIFT)) / (1 << TABLE_SHIFT);
  return table[k]! + share * (table[k + 1]! - table[k]!);
}

/** The paper's step from X and Y to X' and Y', and all that is linear before it and after it, as one. */
const XYZ_TO_PRIMED: Matrix = [
  [JZ_B, 0, 1 - JZ_B],
  [1 - JZ_G, JZ_G, 0],
  [0, 0, 1],
];
const REC2020_TO_LMS = multiply(XYZ_TO_LMS, multiply(XYZ_TO_PRIMED, REC2020_TO_XYZ_D65));
const [[LR, LG, LB], [MR, MG, MB], [SR, SG, SB]] = REC2020_TO_LMS;
const [, [AL, AM, AS], [BL, BM, BS]] = LMS_TO_IZAZBZ;

/** JzAzBz of XYZ at D65. White (Y = 1) has Jz 0.0176. */
export function jzazbz(r: number, g: number, b: number): Triple {
  const l = tabulated(LR * r + LG * g + LB * b);
  const m = tabulated(MR * r + MG * g + MB * b);
  const s = tabulated(SR * r + SG * g + SB * b);
  const iz = (l + m) / 2;
  return [Math.max(((1 + JZ_D) * iz) / (1 + JZ_D * iz) - JZ_D0, 0), AL * l + AM * m + AS * s, BL * l + BM * m + BS * s];
}

/** Chroma of a lightness with a pair of opponent values. */
export const chroma = ([, a, b]: Triple): number => Math.sqrt(a * a + b * b);

/** Hue of the same, in turns. */
export function hue([, a, b]: Triple): number {
  const turns = Math.atan2(b, a) / (2 * Math.PI);
  return turns < 0 ? turns + 1 : turns;
}
