import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { endianness } from 'node:os';
import { ChemigramError } from '@chemigram/errors';

export const IS_LITTLE_ENDIAN = endianness() === 'LE';
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
  const header = readHeader(bytes);
  mustHold(header, bytes.length - header.start);
  const data = new Float32Array(samplesOf(header));
  bytesOf(data).set(bytes.subarray(header.start, header.start + data.byteLength));
  return topRowFirst(header, data);
}

/**
 * The same of a file.
 * @param room what its samples are read into, for as long as they are needed: 4 bytes each
 */
export async function readPfmFile(path: string, room?: ArrayBuffer): Promise<FloatPicture> {
  const file = await open(path);
  try {
    const header = await headerOf(file);
    const samples = samplesOf(header);
    mustHold(header, (await file.stat()).size - header.start);
    const data = room === undefined ? new Float32Array(samples) : new Float32Array(room, 0, samples);
    await file.read(bytesOf(data), 0, data.byteLength, header.start);
    return topRowFirst(header, data);
  } finally {
    await file.close();
  }
}

/** Size of the PFM in a file, by its first bytes. @throws darktable_failed when it is none */
export async function pfmSize(path: string): Promise<{ width: number; height: number }> {
  const file = await open(path);
  try {
    const { width, height } = await headerOf(file);
    return { width, height };
  } finally {
    await file.close();
  }
}

interface Header {
  readonly channels: 1 | 3;
  readonly width: number;
  readonly height: number;
  readonly littleEndian: boolean;
  /** Where the samples begin, in bytes. */
  readonly start: number;
}

const samplesOf = ({ channels, width, height }: Header): number => channels * width * height;

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

function mustHold(header: Header, bytes: number): void {
  const { width, height } = header;
  const wanted = samplesOf(header) * Float32Array.BYTES_PER_ELEMENT;
  if (bytes >= wanted) return;
  throw new ChemigramError(
    'darktable_failed',
    `A float picture of ${width} x ${height} is cut short: ${bytes} bytes of ${wanted}.`,
  );
}

/** Samples as they lie in the file, turned to those of a picture where they are. */
function topRowFirst({ channels, width, height, littleEndian }: Header, data: Float32Array): FloatPicture {
  const row = width * channels;
  const upper = new Float32Array(row);
  for (let top = 0, bottom = data.length - row; top < bottom; top += row, bottom -= row) {
    upper.set(data.subarray(top, top + row));
    data.copyWithin(top, bottom, bottom + row);
    data.set(upper, bottom);
  }
  if (littleEndian !== IS_LITTLE_ENDIAN) bytesOf(data).swap32();
  return { width, height, channels, data };
}

async function headerOf(file: FileHandle): Promise<Header> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
  return readHeader(buffer.subarray(0, bytesRead));
}

function readHeader(bytes: Uint8Array): Header {
  const head = /^(P[Ff])\s+([1-9]\d*)\s+([1-9]\d*)\s+(-?[\d.eE+]+)\s/.exec(
    Buffer.from(bytes.subarray(0, HEADER_BYTES)).toString('latin1'),
  );
  if (head === null) throw new ChemigramError('darktable_failed', 'A float picture from darktable has no PFM header.');
  return {
    channels: head[1] === 'PF' ? 3 : 1,
    width: Number(head[2]),
    height: Number(head[3]),
    littleEndian: Number(head[4]) < 0,
    start: head[0].length,
  };
}

/** Writes a Portable FloatMap, little endian. */
export function writePfm({ width, height, channels, data }: FloatPicture): Uint8Array {
  const header = Buffer.from(`${channels === 3 ? 'PF' : 'Pf'}\n${width} ${height}\n-1.0\n`, 'latin1');
  const row = width * channels * Float32Array.BYTES_PER_ELEMENT;
  const out = Buffer.alloc(header.length + row * height);
  out.set(header);
  const samples = out.subarray(header.length);
  for (let y = 0; y < height; y++) samples.set(bytesOf(data).subarray(y * row, (y + 1) * row), (height - 1 - y) * row);
  if (!IS_LITTLE_ENDIAN) samples.swap32();
  return out;
}
