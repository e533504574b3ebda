/** Numbers of 16 bits (IEEE 754 binary16), which JavaScript has no array of before Node 24. */

const FLOAT = new Float32Array(1);
const BITS = new Uint32Array(FLOAT.buffer);
/** From the exponents of binary32 to those of binary16. */
const REBIAS = 127 - 15;
const INFINITE = 0x7c00;
const NOT_A_NUMBER = 0x7e00;

/** The nearest number of 16 bits, ties to even; infinite where it is too large. */
function halfOf(value: number): number {
  if (Number.isNaN(value)) return NOT_A_NUMBER;
  FLOAT[0] = value;
  const bits = BITS[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - REBIAS;
  const fraction = bits & 0x7f_ffff;
  if (exponent >= 31) return sign | INFINITE;
  // A carry out of the fraction goes into the exponent, which is what rounding up means there.
  if (exponent > 0) return sign | rounded((exponent << 23) | fraction, 13);
  return exponent < -10 ? sign : sign | rounded(0x80_0000 | fraction, 14 - exponent);
}

function rounded(bits: number, shift: number): number {
  const kept = bits >>> shift;
  const rest = bits & ((1 << shift) - 1);
  const tie = 1 << (shift - 1);
  return rest > tie || (rest === tie && kept % 2 === 1) ? kept + 1 : kept;
}

function floatOf(bits: number): number {
  const sign = bits >= 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

export const toHalf = (values: ArrayLike<number>): Uint16Array => Uint16Array.from(values, halfOf);

let table: Float32Array | undefined;

export function fromHalf(values: Uint16Array): Float32Array {
  table ??= Float32Array.from({ length: 0x1_0000 }, (_, bits) => floatOf(bits));
  const floats = table;
  return Float32Array.from(values, (bits) => floats[bits]!);
}
