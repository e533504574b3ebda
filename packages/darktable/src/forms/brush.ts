/** darktable's brush at mask version 6: an open cubic Bezier stroke, one point per node. */
import { Reader, Writer } from '../bytes/cursor.ts';
import { type CurveNode, readPairs, readState, writePairs, writeState } from './curve-node.ts';

/** `border` is the stroke's radius on either side. */
export interface BrushNode extends CurveNode {
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

/** @param bytes a whole number of nodes of 44 bytes */
export function readBrush(bytes: Uint8Array): Brush {
  const r = new Reader(bytes);
  const nodes = Array.from({ length: bytes.length / BRUSH_NODE_SIZE }, (_, i) => {
    const at = `nodes[${i}]`;
    return {
      ...readPairs(r, at),
      density: r.float(`${at}.density`),
      hardness: r.float(`${at}.hardness`),
      state: readState(r, at),
    };
  });
  return { kind: 'brush', nodes };
}

/** 44 bytes per node. @throws ChemigramError for a number that is no finite float or an unknown state */
export function writeBrush(form: Brush): Uint8Array {
  const w = new Writer(form.nodes.length * BRUSH_NODE_SIZE);
  form.nodes.forEach((node, i) => {
    const at = `nodes[${i}]`;
    writePairs(w, node, at);
    w.float(node.density, `${at}.density`);
    w.float(node.hardness, `${at}.hardness`);
    writeState(w, node, at);
  });
  return w.bytes;
}
