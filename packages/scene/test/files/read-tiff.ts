/** As much of a TIFF as the tests need: the first directory's values by tag. */
export function readDirectory(file: Uint8Array, offset?: number): Map<number, number[] | string> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (view.getUint16(0, true) !== 0x4949 || view.getUint16(2, true) !== 42) throw new Error('not a little-endian TIFF');
  const at = offset ?? view.getUint32(4, true);
  const tags = new Map<number, number[] | string>();
  const sizes: Record<number, number> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 10: 8 };
  let last = -1;
  for (let i = 0; i < view.getUint16(at, true); i++) {
    const entry = at + 2 + i * 12;
    const tag = view.getUint16(entry, true);
    if (tag <= last) throw new Error(`tag ${tag} stands after ${last}: TIFF wants them sorted`);
    last = tag;
    const type = view.getUint16(entry + 2, true);
    const count = view.getUint32(entry + 4, true);
    const size = sizes[type] ?? 0;
    const values = size * count <= 4 ? entry + 8 : view.getUint32(entry + 8, true);
    const read = (k: number): number => {
      const p = values + k * size;
      if (type === 3) return view.getUint16(p, true);
      if (type === 4) return view.getUint32(p, true);
      if (type === 5) return view.getUint32(p, true) / view.getUint32(p + 4, true);
      if (type === 10) return view.getInt32(p, true) / view.getInt32(p + 4, true);
      return view.getUint8(p);
    };
    const list = Array.from({ length: count }, (_, k) => read(k));
    tags.set(tag, type === 2 ? String.fromCharCode(...list.slice(0, -1)) : list);
  }
  return tags;
}
