import type { Planes } from '../raster/planes.ts';
import { borderPixels } from './regions.ts';

/** Colour steps below this (Lab units) are shading and noise: a way through them costs nothing. */
const NOISE = 3;
/** Width of the bell that weighs the middle of the picture, as a share of each side. */
const MIDDLE = 0.33;
/** Steps of the distances when pixels are put in order: finer than any colour difference that counts. */
const PER_UNIT = 4;

/**
 * How far each pixel stands out, 0..1: the least sum of colour steps on any way from it to the border of the picture
 * (what is like the border, or joined to it by shading, is background), weighed by nearness to the middle.
 */
export function saliencyOf(planes: Planes): Float32Array {
  const { width, height } = planes;
  const distance = colourWays(planes, borderPixels(planes));
  let most = 1e-6;
  const weighed = distance.map((d, i) => {
    const x = ((i % width) + 0.5) / width - 0.5;
    const y = (Math.floor(i / width) + 0.5) / height - 0.5;
    const value = d * Math.exp(-(x * x + y * y) / (2 * MIDDLE * MIDDLE));
    most = Math.max(most, value);
    return value;
  });
  return weighed.map((value) => value / most);
}

/**
 * The least sum of colour steps (Lab units beyond noise) on any way from each pixel to one of the seeds: Dijkstra's shortest
 * ways with a list of pixels for each whole step of distance.
 */
export function colourWays({ width, height, l, a, b }: Planes, seeds: Iterable<number>): Float32Array {
  const distance = new Float32Array(width * height).fill(Infinity);
  const lists: number[][] = [[]];
  for (const pixel of seeds) {
    distance[pixel] = 0;
    lists[0]!.push(pixel);
  }
  for (let level = 0; level < lists.length; level++) {
    const list = lists[level] ?? [];
    // Ways within one level may still be shortened by pixels of the same level, which then stand at its end.
    for (let next = 0; next < list.length; next++) {
      const pixel = list[next]!;
      const here = distance[pixel]!;
      if (Math.floor(here * PER_UNIT) !== level) continue;
      const x = pixel % width;
      for (const neighbour of [
        x > 0 ? pixel - 1 : -1,
        x + 1 < width ? pixel + 1 : -1,
        pixel - width,
        pixel + width < width * height ? pixel + width : -1,
      ]) {
        if (neighbour < 0) continue;
        const step = Math.hypot(l[pixel]! - l[neighbour]!, a[pixel]! - a[neighbour]!, b[pixel]! - b[neighbour]!);
        const there = here + Math.max(0, step - NOISE);
        if (there >= distance[neighbour]! - 1e-6) continue;
        distance[neighbour] = there;
        (lists[Math.floor(there * PER_UNIT)] ??= []).push(neighbour);
      }
    }
  }
  return distance;
}
