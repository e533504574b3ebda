import type { Raster } from '@chemigram/mask';

/** Of the nine pixels in a square of three, so many are not most. */
const NOT_MOST = 4;

/**
 * How much of what a mask selects stays where each pixel goes by most of those around it, as intersection over union: next to 1
 * for shapes, and less the more of it are specks. Neither the outermost pixels count nor a raster that has no others.
 *
 * It tells what will come of a range at another size, where the light of each pixel is another (see SPECKS): with that it
 * went together by 0.98 on two noisy raws, and by 0.85 on seven photographs. The same range in a picture of half the size, held
 * against this one, told less: 0.96 and 0.76.
 * @param selected from which opacity on a pixel is
 */
export function shareWithoutSpecks({ width, height, data }: Raster, selected: number): number {
  let rows = [0, 1, 2].map(() => new Uint8Array(width));
  const columns = new Uint8Array(width);
  let both = 0;
  let either = 0;
  for (let y = 0; y < height; y++) {
    rows = [rows[1]!, rows[2]!, rows[0]!];
    take(data.subarray(y * width, (y + 1) * width), selected, rows[2]!);
    if (y < 2) continue;
    const [above, here, below] = rows as [Uint8Array, Uint8Array, Uint8Array];
    for (let x = 0; x < width; x++) columns[x] = above[x]! + here[x]! + below[x]!;
    for (let x = 1; x < width - 1; x++) {
      // No branch: in noise each would go either way.
      const most = (NOT_MOST - columns[x - 1]! - columns[x]! - columns[x + 1]!) >>> 31;
      both += most & here[x]!;
      either += most | here[x]!;
    }
  }
  return either === 0 ? 1 : both / either;
}

/** Which pixels of a row are selected: of floats from 0 on, the bits as whole numbers ascend as the values do. */
function take(row: Float32Array, selected: number, into: Uint8Array): void {
  const bits = new Int32Array(row.buffer, row.byteOffset, row.length);
  const from = new Int32Array(Float32Array.of(selected).buffer)[0]!;
  for (let x = 0; x < bits.length; x++) into[x] = 1 - ((bits[x]! - from) >>> 31);
}
