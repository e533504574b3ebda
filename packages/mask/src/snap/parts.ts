import type { Size } from '../raster.ts';

/** A connected part of a region, diagonal neighbours included: its pixels. */
export type Part = Int32Array;

/** The connected parts of a region, in the order of their first pixels. */
export function partsOf(region: Uint8Array, { width, height }: Size): Part[] {
  const seen = new Uint8Array(region.length);
  const pending = new Int32Array(region.length);
  const parts: Part[] = [];
  for (let start = 0; start < region.length; start++) {
    if (region[start] === 0 || seen[start] === 1) continue;
    let count = 1;
    pending[0] = start;
    seen[start] = 1;
    for (let k = 0; k < count; k++) {
      const i = pending[k]!;
      const x = i % width;
      const y = (i - x) / width;
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
        for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
          const j = v * width + u;
          if (region[j] === 0 || seen[j] === 1) continue;
          seen[j] = 1;
          pending[count++] = j;
        }
      }
    }
    parts.push(pending.slice(0, count));
  }
  return parts;
}

/** How many of a part's pixels a region holds. */
export function shared(part: Part, region: Uint8Array): number {
  let count = 0;
  for (const i of part) count += region[i]!;
  return count;
}
