/** darktable's path at mask version 6: a closed cubic Bezier outline, one point per node. */
import { Reader, Writer } from '../cursor.ts';
import { oneOf, type Point } from './point.ts';

export interface PathNode {
  corner: Point;
  /** Handle towards the previous node; equal to the corner for a sharp one. */
  ctrl1: Point;
  /** Handle towards the next node. */
  ctrl2: Point;
  /** Width of the falloff before and after the node, as fractions of the shorter side. */
  border: readonly [number, number];
  /** 1: darktable computes the handles itself (smooth). 2: the handles are the user's. */
  state: number;
}

export interface Path {
  kind: 'path';
  nodes: PathNode[];
}

/** darktable's names for the state of a path's or brush's node. */
export const NODE_STATE = { NORMAL: 1, USER: 2 } as const;

export const PATH_NODE_SIZE = 36;
const STATES: readonly number[] = Object.values(NODE_STATE);

/** @param bytes a whole number of nodes of 36 bytes */
export function readPath(bytes: Uint8Array): Path {
  const r = new Reader(bytes);
  const nodes = Array.from({ length: bytes.length / PATH_NODE_SIZE }, (_, i) => {
    const at = `nodes[${i}]`;
    return {
      corner: r.pair(`${at}.corner`),
      ctrl1: r.pair(`${at}.ctrl1`),
      ctrl2: r.pair(`${at}.ctrl2`),
      border: r.pair(`${at}.border`),
      state: oneOf(r.int(), STATES, `${at}.state`),
    };
  });
  return { kind: 'path', nodes };
}

/** 36 bytes per node. @throws ChemigramError for a number that is no finite float or an unknown state */
export function writePath(form: Path): Uint8Array {
  const w = new Writer(form.nodes.length * PATH_NODE_SIZE);
  form.nodes.forEach((node, i) => {
    const at = `nodes[${i}]`;
    w.floats(node.corner, 2, `${at}.corner`);
    w.floats(node.ctrl1, 2, `${at}.ctrl1`);
    w.floats(node.ctrl2, 2, `${at}.ctrl2`);
    w.floats(node.border, 2, `${at}.border`);
    w.int(oneOf(node.state, STATES, `${at}.state`), `${at}.state`);
  });
  return w.bytes;
}
