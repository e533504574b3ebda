import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { ChemigramError } from '@chemigram/errors';
import { bytesAt } from './bytes-at.ts';
import { IS_LITTLE_ENDIAN } from './pfm.ts';
import type { FloatPicture } from './pfm.ts';

/** TIFF 6.0, "Image File Directory": a number of entries, then 12 bytes each: tag, type, count, value or offset. */
const ENTRY = 12;
/** Bytes of the types that are read: BYTE, SHORT, LONG, UNDEFINED. */
const TYPE_BYTES: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, 7: 1 };
const SHORT = 3;
const TAGS = { width: 256, height: 257, compression: 259, strips: 273, samples: 277, stripBytes: 279, format: 339 };
/** Not packed, IEEE floats. */
const PLAIN = 1;
const FLOATS = 3;

/** The first directory of a TIFF. */
export interface TiffDirectory {
  readonly isLittleEndian: boolean;
  /** What stands under a tag, as it is in the file; null where it is missing. */
  bytes(tag: number): Promise<Buffer | null>;
  /** The numbers under a tag; none where it is missing. */
  numbers(tag: number): Promise<readonly number[]>;
}

export async function tiffDirectory(file: FileHandle): Promise<TiffDirectory> {
  const head = await bytesAt(file, 0, 8);
  const isLittleEndian = head.toString('latin1', 0, 2) === 'II';
  const short = (bytes: Buffer, at: number): number =>
    isLittleEndian ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
  const long = (bytes: Buffer, at: number): number =>
    isLittleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  const start = long(head, 4);
  const entries = await bytesAt(file, start + 2, ENTRY * short(await bytesAt(file, start, 2), 0));
  const entryOf = (tag: number): Buffer | null => {
    for (let at = 0; at < entries.length; at += ENTRY) {
      if (short(entries, at) === tag) return entries.subarray(at, at + ENTRY);
    }
    return null;
  };
  const bytes = async (tag: number): Promise<Buffer | null> => {
    const entry = entryOf(tag);
    if (entry === null) return null;
    const length = (TYPE_BYTES[short(entry, 2)] ?? 0) * long(entry, 4);
    // What fits into the place of an offset stands there itself.
    return length <= 4 ? entry.subarray(8, 8 + length) : bytesAt(file, long(entry, 8), length);
  };
  return {
    isLittleEndian,
    bytes,
    numbers: async (tag) => {
      const [entry, values] = [entryOf(tag), await bytes(tag)];
      if (entry === null || values === null) return [];
      const read = short(entry, 2) === SHORT ? short : long;
      const width = read === short ? 2 : 4;
      return Array.from({ length: values.length / width }, (_, i) => read(values, i * width));
    },
  };
}

/**
 * Reads a float TIFF as darktable writes it: interleaved samples of 32 bits in strips, not packed.
 * @throws darktable_failed where it is another one, or cut short
 */
export async function readFloatTiff(path: string): Promise<FloatPicture> {
  const file = await open(path);
  try {
    const directory = await tiffDirectory(file);
    const [width = 0] = await directory.numbers(TAGS.width);
    const [height = 0] = await directory.numbers(TAGS.height);
    const [channels = 0] = await directory.numbers(TAGS.samples);
    const [compression] = await directory.numbers(TAGS.compression);
    const [format] = await directory.numbers(TAGS.format);
    const strips = await directory.numbers(TAGS.strips);
    const lengths = await directory.numbers(TAGS.stripBytes);
    const data = new Float32Array(width * height * channels);
    const bytes = Buffer.from(data.buffer);
    const held = lengths.reduce((sum, length) => sum + length, 0);
    if ((channels !== 1 && channels !== 3) || compression !== PLAIN || format !== FLOATS || held !== bytes.length) {
      throw new ChemigramError(
        'darktable_failed',
        `darktable's float TIFF of ${width} x ${height} is not as it writes them.`,
      );
    }
    let filled = 0;
    for (const [i, length] of lengths.entries()) {
      const { bytesRead } = await file.read(bytes, filled, length, strips[i]!);
      filled += bytesRead;
    }
    if (filled !== bytes.length) throw new ChemigramError('darktable_failed', "darktable's float TIFF is cut short.");
    if (directory.isLittleEndian !== IS_LITTLE_ENDIAN) bytes.swap32();
    return { width, height, channels, data };
  } finally {
    await file.close();
  }
}
