/** `mask_src`: where a clone copies from. Always 8 bytes: darktable copies that many without looking. */
import { Reader, Writer } from '../bytes/cursor.ts';
import { decodeBlob, encodeBlob } from '../bytes/encoding.ts';
import type { Point } from './point.ts';

const SOURCE_SIZE = 8;

/** The source position; [0, 0] for a form that is no clone. */
export const readSource = (text: string): Point => new Reader(decodeBlob(text, SOURCE_SIZE)).pair('source');

/** The attribute text of a source position. */
export function writeSource(source: Point): string {
  const w = new Writer(SOURCE_SIZE);
  w.floats(source, 2, 'source');
  return encodeBlob(w.bytes);
}
