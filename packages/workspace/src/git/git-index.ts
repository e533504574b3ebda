import type { Stats } from 'node:fs';
import { ID_BYTES, sha1 } from './git-object.ts';

// What git takes for staged: gitformat-index(5), version 2. Ours always lists the files of the present snapshot.

const MAGIC = 'DIRC';
const HEADER_BYTES = 12;
/** An entry up to its path: ten numbers about the file, its id, and the length of the path with flags. */
const ENTRY_BYTES = 62;
const OID_AT = 40;
const FLAGS_AT = 60;
/** A path of this length or more ends at its zero byte alone. */
const LONGEST_TOLD = 0xfff;
/** A second number of flags, which only version 3 has. */
const EXTENDED = 0x4000;
const UINT32 = 2 ** 32;

/** A file as the index knows it. */
export interface IndexEntry {
  readonly path: string;
  readonly oid: string;
  /** Git's mode, octal: 100644. */
  readonly mode: string;
  /** Of the file in the folder, so that git sees without reading that it is unchanged. */
  readonly stats: Stats;
}

/** The content of an index of these files. */
export function encodeIndex(entries: readonly IndexEntry[]): Buffer {
  const sorted = entries.toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(MAGIC);
  header.writeUInt32BE(2, 4);
  header.writeUInt32BE(sorted.length, 8);
  const body = Buffer.concat([header, ...sorted.map(encodeEntry)]);
  return Buffer.concat([body, sha1(body)]);
}

function encodeEntry({ path, oid, mode, stats }: IndexEntry): Buffer {
  const name = Buffer.from(path);
  const entry = Buffer.alloc(entryLength(name.length));
  const { ctimeMs, mtimeMs, dev, ino, uid, gid, size } = stats;
  const times = [ctimeMs, mtimeMs].flatMap((ms) => [Math.floor(ms / 1000), Math.floor((ms % 1000) * 1e6)]);
  [...times, dev, ino, Number.parseInt(mode, 8), uid, gid, size].forEach((value, k) =>
    entry.writeUInt32BE(value % UINT32, 4 * k),
  );
  entry.write(oid, OID_AT, 'hex');
  entry.writeUInt16BE(Math.min(name.length, LONGEST_TOLD), FLAGS_AT);
  name.copy(entry, ENTRY_BYTES);
  return entry;
}

/** At least one zero byte ends a path, and as many more as make the length a multiple of eight. */
const entryLength = (name: number): number => (ENTRY_BYTES + name + 8) & ~7;

/**
 * Path to id of what an index lists. Throws an Error where it is damaged, or of a version that we do not write: it holds
 * nothing that the present snapshot does not, and can be written anew.
 */
export function parseIndex(bytes: Buffer): Map<string, string> {
  const end = bytes.length - ID_BYTES;
  if (end < HEADER_BYTES || bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new Error('it is no index');
  const version = bytes.readUInt32BE(4);
  if (version !== 2 && version !== 3) throw new Error(`it is of version ${version}`);
  if (!sha1(bytes.subarray(0, end)).equals(bytes.subarray(end))) throw new Error('its checksum is wrong');
  const found = new Map<string, string>();
  let at = HEADER_BYTES;
  for (let left = bytes.readUInt32BE(8); left > 0; left--) {
    const flags = bytes.readUInt16BE(at + FLAGS_AT);
    const more = (flags & EXTENDED) === 0 ? 0 : 2;
    const from = at + ENTRY_BYTES + more;
    const to = bytes.indexOf(0, from);
    found.set(bytes.toString('utf8', from, to), bytes.toString('hex', at + OID_AT, at + FLAGS_AT));
    at += entryLength(to - from + more);
  }
  return found;
}
