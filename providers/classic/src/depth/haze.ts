import type { Picture, Size } from '@chemigram/mask';

/** Pixels to each side over which the darkest one is taken, on the copy that is looked at. */
const PATCH = 3;
/** The air's own light is that of the haziest thousandth. */
const HAZIEST = 0.001;

/**
 * How much haze lies before each pixel, 0..1: without haze some channel of some pixel near by is dark (K. He and others,
 * "Single Image Haze Removal Using Dark Channel Prior", 2009). White things have it too.
 */
export function hazeOf(picture: Picture, size: Size): Float32Array {
  const colours = shrunk(picture, size);
  const dark = smallest(least(colours, [1, 1, 1]), size);
  const air = airlight(colours, dark);
  return smallest(least(colours, air), size);
}

/** Interleaved 0..1, each the mean of the area it stands for. */
function shrunk({ rgb, width, height }: Picture, size: Size): Float32Array {
  const out = new Float32Array(3 * size.width * size.height);
  for (let y = 0, to = 0; y < size.height; y++) {
    const [y0, y1] = span(y, height, size.height);
    for (let x = 0; x < size.width; x++, to += 3) {
      const [x0, x1] = span(x, width, size.width);
      for (let v = y0; v < y1; v++)
        for (let u = x0; u < x1; u++) for (let c = 0; c < 3; c++) out[to + c]! += rgb[3 * (v * width + u) + c]!;
      const share = 1 / (255 * (y1 - y0) * (x1 - x0));
      for (let c = 0; c < 3; c++) out[to + c]! *= share;
    }
  }
  return out;
}

function span(at: number, from: number, to: number): readonly [number, number] {
  const first = Math.floor((at * from) / to);
  return [first, Math.max(first + 1, Math.floor(((at + 1) * from) / to))];
}

/** The least channel of each pixel, each by its own unit. */
function least(colours: Float32Array, [r, g, b]: readonly [number, number, number]): Float32Array {
  const out = new Float32Array(colours.length / 3);
  for (let i = 0; i < out.length; i++)
    out[i] = Math.min(1, colours[3 * i]! / r, colours[3 * i + 1]! / g, colours[3 * i + 2]! / b);
  return out;
}

/** The smallest value around each pixel. */
function smallest(values: Float32Array, { width, height }: Size): Float32Array {
  const across = values.map((_, i) => {
    const x = i % width;
    let low = Infinity;
    for (let u = Math.max(0, x - PATCH); u <= Math.min(width - 1, x + PATCH); u++)
      low = Math.min(low, values[i - x + u]!);
    return low;
  });
  return across.map((_, i) => {
    const x = i % width;
    const y = (i - x) / width;
    let low = Infinity;
    for (let v = Math.max(0, y - PATCH); v <= Math.min(height - 1, y + PATCH); v++)
      low = Math.min(low, across[v * width + x]!);
    return low;
  });
}

function airlight(colours: Float32Array, dark: Float32Array): [number, number, number] {
  const order = Array.from(dark.keys()).sort((a, b) => dark[b]! - dark[a]!);
  const haziest = order.slice(0, Math.max(1, Math.round(HAZIEST * dark.length)));
  const mean = (c: number): number => haziest.reduce((sum, i) => sum + colours[3 * i + c]!, 0) / haziest.length;
  return [0, 1, 2].map((c) => Math.max(1 / 255, mean(c))) as [number, number, number];
}
