// Git's delta between two contents: lengths of both, then pieces copied from the base and pieces given outright.
// Layout: gitformat-pack(5), "Deltified representation".

/** Pieces of this many bytes are looked up in the base; shorter agreements are not worth a copy. */
const BLOCK = 16;
/** Places remembered for one block: enough for the even lines of a document, bounded for empty ones. */
const CANDIDATES = 8;
const LONGEST_INSERT = 127;
const LONGEST_COPY = 0xff_ff_ff;

/** The delta that makes `target` out of `base`. Greedy: the longest piece at each place. */
export function makeDelta(base: Buffer, target: Buffer): Buffer {
  const blocks = new Map<string, number[]>();
  for (let at = 0; at + BLOCK <= base.length; at += BLOCK) {
    const key = base.toString('latin1', at, at + BLOCK);
    const places = blocks.get(key);
    if (places === undefined) blocks.set(key, [at]);
    else if (places.length < CANDIDATES) places.push(at);
  }
  const parts: Buffer[] = [varint(base.length), varint(target.length)];
  let pending = 0;
  let at = 0;
  const insertUpTo = (end: number): void => {
    for (; pending < end; pending += LONGEST_INSERT) {
      const piece = target.subarray(pending, Math.min(end, pending + LONGEST_INSERT));
      parts.push(Buffer.from([piece.length]), piece);
    }
    pending = end;
  };
  while (at + BLOCK <= target.length) {
    let [from, length, start] = [0, 0, at];
    for (const place of blocks.get(target.toString('latin1', at, at + BLOCK)) ?? []) {
      let end = BLOCK;
      while (place + end < base.length && at + end < target.length && base[place + end] === target[at + end]) end++;
      let back = 0;
      while (back < place && at - back > pending && base[place - back - 1] === target[at - back - 1]) back++;
      if (end + back > length) [from, length, start] = [place - back, end + back, at - back];
    }
    if (length === 0) {
      at++;
      continue;
    }
    insertUpTo(start);
    for (let done = 0; done < length; done += LONGEST_COPY) {
      parts.push(copy(from + done, Math.min(LONGEST_COPY, length - done)));
    }
    at = start + length;
    pending = at;
  }
  insertUpTo(target.length);
  return Buffer.concat(parts);
}

/** Applies a delta. Inverse of makeDelta. Throws an Error where it does not fit the base. */
export function applyDelta(base: Buffer, delta: Buffer): Buffer {
  let at = 0;
  const length = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = delta[at++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  if (length() !== base.length) throw new Error('it was made from other bytes');
  const target = Buffer.alloc(length());
  let filled = 0;
  while (at < delta.length) {
    const command = delta[at++]!;
    if (command < 0x80) {
      filled += delta.copy(target, filled, at, at + command);
      at += command;
      continue;
    }
    let [from, size] = [0, 0];
    for (let k = 0; k < 4; k++) if (command & (1 << k)) from += delta[at++]! * 256 ** k;
    for (let k = 0; k < 3; k++) if (command & (1 << (4 + k))) size += delta[at++]! * 256 ** k;
    filled += base.copy(target, filled, from, from + (size || 0x1_00_00));
  }
  if (filled !== target.length) throw new Error('it is cut short');
  return target;
}

function copy(from: number, length: number): Buffer {
  const bytes: number[] = [];
  let command = 0x80;
  [0, 1, 2, 3].forEach((k) => {
    const byte = Math.floor(from / 256 ** k) & 0xff;
    if (byte !== 0) [command] = [command | (1 << k), bytes.push(byte)];
  });
  [0, 1, 2].forEach((k) => {
    const byte = (length >> (8 * k)) & 0xff;
    if (byte !== 0) [command] = [command | (1 << (4 + k)), bytes.push(byte)];
  });
  return Buffer.from([command, ...bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return Buffer.from([...bytes, rest]);
}
