import { emptyRaster, type Raster, type Size } from '../raster/raster.ts';

/** A gradient in pixels; `diagonal` is the unit of its distances, that of `size` when left out. */
export interface GradientPixels {
  ax: number;
  ay: number;
  /** Degrees: full effect above the anchor's line at 0, left of it at 90, below at 180, right at 270. */
  rotation: number;
  compression: number;
  /** 1 linear, 2 smooth. */
  state: 1 | 2;
  /** Bends the line: t - curvature * s^2, with s the place along the line in diagonals (darktable's own). */
  curvature: number;
  diagonal?: number;
}

/**
 * The error function to 1.5e-7.
 * Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26.
 */
function erf(x: number): number {
  const t = 1 / (1 + 0.327_591_1 * Math.abs(x));
  const poly =
    t * (0.254_829_592 + t * (-0.284_496_736 + t * (1.421_413_741 + t * (-1.453_152_027 + t * 1.061_405_429))));
  return Math.sign(x) * (1 - poly * Math.exp(-x * x));
}

/** The smooth step 0.5 + 0.5 erf(u) is told from 0 and 1 for u from -REACH to REACH. */
const REACH = 4;
/** Entries per u: the nearest one is within 4e-5, and reading between two would take half as long again. */
const PER_ENTRY = 8192;
const SMOOTH_STEP = Float32Array.from(
  { length: 2 * REACH * PER_ENTRY + 2 },
  (_, i) => 0.5 + 0.5 * erf(i / PER_ENTRY - REACH),
);

interface Step {
  /** It goes from 0 to 1 over u = -reach .. reach. */
  readonly reach: number;
  /** Steps of u so fine that opacities are within 4e-5. */
  readonly perU: number;
  at(u: number): number;
}

const SMOOTH: Step = { reach: REACH, perU: PER_ENTRY, at: (u) => SMOOTH_STEP[((u + REACH) * PER_ENTRY + 0.5) | 0]! };
const LINEAR: Step = { reach: 0.5, perU: 16_384, at: (u) => 0.5 + u };

/**
 * With t the distance to the line through the anchor in diagonals, positive on the full side: smooth is
 * 0.5 + 0.5 erf(4 t / compression), linear is clamp(0.5 + 2 t / compression, 0, 1).
 */
export function gradientOpacity(g: GradientPixels, size: Size): Raster {
  const raster = emptyRaster(size);
  const { width, height } = size;
  const { data } = raster;
  const unit = 1 / (g.diagonal ?? Math.hypot(width, height));
  const angle = (g.rotation * Math.PI) / 180;
  const cos = Math.cos(angle) * unit;
  const sin = Math.sin(angle) * unit;
  const step = g.state === 2 ? SMOOTH : LINEAR;
  const gain = (g.state === 2 ? 4 : 2) / g.compression;
  /** A pixel's place u in the step is its row's first one and `slope` for each column. */
  const slope = -sin * gain;
  const first = (row: number): number => gain * (-(0.5 - g.ax) * sin - (row + 0.5 - g.ay) * cos);
  if (g.curvature === 0) {
    const copyRow = shiftedRows(step, slope, width, [first(0), first(height - 1)]);
    if (copyRow !== null) {
      for (let j = 0; j < height; j++) copyRow(data, j * width, first(j));
      return raster;
    }
  }
  const bow = g.curvature * gain;
  for (let j = 0; j < height; j++) {
    // The place along the line, in diagonals, at the row's first column.
    const along = (0.5 - g.ax) * cos - (j + 0.5 - g.ay) * sin;
    bentRow(data.subarray(j * width, (j + 1) * width), step, first(j), slope, along, cos, bow);
  }
  return raster;
}

function bentRow(
  row: Float32Array,
  { at, reach }: Step,
  first: number,
  slope: number,
  along: number,
  cos: number,
  bow: number,
): void {
  for (let i = 0; i < row.length; i++) {
    const s = along + i * cos;
    const u = first + slope * i - bow * s * s;
    row[i] = u <= -reach ? 0 : u >= reach ? 1 : at(u);
  }
}

/** Values that the rows of one gradient may be copied from; more would take longer than going through the pixels. */
const MOST_VALUES = 1 << 18;

/**
 * The rows of a straight gradient are one curve, each begun a little further along: drawn once, in as many phases as
 * tell two places of the step apart, it is copied from. Null where that would be longer than the picture.
 *
 * @param span the first places of the first and the last row
 */
function shiftedRows(
  { at, reach, perU }: Step,
  slope: number,
  width: number,
  span: readonly [number, number],
): ((into: Float32Array, start: number, first: number) => void) | null {
  const valueAt = (u: number): number => (u <= -reach ? 0 : u >= reach ? 1 : at(u));
  if (Math.abs(slope) * width * perU < 0.5) {
    return (into, start, first) => into.fill(valueAt(first), start, start + width);
  }
  const phases = Math.ceil(Math.abs(slope) * perU);
  const spacing = slope / phases;
  const columnOf = (first: number): number => Math.floor(Math.round(first / spacing) / phases);
  const columns = span.map(columnOf);
  const left = Math.min(...columns);
  const length = Math.max(...columns) - left + width;
  if (length * phases > MOST_VALUES) return null;
  const curves = Array.from({ length: phases }, () => new Float32Array(length));
  for (const [phase, curve] of curves.entries()) {
    for (let k = 0; k < length; k++) curve[k] = valueAt((phase + (k + left) * phases) * spacing);
  }
  return (into, start, first) => {
    const column = columnOf(first);
    const phase = Math.round(first / spacing) - column * phases;
    into.set(curves[phase]!.subarray(column - left, column - left + width), start);
  };
}
