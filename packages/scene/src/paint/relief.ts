import { type Grid, makeField, sample } from '../fields/field.ts';
import type { Noise } from '../fields/noise.ts';
import { type ReliefHit, type RockFields, rockRelief, ROCK_TOPMOST } from './rock.ts';

/** Cells per height: five for the finest ridge of the stone. */
const RELIEF_SCALE = 1000;

export interface Relief {
  heights: Grid;
  slopesX: Grid;
  slopesY: Grid;
}

/**
 * The stone's relief of a picture `aspect` heights wide with `pixels` rows. Its slopes have fields of their own: those
 * of heights that are read between cells would jump from cell to cell and show as a weave.
 */
export function makeRelief(noise: Noise, fields: RockFields, aspect: number, pixels: number): Relief {
  const scale = Math.min(RELIEF_SCALE, pixels);
  const heights = makeField(aspect, ROCK_TOPMOST, 1, scale, (x, y) => rockRelief(noise, fields, x, y));
  const { values, width, height } = heights;
  const slopesX = new Float32Array(values.length);
  const slopesY = new Float32Array(values.length);
  for (let row = 0, i = 0; row < height; row++) {
    const up = row === 0 ? 0 : width;
    const down = row === height - 1 ? 0 : width;
    for (let column = 0; column < width; column++, i++) {
      const left = column === 0 ? 0 : 1;
      const right = column === width - 1 ? 0 : 1;
      slopesX[i] = ((values[i + right]! - values[i - left]!) * scale) / (left + right);
      slopesY[i] = ((values[i + down]! - values[i - up]!) * scale) / ((up + down) / width);
    }
  }
  return { heights, slopesX: { ...heights, values: slopesX }, slopesY: { ...heights, values: slopesY } };
}

/** The relief at x, y (heights of the picture), into `hit`. */
export function readRelief(relief: Relief, x: number, y: number, hit: ReliefHit): void {
  hit.relief = sample(relief.heights, x, y);
  hit.slopeX = sample(relief.slopesX, x, y);
  hit.slopeY = sample(relief.slopesY, x, y);
}
