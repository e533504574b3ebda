import { ID_BYTES, sha1 } from './git-object.ts';
import type { PackEntry } from './pack.ts';

// Where each object lies in a pack: gitformat-pack(5), "Version 2 pack-*.idx files". Read in place, never unpacked:
// looking one object up costs the same however many there are.

const MAGIC = Buffer.from([0xff, 0x74, 0x4f, 0x63]);
const VERSION = 2;
const FANOUT = 256;
const TABLES_AT = 8 + 4 * FANOUT;
/** Offsets from here on stand in a table of their own. */
const LARGE = 0x80_00_00_00;

/** The content of the index of a pack. `packSum`: the pack's own checksum, its last 20 bytes. */
export function encodePackIndex(entries: readonly PackEntry[], packSum: Buffer): Buffer {
  const sorted = entries.toSorted((a, b) => (a.oid < b.oid ? -1 : 1));
  const body = Buffer.alloc(TABLES_AT + sorted.length * (ID_BYTES + 8));
  MAGIC.copy(body);
  body.writeUInt32BE(VERSION, 4);
  sorted.forEach(({ oid, crc, offset }, place) => {
    const first = Number.parseInt(oid.slice(0, 2), 16);
    for (let k = first; k < FANOUT; k++) body.writeUInt32BE(place + 1, 8 + 4 * k);
    body.write(oid, TABLES_AT + place * ID_BYTES, 'hex');
    body.writeUInt32BE(crc, TABLES_AT + sorted.length * ID_BYTES + 4 * place);
    body.writeUInt32BE(offset, TABLES_AT + sorted.length * (ID_BYTES + 4) + 4 * place);
  });
  return Buffer.concat([body, packSum, sha1(body, packSum)]);
}

/** Looks objects up in an index of a pack. */
export class PackIndex {
  readonly #bytes: Buffer;
  readonly #count: number;

  /** @throws Error where it is no index of version 2, or cut short */
  constructor(bytes: Buffer) {
    if (!bytes.subarray(0, MAGIC.length).equals(MAGIC) || bytes.readUInt32BE(4) !== VERSION) {
      throw new Error('its index is none of version 2');
    }
    this.#bytes = bytes;
    this.#count = bytes.readUInt32BE(TABLES_AT - 4);
    if (bytes.length < TABLES_AT + this.#count * (ID_BYTES + 8) + 2 * ID_BYTES)
      throw new Error('its index is cut short');
  }

  /** Ids of all objects, sorted. */
  *ids(): Generator<string> {
    for (let place = 0; place < this.#count; place++) yield this.#id(place);
  }

  /** The checksum of the pack that this is of. */
  get packSum(): Buffer {
    return this.#bytes.subarray(-2 * ID_BYTES, -ID_BYTES);
  }

  /** Whether its bytes are those that its own checksum, its last 20 bytes, was made of. */
  get isWhole(): boolean {
    return sha1(this.#bytes.subarray(0, -ID_BYTES)).equals(this.#bytes.subarray(-ID_BYTES));
  }

  /** Where in the pack an object begins; null when it is not there. */
  offset(oid: string): number | null {
    const place = this.#firstFrom(oid);
    return place >= this.#count || this.#id(place) !== oid ? null : this.#offsetAt(place);
  }

  /** All that is in the pack, by id. */
  entries(): PackEntry[] {
    const crcs = TABLES_AT + this.#count * ID_BYTES;
    return Array.from({ length: this.#count }, (_, place) => ({
      oid: this.#id(place),
      offset: this.#offsetAt(place),
      crc: this.#bytes.readUInt32BE(crcs + 4 * place),
    }));
  }

  /** The id of what begins at each offset. */
  byOffset(): Map<number, string> {
    return new Map(Array.from({ length: this.#count }, (_, place) => [this.#offsetAt(place), this.#id(place)]));
  }

  #offsetAt(place: number): number {
    const at = TABLES_AT + this.#count * (ID_BYTES + 4) + 4 * place;
    const offset = this.#bytes.readUInt32BE(at);
    if (offset < LARGE) return offset;
    const large = TABLES_AT + this.#count * (ID_BYTES + 8) + 8 * (offset - LARGE);
    return Number(this.#bytes.readBigUInt64BE(large));
  }

  /** Ids that begin with these hex digits. */
  beginningWith(prefix: string): string[] {
    const found: string[] = [];
    for (let place = this.#firstFrom(prefix); place < this.#count; place++) {
      const oid = this.#id(place);
      if (!oid.startsWith(prefix)) break;
      found.push(oid);
    }
    return found;
  }

  #id(place: number): string {
    const at = TABLES_AT + place * ID_BYTES;
    return this.#bytes.toString('hex', at, at + ID_BYTES);
  }

  #firstFrom(prefix: string): number {
    let [low, high] = [0, this.#count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#id(middle) < prefix) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
