/** darktable's ellipse at mask version 6: one point of center, two radii, rotation, border, flags. */
import { Reader, Writer } from '../bytes/cursor.ts';
import { oneOf, type Point } from './point.ts';

export interface Ellipse {
  kind: 'ellipse';
  center: Point;
  /** The two half axes, as fractions of the shorter side. */
  radius: readonly [number, number];
  /** Degrees; turns the first half axis away from the x axis. */
  rotation: number;
  /** Width of the falloff: of the shorter side when equidistant, a factor of the radii when proportional. */
  border: number;
  /** The outer ellipse is radius * (1 + border) instead of radius + border. */
  proportional: boolean;
}

export const ELLIPSE_SIZE = 28;
const EQUIDISTANT = 0;
const PROPORTIONAL = 1;

/** @param bytes exactly one point of 28 bytes */
export function readEllipse(bytes: Uint8Array): Ellipse {
  const r = new Reader(bytes);
  return {
    kind: 'ellipse',
    center: r.pair('center'),
    radius: r.pair('radius'),
    rotation: r.float('rotation'),
    border: r.float('border'),
    proportional: oneOf(r.int(), [EQUIDISTANT, PROPORTIONAL], 'flags') === PROPORTIONAL,
  };
}

/** The point of 28 bytes. @throws ChemigramError out_of_range for a number that is no finite float */
export function writeEllipse(form: Ellipse): Uint8Array {
  const w = new Writer(ELLIPSE_SIZE);
  w.floats(form.center, 2, 'center');
  w.floats(form.radius, 2, 'radius');
  w.float(form.rotation, 'rotation');
  w.float(form.border, 'border');
  w.int(form.proportional ? PROPORTIONAL : EQUIDISTANT, 'flags');
  return w.bytes;
}
