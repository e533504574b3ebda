/** darktable's gradient at mask version 6: one point. */
import { Reader, Writer } from '../bytes/cursor.ts';
import { oneOf, type Point } from './point.ts';

export interface Gradient {
  kind: 'gradient';
  /** A point of the line of half opacity. */
  anchor: Point;
  /** Degrees. */
  rotation: number;
  /** Width of the transition, in units of the frame's diagonal. */
  compression: number;
  /** Stored, and unused by darktable 4.2 to 5.4. */
  steepness: number;
  /** Bend of the line; 0 is straight. */
  curvature: number;
  /** 1 linear, 2 sigmoidal. */
  state: number;
}

/** darktable's names for `Gradient.state`. */
export const GRADIENT_STATE = { LINEAR: 1, SIGMOIDAL: 2 } as const;

export const GRADIENT_SIZE = 28;
const STATES: readonly number[] = Object.values(GRADIENT_STATE);

/** @param bytes exactly one point of 28 bytes */
export function readGradient(bytes: Uint8Array): Gradient {
  const r = new Reader(bytes);
  return {
    kind: 'gradient',
    anchor: r.pair('anchor'),
    rotation: r.float('rotation'),
    compression: r.float('compression'),
    steepness: r.float('steepness'),
    curvature: r.float('curvature'),
    state: oneOf(r.int(), STATES, 'state'),
  };
}

/** The point of 28 bytes. @throws ChemigramError for a number that is no finite float or an unknown state */
export function writeGradient(form: Gradient): Uint8Array {
  const w = new Writer(GRADIENT_SIZE);
  w.floats(form.anchor, 2, 'anchor');
  w.float(form.rotation, 'rotation');
  w.float(form.compression, 'compression');
  w.float(form.steepness, 'steepness');
  w.float(form.curvature, 'curvature');
  w.int(oneOf(form.state, STATES, 'state'), 'state');
  return w.bytes;
}
