/** What a path's and a brush's node share at mask version 6: a point of a cubic Bezier curve with its handles. */
import type { Reader, Writer } from '../bytes/cursor.ts';
import { oneOf, type Point } from './point.ts';

export interface CurveNode {
  corner: Point;
  /** Handle towards the previous node; equal to the corner for a sharp one. */
  ctrl1: Point;
  /** Handle towards the next node. */
  ctrl2: Point;
  /** Of a path the width of the falloff before and after the node, of a brush the radius; fractions of the shorter side. */
  border: readonly [number, number];
  /** 1: darktable computes the handles itself (smooth). 2: the handles are the user's. */
  state: number;
}

/** darktable's names for the state of a node. */
export const NODE_STATE = { NORMAL: 1, USER: 2 } as const;
const STATES: readonly number[] = Object.values(NODE_STATE);

const PAIRS = ['corner', 'ctrl1', 'ctrl2', 'border'] as const;
type Pairs = Pick<CurveNode, (typeof PAIRS)[number]>;

/** @param at the node's name in an error */
export function readPairs(r: Reader, at: string): Pairs {
  return Object.fromEntries(PAIRS.map((name) => [name, r.pair(`${at}.${name}`)])) as unknown as Pairs;
}

/** @throws ChemigramError for a number that is no finite float */
export function writePairs(w: Writer, node: Pairs, at: string): void {
  for (const name of PAIRS) w.floats(node[name], 2, `${at}.${name}`);
}

/** @throws ChemigramError for a state that darktable does not have */
export const readState = (r: Reader, at: string): number => oneOf(r.int(), STATES, `${at}.state`);

/** @throws ChemigramError for a state that darktable does not have */
export const writeState = (w: Writer, { state }: CurveNode, at: string): void =>
  w.int(oneOf(state, STATES, `${at}.state`), `${at}.state`);
