import { crc32, deflateSync, inflateSync, type Zlib } from 'node:zlib';
import { applyDelta, makeDelta } from './delta.ts';
import { ID_BYTES, sha1, type GitObject, type ObjectType } from './git-object.ts';

// Many objects in one file, most of them as what differs from another: gitformat-pack(5), version 2.

const MAGIC = Buffer.from('PACK');
const VERSION = 2;
const HEADER_BYTES = 12;
const TYPES: Readonly<Record<number, ObjectType>> = { 1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag' };
const NUMBERS: Readonly<Record<ObjectType, number>> = { commit: 1, tree: 2, blob: 3, tag: 4 };
const OFFSET_DELTA = 6;
const ID_DELTA = 7;

/** How many deltas are undone to read an object: git allows 50; fewer read faster and cost little room. */
const LONGEST_CHAIN = 24;
/** A delta that is not at least this much smaller is not worth its base. */
const WORTH = 0.7;

/** An object to be packed. `like` is a line of contents that resemble each other, such as one file through time. */
export interface PackedObject extends GitObject {
  readonly oid: string;
  readonly like: string | null;
}

/** Where an object lies in a pack, and the checksum of its bytes there. */
export interface PackEntry {
  readonly oid: string;
  readonly offset: number;
  readonly crc: number;
}

/** A pack and where all is in it. */
export interface WrittenPack {
  readonly pack: Buffer;
  readonly entries: readonly PackEntry[];
}

/**
 * A pack of so many objects; those of one `like` should follow each other as they resemble each other. Only the last of
 * each line is kept meanwhile.
 *
 * @param behind a whole pack that they are put behind: how its entries are written says nothing of where they lie
 */
export async function encodePack(
  count: number,
  objects: AsyncIterable<PackedObject>,
  behind: WrittenPack = { pack: Buffer.alloc(HEADER_BYTES + ID_BYTES), entries: [] },
): Promise<WrittenPack> {
  const header = Buffer.concat([MAGIC, uint32(VERSION), uint32(behind.entries.length + count)]);
  const parts = [header, behind.pack.subarray(HEADER_BYTES, -ID_BYTES)];
  const entries = [...behind.entries];
  const last = new Map<string, { content: Buffer; offset: number; depth: number }>();
  let offset = behind.pack.length - ID_BYTES;
  for await (const { oid, type, content, like } of objects) {
    const base = like === null ? undefined : last.get(like);
    const delta = base === undefined || base.depth >= LONGEST_CHAIN ? null : makeDelta(base.content, content);
    const worthIt = delta !== null && delta.length < content.length * WORTH;
    const entry = worthIt
      ? Buffer.concat([entryHeader(OFFSET_DELTA, delta.length), backOffset(offset - base!.offset), deflateSync(delta)])
      : Buffer.concat([entryHeader(NUMBERS[type], content.length), deflateSync(content)]);
    if (like !== null) last.set(like, { content, offset, depth: worthIt ? base!.depth + 1 : 0 });
    entries.push({ oid, offset, crc: crc32(entry) });
    parts.push(entry);
    offset += entry.length;
  }
  const trailer = sha1(...parts);
  return { pack: Buffer.concat([...parts, trailer]), entries };
}

/**
 * The object at an offset of a pack.
 *
 * @param other reads the base of a delta that is named by its id
 * @throws Error saying what is wrong
 */
export async function readPacked(
  pack: Buffer,
  offset: number,
  other: (oid: string) => Promise<GitObject>,
): Promise<GitObject> {
  if (!pack.subarray(0, MAGIC.length).equals(MAGIC) || pack.readUInt32BE(MAGIC.length) !== VERSION) {
    throw new Error('its pack is none of version 2');
  }
  return readEntry(pack, offset, other);
}

/** @param ids of what stands at an offset: a base that is damaged may be whole elsewhere */
async function readEntry(
  pack: Buffer,
  offset: number,
  other: (oid: string) => Promise<GitObject>,
  ids: ReadonlyMap<number, string> = new Map(),
): Promise<GitObject> {
  const deltas: Buffer[] = [];
  const upon = ({ type, content }: GitObject): GitObject => ({
    type,
    content: deltas.reduceRight(applyDelta, content),
  });
  for (let place = offset; ;) {
    const elsewhere = place === offset || ids.size === 0 || endOf(pack, place) !== null ? undefined : ids.get(place);
    if (elsewhere !== undefined) return upon(await other(elsewhere));
    const { number, length, body, base } = entryAt(pack, place);
    const content = unpacked(pack.subarray(body), length).buffer;
    if (number !== OFFSET_DELTA && number !== ID_DELTA) {
      const type = TYPES[number];
      if (type === undefined) throw new Error(`its pack has an entry of the unknown kind ${number}`);
      return upon({ type, content });
    }
    deltas.push(content);
    if (typeof base === 'string') return upon(await other(base));
    place = base!;
  }
}

/**
 * Whatever can still be read of a damaged pack: one entry behind the other and, behind one that is damaged, from where
 * its index says that others begin.
 *
 * @param ids of what stands at an offset, as its index has them; none where that is damaged too
 */
export async function* readWhatIsWhole(
  pack: Buffer,
  ids: ReadonlyMap<number, string>,
  other: (oid: string) => Promise<GitObject>,
): AsyncGenerator<GitObject> {
  // Of a set, what is added while one goes through it comes at its end.
  const offsets = new Set([HEADER_BYTES, ...ids.keys()]);
  for (const offset of offsets) {
    const next = endOf(pack, offset);
    if (next !== null && next < pack.length - ID_BYTES) offsets.add(next);
    const object = await readEntry(pack, offset, other, ids).catch(() => null);
    if (object !== null) yield object;
  }
}

/** Where an entry ends, or null where it cannot be unpacked. */
function endOf(pack: Buffer, offset: number): number | null {
  try {
    const { body, length } = entryAt(pack, offset);
    return body + unpacked(pack.subarray(body), length).packedLength;
  } catch {
    return null;
  }
}

/** Whether the bytes of a pack are those that its own checksum, its last 20 bytes, was made of. */
export const isPackWhole = (pack: Buffer): boolean =>
  pack.length > HEADER_BYTES + ID_BYTES && sha1(pack.subarray(0, -ID_BYTES)).equals(pack.subarray(-ID_BYTES));

/** What stands before the packed bytes of an entry. */
interface EntryHead {
  readonly number: number;
  /** Of the bytes when they are unpacked. */
  readonly length: number;
  /** Where the packed bytes begin. */
  readonly body: number;
  /** Of a delta: where in the pack its base begins, or the base's id. */
  readonly base: number | string | null;
}

function entryAt(pack: Buffer, offset: number): EntryHead {
  let at = offset;
  let byte = pack.readUInt8(at++);
  const number = (byte >> 4) & 7;
  let length = byte & 0x0f;
  for (let scale = 16; byte >= 0x80; scale *= 128) {
    byte = pack.readUInt8(at++);
    length += (byte & 0x7f) * scale;
  }
  if (number === ID_DELTA) {
    return { number, length, body: at + ID_BYTES, base: pack.toString('hex', at, at + ID_BYTES) };
  }
  if (number !== OFFSET_DELTA) return { number, length, body: at, base: null };
  byte = pack.readUInt8(at++);
  let back = byte & 0x7f;
  for (; byte >= 0x80;) {
    byte = pack.readUInt8(at++);
    back = (back + 1) * 128 + (byte & 0x7f);
  }
  return { number, length, body: at, base: offset - back };
}

/** Unpacks bytes that are so long then. One byte of room more than that tells zlib at once that there is no more. */
function unpacked(bytes: Buffer, length: number): { buffer: Buffer; packedLength: number } {
  const options = {
    chunkSize: Math.max(SMALLEST_CHUNK, length + 1),
    maxOutputLength: Math.max(1, length),
    info: true,
  };
  // With `info`, the engine comes back too; its types do not say so.
  const { buffer, engine } = inflateSync(bytes, options) as unknown as { buffer: Buffer; engine: Zlib };
  if (buffer.length !== length) throw new Error('its entry in the pack is cut short');
  return { buffer, packedLength: engine.bytesWritten };
}
/** The least that zlib takes. */
const SMALLEST_CHUNK = 64;

/** Kind and unpacked length of an entry. */
function entryHeader(number: number, length: number): Buffer {
  const bytes = [(number << 4) | (length & 0x0f)];
  for (let rest = Math.floor(length / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes[bytes.length - 1]! |= 0x80;
    bytes.push(rest & 0x7f);
  }
  return Buffer.from(bytes);
}

/** How far back a delta's base lies. Each further digit counts from one, so that no length has two spellings. */
function backOffset(distance: number): Buffer {
  const bytes = [distance & 0x7f];
  for (let rest = Math.floor(distance / 128); rest > 0; rest = Math.floor(rest / 128)) {
    rest--;
    bytes.unshift((rest & 0x7f) | 0x80);
  }
  return Buffer.from(bytes);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
