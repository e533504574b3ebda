/** Writing TIFF directories: entries by tag, values behind them, all little-endian (TIFF 6.0). */

export type Entry =
  | { tag: number; type: 'byte' | 'short' | 'long'; values: readonly number[] }
  | { tag: number; type: 'rational' | 'srational'; values: readonly number[] }
  | { tag: number; type: 'ascii'; text: string };

const TYPES = {
  byte: { code: 1, size: 1 },
  ascii: { code: 2, size: 1 },
  short: { code: 3, size: 2 },
  long: { code: 4, size: 4 },
  rational: { code: 5, size: 8 },
  srational: { code: 10, size: 8 },
} as const;

/** Rationals are written in ten-thousandths, as cameras' colour matrices are. */
const DENOMINATOR = 10_000;
const ENTRY_SIZE = 12;
/** Values up to four bytes stand in the entry itself. */
const INLINE = 4;

const countOf = (entry: Entry): number => (entry.type === 'ascii' ? entry.text.length + 1 : entry.values.length);
const bytesOf = (entry: Entry): number => countOf(entry) * TYPES[entry.type].size;

/** Bytes that a directory with its values takes. */
export function directorySize(entries: readonly Entry[]): number {
  const values = entries.map(bytesOf).filter((size) => size > INLINE);
  return 2 + entries.length * ENTRY_SIZE + 4 + values.reduce((sum, size) => sum + size + (size & 1), 0);
}

/** Writes a directory at `offset`, its values right behind it. Text is ASCII. */
export function writeDirectory(view: DataView, offset: number, entries: readonly Entry[]): void {
  const sorted = [...entries].sort((a, b) => a.tag - b.tag);
  view.setUint16(offset, sorted.length, true);
  let values = offset + 2 + sorted.length * ENTRY_SIZE + 4;
  sorted.forEach((entry, i) => {
    const at = offset + 2 + i * ENTRY_SIZE;
    view.setUint16(at, entry.tag, true);
    view.setUint16(at + 2, TYPES[entry.type].code, true);
    view.setUint32(at + 4, countOf(entry), true);
    const size = bytesOf(entry);
    if (size <= INLINE) writeValues(view, at + 8, entry);
    else {
      view.setUint32(at + 8, values, true);
      writeValues(view, values, entry);
      values += size + (size & 1);
    }
  });
  view.setUint32(offset + 2 + sorted.length * ENTRY_SIZE, 0, true);
}

function writeValues(view: DataView, at: number, entry: Entry): void {
  if (entry.type === 'ascii') {
    for (let i = 0; i < entry.text.length; i++) view.setUint8(at + i, entry.text.charCodeAt(i));
    return;
  }
  const { size } = TYPES[entry.type];
  entry.values.forEach((value, i) => {
    const here = at + i * size;
    if (entry.type === 'byte') view.setUint8(here, value);
    else if (entry.type === 'short') view.setUint16(here, value, true);
    else if (entry.type === 'long') view.setUint32(here, value, true);
    else {
      if (entry.type === 'rational') view.setUint32(here, Math.round(value * DENOMINATOR), true);
      else view.setInt32(here, Math.round(value * DENOMINATOR), true);
      view.setUint32(here + 4, DENOMINATOR, true);
    }
  });
}
