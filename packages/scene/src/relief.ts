import type { Noise } from './noise.ts';
import { type ReliefHit, type RockFields, rockRelief, ROCK_TOPMOST } from './paint-rock.ts';

/** The stone's relief row by row with its slopes; two rows are kept, as a slope needs the next one. */
export function reliefRows(noise: Noise, fields: RockFields, width: number, height: number) {
  let current = new Float64Array(width + 1);
  let next = new Float64Array(width + 1);
  let ready = -1;
  const fill = (row: number, into: Float64Array): void => {
    const y = (row + 0.5) / height;
    if (y < ROCK_TOPMOST) return;
    for (let c = 0; c <= width; c++) into[c] = rockRelief(noise, fields, (c + 0.5) / height, y);
  };
  const hit: ReliefHit = { relief: 0, slopeX: 0, slopeY: 0 };
  return {
    /** What `read` found; the same object each time. */
    hit,
    /** Goes to the next row; rows must come in order. */
    advance(row: number): void {
      if (ready !== row) fill(row, current);
      else [current, next] = [next, current];
      fill(row + 1, next);
      ready = row + 1;
    },
    read(column: number): void {
      const here = current[column]!;
      hit.slopeX = (current[column + 1]! - here) * height;
      hit.slopeY = (next[column]! - here) * height;
      hit.relief = here;
    },
  };
}
