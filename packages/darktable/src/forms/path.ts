/** darktable's path at mask version 6: a closed cubic Bezier outline, one point per node. */
import { Reader, Writer } from '../bytes/cursor.ts';
import { type CurveNode, readPairs, readState, writePairs, writeState } from './curve-node.ts';

export interface Path {
  kind: 'path';
  nodes: CurveNode[];
}

export const PATH_NODE_SIZE = 36;

/** @param bytes a whole number of nodes of 36 bytes */
export function readPath(bytes: Uint8Array): Path {
  const r = new Reader(bytes);
  const nodes = Array.from({ length: bytes.length / PATH_NODE_SIZE }, (_, i) => {
    const at = `nodes[${i}]`;
    return { ...readPairs(r, at), state: readState(r, at) };
  });
  return { kind: 'path', nodes };
}

/** 36 bytes per node. @throws ChemigramError for a number that is no finite float or an unknown state */
export function writePath(form: Path): Uint8Array {
  const w = new Writer(form.nodes.length * PATH_NODE_SIZE);
  form.nodes.forEach((node, i) => {
    const at = `nodes[${i}]`;
    writePairs(w, node, at);
    writeState(w, node, at);
  });
  return w.bytes;
}
