/** darktable's circle at mask version 6: one point of center, radius, border. */
import { Reader, Writer } from '../bytes/cursor.ts';
import type { Point } from './point.ts';

export interface Circle {
  kind: 'circle';
  center: Point;
  /** Full opacity inside, as a fraction of the shorter side. */
  radius: number;
  /** Width of the falloff outside the radius, as a fraction of the shorter side. */
  border: number;
}

export const CIRCLE_SIZE = 16;

/** @param bytes exactly one point of 16 bytes */
export function readCircle(bytes: Uint8Array): Circle {
  const r = new Reader(bytes);
  return { kind: 'circle', center: r.pair('center'), radius: r.float('radius'), border: r.float('border') };
}

/** The point of 16 bytes. @throws ChemigramError out_of_range for a number that is no finite float */
export function writeCircle(form: Circle): Uint8Array {
  const w = new Writer(CIRCLE_SIZE);
  w.floats(form.center, 2, 'center');
  w.float(form.radius, 'radius');
  w.float(form.border, 'border');
  return w.bytes;
}
