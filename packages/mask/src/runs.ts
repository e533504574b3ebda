import type { Grey } from './grey.ts';
import { boxOf } from './raster.ts';
import { STRIP } from './strips.ts';

/** Which pixels of a mask are selected (half opacity or more), by the columns where its rows change. */
export interface Runs {
  readonly width: number;
  readonly height: number;
  /** The first row that may have any. */
  readonly top: number;
  /** Row after row: the columns where it goes into the mask and out of it again, coming from outside; last the width. */
  readonly columns: readonly number[];
  /** Where in `columns` each row from `top` on begins; one more says where the last one ends. */
  readonly starts: readonly number[];
}

/** The least grey that is selected. */
const HALF = 0x8000;

const GREYS = new Uint16Array(STRIP);
/** Two pixels at a time: most are like those before them. */
const PAIRS = new Int32Array(GREYS.buffer);
/** The highest bit of a grey says whether it is half or more; of a pair, both. */
const SELECTED_PAIR = 0x8000_8000 | 0;

export function findRuns(mask: Grey): Runs {
  const { width, height, grey } = mask;
  const { left, top, right, bottom } = boxOf(mask);
  const columns: number[] = [];
  const starts = [0];
  for (let y = top; y < bottom; y++) {
    let inside = 0;
    for (let x = left; x < right; x += STRIP) {
      const count = Math.min(STRIP, right - x);
      GREYS.set(grey.subarray(y * width + x, y * width + x + count));
      // An odd one out is as its neighbour.
      if (count % 2 === 1 && count < STRIP) GREYS[count] = GREYS[count - 1]!;
      inside = findChanges(count, inside, x, columns);
    }
    if (inside === 1 && right < width) columns.push(right);
    columns.push(width);
    starts.push(columns.length);
  }
  return { width, height, top, columns, starts };
}

/** Adds the columns of a strip where it changes; @returns whether its last pixel is inside */
function findChanges(count: number, before: number, first: number, columns: number[]): number {
  let inside = before;
  for (let pair = 0; 2 * pair < count; pair++) {
    if ((PAIRS[pair]! & SELECTED_PAIR) === (inside === 1 ? SELECTED_PAIR : 0)) continue;
    for (let i = 2 * pair; i < 2 * pair + 2; i++) {
      const here = GREYS[i]! >> 15;
      if (here === inside) continue;
      inside = here;
      columns.push(first + i);
    }
  }
  return inside;
}

/**
 * The smallest box around all selected pixels, as fractions [x0, y0, x1, y1] of width and height (outer edges of the
 * pixels), or null when there are none. Only what may widen the box is looked at: of most masks that is little.
 */
export function boundingBox(mask: Grey): [number, number, number, number] | null {
  const { width, height, grey } = mask;
  const { left, top, right, bottom } = boxOf(mask);
  const firstIn = (y: number, from: number, to: number): number => {
    let x = from;
    while (x < to && grey[y * width + x]! < HALF) x++;
    return x;
  };
  const lastIn = (y: number, from: number, to: number): number => {
    let x = to;
    while (x >= from && grey[y * width + x]! < HALF) x--;
    return x;
  };
  const isIn = (y: number): boolean => firstIn(y, left, right) < right;
  let first = top;
  while (first < bottom && !isIn(first)) first++;
  if (first === bottom) return null;
  let last = bottom - 1;
  while (!isIn(last)) last--;
  let [least, most] = [right, left - 1];
  for (let y = first; y <= last; y++) {
    least = firstIn(y, left, least);
    most = lastIn(y, most + 1, right - 1);
  }
  return [least / width, first / height, (most + 1) / width, (last + 1) / height];
}
