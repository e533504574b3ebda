import type { Size } from '../raster/raster.ts';

/** A set of pixels: 1 in, 0 out. */
export type Region = Uint8Array;

/**
 * The pixels that can be reached from `seeds` through pixels where `open`, step by step to the four neighbours.
 * Seeds that are not open are none.
 */
export function flood({ width, height }: Size, seeds: Iterable<number>, open: (pixel: number) => boolean): Region {
  const reached = new Uint8Array(width * height);
  const stack: number[] = [];
  const visit = (pixel: number): void => {
    if (reached[pixel] === 1 || !open(pixel)) return;
    reached[pixel] = 1;
    stack.push(pixel);
  };
  for (const seed of seeds) visit(seed);
  for (let pixel = stack.pop(); pixel !== undefined; pixel = stack.pop()) {
    const x = pixel % width;
    if (x > 0) visit(pixel - 1);
    if (x + 1 < width) visit(pixel + 1);
    if (pixel >= width) visit(pixel - width);
    if (pixel + width < width * height) visit(pixel + width);
  }
  return reached;
}

/** The pixels of the picture's border. */
export function* borderPixels({ width, height }: Size): Generator<number> {
  for (let x = 0; x < width; x++) {
    yield x;
    yield (height - 1) * width + x;
  }
  for (let y = 1; y + 1 < height; y++) {
    yield y * width;
    yield y * width + width - 1;
  }
}

/** The region with all that it encloses: what cannot be reached from `outside` without crossing it. */
export function filled(region: Region, size: Size, outside: Iterable<number> = borderPixels(size)): Region {
  const around = flood(size, outside, (pixel) => region[pixel] === 0);
  return region.map((_, pixel) => (around[pixel] === 1 ? 0 : 1));
}

/** The connected parts of a region that have at least `smallest` pixels, largest first. */
export function parts(region: Region, size: Size, smallest = 1): { pixels: number[]; area: number }[] {
  const { width, height } = size;
  const seen = new Uint8Array(region.length);
  const found: { pixels: number[]; area: number }[] = [];
  for (let start = 0; start < region.length; start++) {
    if (region[start] === 0 || seen[start] === 1) continue;
    const pixels = [start];
    seen[start] = 1;
    for (let next = 0; next < pixels.length; next++) {
      const pixel = pixels[next]!;
      const x = pixel % width;
      const neighbours = [
        x > 0 ? pixel - 1 : -1,
        x + 1 < width ? pixel + 1 : -1,
        pixel - width,
        pixel + width < width * height ? pixel + width : -1,
      ];
      for (const neighbour of neighbours) {
        if (neighbour < 0 || region[neighbour] === 0 || seen[neighbour] === 1) continue;
        seen[neighbour] = 1;
        pixels.push(neighbour);
      }
    }
    if (pixels.length >= smallest) found.push({ pixels, area: pixels.length });
  }
  return found.sort((a, b) => b.area - a.area);
}
