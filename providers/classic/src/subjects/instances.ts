import { parts, type Raster } from '@chemigram/mask';

/** An instance has at least this share of the largest one, and of the picture. */
const LEAST = { ofLargest: 0.05, ofPicture: 0.002 };
/** From this opacity on a pixel is part of something. */
const PART = 0.5;
const NONE = -1;

/** The separate things of a mask, the largest first; soft edges go with the thing that they are next to. */
export function instancesOf(opacity: Raster): Raster[] {
  const { width, height, data } = opacity;
  const all = parts(
    Uint8Array.from(data, (value) => (value >= PART ? 1 : 0)),
    opacity,
  );
  const largest = all[0]?.area ?? 0;
  const kept = all.filter(({ area }) => area >= LEAST.ofLargest * largest && area >= LEAST.ofPicture * data.length);
  const owner = new Int32Array(data.length).fill(NONE);
  const front: number[] = [];
  kept.forEach(({ pixels }, k) => {
    for (const pixel of pixels) {
      owner[pixel] = k;
      front.push(pixel);
    }
  });
  // Breadth first from all at once: each soft pixel goes to the one that reaches it first.
  for (let next = 0; next < front.length; next++) {
    const pixel = front[next]!;
    const x = pixel % width;
    for (const other of [x > 0 ? pixel - 1 : -1, x + 1 < width ? pixel + 1 : -1, pixel - width, pixel + width]) {
      if (other < 0 || other >= data.length || owner[other] !== NONE || data[other]! <= 0 || data[other]! >= PART)
        continue;
      owner[other] = owner[pixel]!;
      front.push(other);
    }
  }
  return kept.map((_, k) => ({ width, height, data: data.map((value, i) => (owner[i] === k ? value : 0)) }));
}
