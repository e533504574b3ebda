/** darktable's brush at mask version 6: an open cubic Bezier stroke, one point per node. */
import { Reader, Writer } from '../cursor.ts';
import { NODE_STATE, type PathNode } from './path.ts';
import { oneOf } from './point.ts';

/** As a path's node, but `border` is the stroke's radius on either side. */
export interface BrushNode extends PathNode {
  /** Opacity of the stroke here, 0 to 1. */
  density: number;
  /** Part of the radius that is fully opaque, 0 to 1. */
  hardness: number;
}

export interface Brush {
  kind: 'brush';
  nodes: BrushNode[];
}

export const BRUSH_NODE_SIZE = 44;
const STATES: readonly number[] = Object.values(NODE_STATE);

/** @param bytes a whole number of nodes of 44 bytes */
export function readBrush(bytes: Uint8Array): Brush {
  const r = new Reader(bytes);
  const nodes = Array.from({ length: bytes.length / BRUSH_NODE_SIZE }, (_, i) => {
    const at = `nodes[${i}]`;
    return {
      corner: r.pair(`${at}.corner`),
      ctrl1: r.pair(`${at}.ctrl1`),
      ctrl2: r.pair(`${at}.ctrl2`),
      border: r.pair(`${at}.border`),
      density: r.float(`${at}.density`),
      hardness: r.float(`${at}.hardness`),
      state: oneOf(r.int(), STATES, `${at}.state`),
    };
  });
  return { kind: 'brush', nodes };
}

/** 44 bytes per node. @throws ChemigramError for a number that is no finite float or an unknown state */
export function writeBrush(form: Brush): Uint8Array {
  const w = new Writer(form.nodes.length * BRUSH_NODE_SIZE);
  form.nodes.forEach((node, i) => {
    const at = `nodes[${i}]`;
    w.floats(node.corner, 2, `${at}.corner`);
    w.floats(node.ctrl1, 2, `${at}.ctrl1`);
    w.floats(node.ctrl2, 2, `${at}.ctrl2`);
    w.floats(node.border, 2, `${at}.border`);
    w.float(node.density, `${at}.density`);
    w.float(node.hardness, `${at}.hardness`);
    w.int(oneOf(node.state, STATES, `${at}.state`), `${at}.state`);
  });
  return w.bytes;
}
