import { STRIP } from '../raster/strips.ts';

/** Pixels of a picture in cells of `step` by `step`; the last row and column may hold fewer. */
export class CellGrid {
  readonly width: number;
  readonly height: number;
  readonly step: number;
  readonly columns: number;
  readonly rows: number;
  readonly #across: Boxes;
  readonly #down: Boxes;

  constructor(width: number, height: number, step: number, radius: number) {
    this.width = width;
    this.height = height;
    this.step = step;
    this.columns = Math.ceil(width / step);
    this.rows = Math.ceil(height / step);
    this.#across = boxesOn(width, step, radius);
    this.#down = boxesOn(height, step, radius);
  }

  /** How many cells there are. */
  get cells(): number {
    return this.columns * this.rows;
  }

  /**
   * Replaces each cell's value, the mean of its pixels, by the mean over the box around the cell's middle: running sums,
   * so that the radius costs nothing.
   * @param values `lanes` of them per cell, one after the other, each with means of its own
   */
  boxMean(values: Float32Array, lanes: number): void {
    const length = this.columns * lanes;
    const source = copied(values);
    for (let row = 0; row < values.length; row += length) {
      for (let lane = 0; lane < lanes; lane++) meanAcross(values, source, row + lane, lanes, this.#across);
    }
    this.#meanDown(values, length);
  }

  /** Column by column, several at a time. */
  #meanDown(values: Float32Array, length: number): void {
    const source = copied(values);
    for (let from = 0; from < length; from += STRIP) {
      const count = Math.min(STRIP, length - from);
      meanDown(values, source, { from, count, length }, this.#down);
    }
  }
}

/**
 * Where a box of `radius` pixels to either side stands on one axis of a grid of cells. At the ends of the axis it is cut
 * off.
 */
interface Boxes {
  readonly cells: number;
  /** Pixels of each cell. */
  readonly lengths: Float64Array;
  /** Per cell, the one that the box's first edge lies in, and how far. */
  readonly from: Int32Array;
  readonly fromPart: Float64Array;
  /** The same of its other edge. */
  readonly to: Int32Array;
  readonly toPart: Float64Array;
  /** One through the box's length. */
  readonly inverse: Float64Array;
  /** From the first of them to before the second, boxes are whole and stand alike around their cells. */
  readonly alike: readonly [number, number];
}

function boxesOn(pixels: number, step: number, radius: number): Boxes {
  const cells = Math.ceil(pixels / step);
  const boxes = {
    cells,
    lengths: Float64Array.from({ length: cells }, (_, i) => Math.min(step, pixels - i * step)),
    from: new Int32Array(cells),
    fromPart: new Float64Array(cells),
    to: new Int32Array(cells),
    toPart: new Float64Array(cells),
    inverse: new Float64Array(cells),
  };
  const { lengths } = boxes;
  const place = (edge: number): [number, number] => {
    if (edge >= pixels) return step === 1 ? [cells, 0] : [cells - 1, 1];
    const cell = Math.floor(edge / step);
    return [cell, (edge - cell * step) / lengths[cell]!];
  };
  let [first, end] = [cells, 0];
  for (let i = 0; i < cells; i++) {
    const middle = i * step + lengths[i]! / 2;
    const low = middle - radius - 0.5;
    const high = middle + radius + 0.5;
    [boxes.from[i], boxes.fromPart[i]] = place(Math.max(0, low));
    [boxes.to[i], boxes.toPart[i]] = place(Math.min(pixels, high));
    boxes.inverse[i] = 1 / (Math.min(pixels, high) - Math.max(0, low));
    if (low < 0 || high >= (cells - 1) * step) continue;
    first = Math.min(first, i);
    end = i + 1;
  }
  return { ...boxes, alike: first < end ? [first, end] : [0, 0] };
}

/** One value per cell, from `at` on every `lanes` numbers. */
function meanAcross(values: Float32Array, source: Float32Array, start: number, lanes: number, boxes: Boxes): void {
  const { cells, lengths, from, fromPart, to, toPart, inverse, alike } = boxes;
  let sum = 0;
  let first = 0;
  let end = 0;
  for (let i = 0; i < cells; i++) {
    for (; end < to[i]!; end++) sum += lengths[end]! * source[start + end * lanes]!;
    for (; first < from[i]!; first++) sum -= lengths[first]! * source[start + first * lanes]!;
    const low = fromPart[i]!;
    const high = toPart[i]!;
    let mean = sum;
    if (low !== 0) mean -= low * lengths[first]! * source[start + first * lanes]!;
    if (high !== 0) mean += high * lengths[end]! * source[start + end * lanes]!;
    values[start + i * lanes] = mean * inverse[i]!;
    if (i !== alike[0]) continue;
    // Those in the midst need no tables.
    const scale = inverse[i]!;
    const length = lengths[i]!;
    let a = start + first * lanes;
    let b = start + end * lanes;
    let leaving = length * source[a]!;
    let coming = length * source[b]!;
    for (; i + 1 < alike[1]; i++) {
      sum += coming - leaving;
      a += lanes;
      b += lanes;
      leaving = length * source[a]!;
      coming = length * source[b]!;
      values[start + (i + 1) * lanes] = (sum + high * coming - low * leaving) * scale;
    }
    first = (a - start) / lanes;
    end = (b - start) / lanes;
  }
}

/** Some columns of all rows. */
interface Columns {
  readonly from: number;
  readonly count: number;
  /** Values per row. */
  readonly length: number;
}

/** What lies between the edges of the present boxes, in whole rows; the rows that come and go, and those that count in part. */
const SUMS = new Float64Array(STRIP);
const COMING = new Float32Array(STRIP);
const LOW = new Float32Array(STRIP);
const HIGH = new Float32Array(STRIP);
const MEANS = new Float32Array(STRIP);

function meanDown(
  values: Float32Array,
  source: Float32Array,
  { from: left, count, length }: Columns,
  boxes: Boxes,
): void {
  const { cells, lengths, from, fromPart, to, toPart, inverse } = boxes;
  const take = (row: Float32Array, k: number): void =>
    row.set(source.subarray(k * length + left, k * length + left + count));
  SUMS.fill(0);
  let first = 0;
  let end = 0;
  for (let j = 0; j < cells; j++) {
    for (; end < to[j]!; end++) {
      take(COMING, end);
      addRow(count, lengths[end]!);
    }
    for (; first < from[j]!; first++) {
      take(COMING, first);
      addRow(count, -lengths[first]!);
    }
    const [low, high] = [fromPart[j]!, toPart[j]!];
    if (low !== 0) take(LOW, first);
    if (high !== 0) take(HIGH, end);
    meansOf(count, inverse[j]!, low === 0 ? 0 : -low * lengths[first]!, high === 0 ? 0 : high * lengths[end]!);
    values.set(count === STRIP ? MEANS : MEANS.subarray(0, count), j * length + left);
  }
}

function addRow(count: number, factor: number): void {
  for (let i = 0; i < count; i++) SUMS[i]! += factor * COMING[i]!;
}

function meansOf(count: number, scale: number, low: number, high: number): void {
  for (let i = 0; i < count; i++) MEANS[i] = (SUMS[i]! + low * LOW[i]! + high * HIGH[i]!) * scale;
}

/** A new copy for each of a feather's many means kept the garbage collector busier than the means. */
let scratch = new Float32Array(0);

/** The same values; until the next call. */
function copied(values: Float32Array): Float32Array {
  if (scratch.length < values.length) scratch = new Float32Array(values.length);
  scratch.set(values);
  return scratch;
}
