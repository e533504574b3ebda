import { open } from 'node:fs/promises';
import { ChemigramError } from '@chemigram/errors';

/** More than any header takes. */
const HEADER_BYTES = 200;

/** A float picture: interleaved channels, top row first. */
export interface FloatPicture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Float32Array;
}

/**
 * Reads a Portable FloatMap (netpbm's pfm(5)): "PF" colour or "Pf" grey, then width, height and a scale whose sign is
 * the byte order (negative: little endian), then rows from the bottom up.
 * @throws darktable_failed when it is cut short or not a PFM.
 */
export function readPfm(bytes: Uint8Array): FloatPicture {
  const { channels, width, height, start, littleEndian } = readHeader(bytes);
  const row = width * channels;
  if (bytes.length < start + row * height * 4) {
    throw new ChemigramError(
      'darktable_failed',
      `A float picture of ${width} x ${height} is cut short: ${bytes.length} bytes of ${start + row * height * 4}.`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + start);
  const data = new Float32Array(row * height);
  for (let y = 0; y < height; y++) {
    const from = (height - 1 - y) * row * 4;
    for (let i = 0; i < row; i++) data[y * row + i] = view.getFloat32(from + i * 4, littleEndian);
  }
  return { width, height, channels, data };
}

/** Size of the PFM in a file, by its first bytes. @throws darktable_failed when it is none */
export async function pfmSize(path: string): Promise<{ width: number; height: number }> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    const { width, height } = readHeader(buffer);
    return { width, height };
  } finally {
    await file.close();
  }
}

function readHeader(bytes: Uint8Array) {
  const head = /^(P[Ff])\s+([1-9]\d*)\s+([1-9]\d*)\s+(-?[\d.eE+]+)\s/.exec(
    Buffer.from(bytes.subarray(0, HEADER_BYTES)).toString('latin1'),
  );
  if (head === null) throw new ChemigramError('darktable_failed', 'A float picture from darktable has no PFM header.');
  return {
    channels: head[1] === 'PF' ? (3 as const) : (1 as const),
    width: Number(head[2]),
    height: Number(head[3]),
    littleEndian: Number(head[4]) < 0,
    start: head[0].length,
  };
}

/** Writes a Portable FloatMap, little endian. */
export function writePfm(picture: FloatPicture): Uint8Array {
  const { width, height, channels, data } = picture;
  const header = Buffer.from(`${channels === 3 ? 'PF' : 'Pf'}\n${width} ${height}\n-1.0\n`, 'latin1');
  const row = width * channels;
  const out = new Uint8Array(header.length + row * height * 4);
  out.set(header);
  const view = new DataView(out.buffer, header.length);
  for (let y = 0; y < height; y++) {
    for (let i = 0; i < row; i++) view.setFloat32(((height - 1 - y) * row + i) * 4, data[y * row + i]!, true);
  }
  return out;
}
