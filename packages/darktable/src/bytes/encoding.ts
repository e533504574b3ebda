/**
 * How darktable writes binary blobs into XMP attributes: plain lower-case hex, or `gz`, two digits of expansion
 * factor, and the base64 of a zlib stream.
 *
 * The factor is the size that darktable's reader first allocates, as a multiple of the compressed size
 * (min(size / compressed + 1, 99), whole numbers); it grows from there, so a wrong factor only costs time.
 */
import { deflateSync, inflateSync } from 'node:zlib';
import { ChemigramError } from '@chemigram/errors';

/** darktable's default preference "only large entries": blobs above this many bytes are compressed. */
const COMPRESS_ABOVE = 100;
const MAX_FACTOR = 99;
/** No blob of darktable comes near: a brush stroke of 100 000 points is 4.4 MB. Guards against zip bombs. */
const MAX_BLOB_BYTES = 16 * 1024 * 1024;

const BOUNDED = { maxOutputLength: MAX_BLOB_BYTES };

/** What was done once is not done again: most modules of most photos of a series have the same parameters. */
class Remembered<Value> extends Map<string, Value> {
  /** Remembers it, unless it is of a brush stroke or another one that hardly comes twice. */
  keep(key: string, value: Value): Value {
    if (key.length > LONGEST_REMEMBERED) return value;
    if (this.size >= MOST_REMEMBERED) this.clear();
    this.set(key, value);
    return value;
  }
}
const MOST_REMEMBERED = 1_000;
const LONGEST_REMEMBERED = 2_000;
const packedBefore = new Remembered<string>();
const unpackedBefore = new Remembered<Uint8Array>();

const GZ = /^gz\d\d(?=[A-Za-z0-9+/])((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/;
const HEX = /^(?:[0-9a-f]{2})*$/;

/**
 * Bytes as darktable's attribute text.
 * @param how `auto` compresses what is larger than 100 bytes, as darktable does by default.
 */
export function encodeBlob(bytes: Uint8Array, how: 'auto' | 'hex' | 'gz' = 'auto'): string {
  const compress = how === 'gz' || (how === 'auto' && bytes.length > COMPRESS_ABOVE);
  if (!compress) return Buffer.from(bytes).toString('hex');
  const key = Buffer.from(bytes).toString('latin1');
  return packedBefore.get(key) ?? packedBefore.keep(key, pack(bytes));
}

function pack(bytes: Uint8Array): string {
  const packed = deflateSync(bytes);
  const factor = Math.min(Math.floor(bytes.length / packed.length) + 1, MAX_FACTOR);
  return `gz${String(factor).padStart(2, '0')}${packed.toString('base64')}`;
}

/**
 * The bytes of an attribute text.
 * @param expectedLength when given, any other length is refused.
 * @throws ChemigramError invalid_input when the text is neither form, is damaged, or has another length. Upper-case
 *   hex is refused because darktable refuses it: the edit would be dropped silently there.
 */
export function decodeBlob(text: string, expectedLength?: number): Uint8Array {
  const bytes = text.startsWith('gz') ? inflate(text) : fromHex(text);
  if (expectedLength !== undefined && bytes.length !== expectedLength) {
    throw new ChemigramError('invalid_input', `decoding a blob: ${bytes.length} bytes, ${expectedLength} required`);
  }
  return bytes;
}

function fromHex(text: string): Uint8Array {
  if (!HEX.test(text)) {
    throw new ChemigramError(
      'invalid_input',
      `decoding a blob: ${excerpt(text)} is not pairs of lower-case hex digits`,
    );
  }
  return new Uint8Array(Buffer.from(text, 'hex'));
}

function inflate(text: string): Uint8Array {
  const base64 = GZ.exec(text)?.[1];
  if (base64 === undefined) {
    throw new ChemigramError('invalid_input', `decoding a blob: ${excerpt(text)} is not gz, two digits and base64`);
  }
  try {
    const bytes = unpackedBefore.get(base64) ?? inflateSync(Buffer.from(base64, 'base64'), BOUNDED);
    unpackedBefore.keep(base64, bytes);
    // Whoever gets them may write into them.
    return new Uint8Array(bytes);
  } catch (cause) {
    throw new ChemigramError('invalid_input', `decoding a blob: the zlib stream in ${excerpt(text)} is damaged`, {
      cause,
    });
  }
}

const excerpt = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);
