import { open, readFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { inflateSync } from 'node:zlib';
import { extractXmpFromJpeg } from '@chemigram/darktable';
import { bytesAt } from '../bytes-at.ts';
import type { RenderOrder } from '../render-order.ts';
import { tiffDirectory } from '../tiff.ts';

/** TIFF tag 700, in the first directory; XMP specification part 3, "TIFF". */
const TIFF_XMP = 700;
/** PNG chunk head: length and type; the check sum comes behind the data. */
const PNG_SIGNATURE = 8;
const PNG_HEAD = 8;
const PNG_CHECKSUM = 4;
/** XMP specification part 3, "PNG": an iTXt chunk of this keyword. */
const PNG_XMP = 'XML:com.adobe.xmp';

/**
 * The XMP packet of a picture that darktable wrote, or null where there is none: a PFM has no place for one, a JPEG one
 * of 64 kB, above which darktable leaves its history out. Of large files only the heads are read.
 */
export async function readEmbeddedXmp(path: string, format: RenderOrder['format']): Promise<string | null> {
  if (format === 'pfm') return null;
  if (format === 'jpeg') return extractXmpFromJpeg(await readFile(path));
  const file = await open(path);
  try {
    return await (format === 'tiff' ? fromTiff(file) : fromPng(file));
  } finally {
    await file.close();
  }
}

const fromTiff = async (file: FileHandle): Promise<string | null> =>
  (await (await tiffDirectory(file)).bytes(TIFF_XMP))?.toString('utf8') ?? null;

async function fromPng(file: FileHandle): Promise<string | null> {
  for (let at = PNG_SIGNATURE; ;) {
    const head = await bytesAt(file, at, PNG_HEAD);
    const [length, type] = [head.readUInt32BE(0), head.toString('latin1', 4)];
    if (type === 'IEND') return null;
    if (type === 'iTXt') {
      const data = await bytesAt(file, at + PNG_HEAD, length);
      if (data.toString('latin1', 0, PNG_XMP.length) === PNG_XMP) return textOf(data);
    }
    at += PNG_HEAD + length + PNG_CHECKSUM;
  }
}

/** Of an iTXt chunk: keyword, 0, compressed or not, method, language, 0, translated keyword, 0, text. */
function textOf(chunk: Buffer): string {
  const compressed = chunk[PNG_XMP.length + 1] === 1;
  const language = chunk.indexOf(0, PNG_XMP.length + 3);
  const text = chunk.subarray(chunk.indexOf(0, language + 1) + 1);
  return (compressed ? inflateSync(text) : text).toString('utf8');
}
