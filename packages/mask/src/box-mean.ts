/**
 * Where a box of `radius` pixels to either side stands on one axis of a grid of cells: per cell the first and the last
 * edge as cell and fraction, and one through its length. At the ends of the axis the box is cut off.
 */
interface Boxes {
  readonly from: Int32Array;
  readonly fromPart: Float64Array;
  readonly to: Int32Array;
  readonly toPart: Float64Array;
  readonly inverse: Float64Array;
  /** Whether every box ends between two cells, so that no part of one counts. */
  readonly whole: boolean;
}

/** Pixels of a picture in cells of `step` by `step`; the last row and column may hold fewer. */
export class CellGrid {
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  readonly #across: Boxes;
  readonly #down: Boxes;
  readonly #lengths: { readonly x: Float64Array; readonly y: Float64Array };

  constructor(width: number, height: number, step: number, radius: number) {
    this.width = width;
    this.height = height;
    this.columns = Math.ceil(width / step);
    this.rows = Math.ceil(height / step);
    this.#across = boxesOn(width, step, radius);
    this.#down = boxesOn(height, step, radius);
    this.#lengths = { x: lengthsOn(width, step), y: lengthsOn(height, step) };
  }

  /**
   * Replaces each cell's value, the mean of its pixels, by the mean over the box around the cell's middle: running sums,
   * so that the radius costs nothing.
   */
  boxMean(plane: Float32Array): void {
    this.#meanAcross(plane);
    this.#meanDown(plane);
  }

  #meanAcross(plane: Float32Array): void {
    const { columns, rows } = this;
    const { from, fromPart, to, toPart, inverse, whole } = this.#across;
    const lengths = this.#lengths.x;
    const sums = new Float64Array(columns + 1);
    for (let j = 0; j < rows; j++) {
      const row = j * columns;
      let sum = 0;
      for (let i = 0; i < columns; i++) {
        sum += plane[row + i]! * lengths[i]!;
        sums[i + 1] = sum;
      }
      // The values are still needed for the parts of cells; the sums hold them.
      if (whole) for (let i = 0; i < columns; i++) plane[row + i] = (sums[to[i]!]! - sums[from[i]!]!) * inverse[i]!;
      else {
        for (let i = 0; i < columns; i++) {
          const a = from[i]!;
          const b = to[i]!;
          const low = sums[a]! + fromPart[i]! * (sums[a + 1]! - sums[a]!);
          const high = sums[b]! + toPart[i]! * (sums[b + 1]! - sums[b]!);
          plane[row + i] = (high - low) * inverse[i]!;
        }
      }
    }
  }

  #meanDown(plane: Float32Array): void {
    const { columns, rows } = this;
    const { from, fromPart, to, toPart, inverse } = this.#down;
    const lengths = this.#lengths.y;
    const source = copied(plane);
    // What lies between the edges of the present box, whole rows: [first, end).
    const sums = new Float64Array(columns);
    let first = 0;
    let end = 0;
    for (let j = 0; j < rows; j++) {
      const last = to[j]!;
      for (; end < last; end++) addRow(sums, source, end * columns, lengths[end]!);
      for (; first < from[j]!; first++) addRow(sums, source, first * columns, -lengths[first]!);
      const [out, scale] = [j * columns, inverse[j]!];
      const low = fromPart[j] === 0 ? 0 : -fromPart[j]! * lengths[first]!;
      const high = toPart[j] === 0 ? 0 : toPart[j]! * lengths[end]!;
      for (let i = 0; i < columns; i++) plane[out + i] = sums[i]! * scale;
      if (low !== 0) addParts(plane, out, source, first * columns, columns, low * scale);
      if (high !== 0) addParts(plane, out, source, end * columns, columns, high * scale);
    }
  }
}

/** A new copy for each of a feather's many means kept the garbage collector busier than the means. */
let scratch = new Float32Array(0);

/** The same values; until the next call. */
function copied(plane: Float32Array): Float32Array {
  if (scratch.length < plane.length) scratch = new Float32Array(plane.length);
  scratch.set(plane);
  return scratch;
}

function addRow(sums: Float64Array, source: Float32Array, at: number, factor: number): void {
  for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! + factor * source[at + i]!;
}

function addParts(
  plane: Float32Array,
  out: number,
  source: Float32Array,
  at: number,
  columns: number,
  factor: number,
): void {
  for (let i = 0; i < columns; i++) plane[out + i] = plane[out + i]! + factor * source[at + i]!;
}

function lengthsOn(pixels: number, step: number): Float64Array {
  return Float64Array.from({ length: Math.ceil(pixels / step) }, (_, i) => Math.min(step, pixels - i * step));
}

function boxesOn(pixels: number, step: number, radius: number): Boxes {
  const lengths = lengthsOn(pixels, step);
  const cells = lengths.length;
  const boxes = {
    from: new Int32Array(cells),
    fromPart: new Float64Array(cells),
    to: new Int32Array(cells),
    toPart: new Float64Array(cells),
    inverse: new Float64Array(cells),
  };
  const place = (edge: number): [number, number] => {
    if (edge >= pixels) return step === 1 ? [cells, 0] : [cells - 1, 1];
    const cell = Math.floor(edge / step);
    return [cell, (edge - cell * step) / lengths[cell]!];
  };
  for (let i = 0; i < cells; i++) {
    const middle = i * step + lengths[i]! / 2;
    const low = Math.max(0, middle - radius - 0.5);
    const high = Math.min(pixels, middle + radius + 0.5);
    [boxes.from[i], boxes.fromPart[i]] = place(low);
    [boxes.to[i], boxes.toPart[i]] = place(high);
    boxes.inverse[i] = 1 / (high - low);
  }
  const isZero = (part: number): boolean => part === 0;
  return { ...boxes, whole: boxes.fromPart.every(isZero) && boxes.toPart.every(isZero) };
}
