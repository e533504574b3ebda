import { ChemigramError } from '@chemigram/errors';
import { emptyRaster, type Raster, resample, type Size } from '@chemigram/mask';
import { fromHalf } from './half.ts';
import type { Frame } from './frame.ts';
import { signatureOf, type Tensor } from '../runtime/runtime.ts';

/** Planes of numbers, one after the other. */
export interface Maps extends Size {
  readonly count: number;
  readonly data: Float32Array;
}

/**
 * A model's output as maps: height and width are its last two sides, the one before counts the maps.
 *
 * @throws ChemigramError provider_failed for another shape or type, and for numbers that are none
 */
export function mapsOf(output: Tensor, name: string): Maps {
  const { type, dims } = output;
  const data = numbersOf(output);
  const [height, width] = dims.slice(-2);
  const count = dims.length > 2 ? dims.at(-3)! : 1;
  const batch = dims.slice(0, -3).reduce((product, side) => product * side, 1);
  if (data === undefined || !width || !height || count < 1 || batch !== 1) {
    refuse(name, `has ${signatureOf(type, dims)}; maps are float32 or float16 [..., height, width] with one picture`);
  }
  if (!data.every(Number.isFinite))
    refuse(name, 'has values that are no numbers: is it given the range that it expects?');
  return { width, height, count, data };
}

/** The numbers of a tensor; undefined of one that has other things. */
export function numbersOf({ type, data }: Tensor): Float32Array | undefined {
  if (data instanceof Float32Array) return data;
  if (type !== 'float16') return undefined;
  return data instanceof Uint16Array ? fromHalf(data) : Float32Array.from(data as ArrayLike<number>);
}

function refuse(name: string, why: string): never {
  throw new ChemigramError('provider_failed', `The model's output "${name}" ${why}.`, {
    hint: 'Correct the description beside the model.',
  });
}

/** One of several maps. @throws ChemigramError provider_failed when there is no such channel */
export function mapAt(maps: Maps, channel: number, name: string): Raster {
  if (channel >= maps.count)
    refuse(name, `has ${maps.count} channels, numbered from 0; channel ${channel} was described`);
  const pixels = maps.width * maps.height;
  const data = maps.data.slice(channel * pixels, (channel + 1) * pixels);
  return { width: maps.width, height: maps.height, data };
}

/** A logit as a probability. */
export const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** The numbers of a map changed one by one, kept within 0..1. */
export function each(map: Raster, change: (value: number) => number): Raster {
  return { ...map, data: map.data.map((value) => Math.min(1, Math.max(0, change(value)))) };
}

/** What is given of one channel among all at each pixel: exp of its logit, of the sum of those of all. */
export function softmax(maps: Maps, channel: number, name: string): Raster {
  const pixels = maps.width * maps.height;
  const map = mapAt(maps, channel, name);
  for (let i = 0; i < pixels; i++) {
    // Less the largest, so that nothing runs over.
    let most = -Infinity;
    for (let k = 0; k < maps.count; k++) most = Math.max(most, maps.data[k * pixels + i]!);
    let sum = 0;
    for (let k = 0; k < maps.count; k++) sum += Math.exp(maps.data[k * pixels + i]! - most);
    map.data[i] = Math.exp(map.data[i]! - most) / sum;
  }
  return map;
}

/** A map stretched to 0..1; of an even one, nothing. */
export function minmax(map: Raster): Raster {
  let [low, high] = [Infinity, -Infinity];
  for (const value of map.data) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return each(map, (value) => (high > low ? (value - low) / (high - low) : 0));
}

/**
 * A map of a model's whole input as one of the picture in it.
 *
 * @param map opacities 0..1, of any size
 */
export function unframe(map: Raster, frame: Frame, size: Size): Raster {
  const { whole, used } = frame;
  if (used === whole) return resample(map, size);
  // Cut at whole pixels of the input, where the picture ended: maps are often a quarter of its size.
  return resample(cropped(resample(map, whole), used), size);
}

function cropped(map: Raster, size: Size): Raster {
  const result = emptyRaster(size);
  for (let y = 0; y < size.height; y++) {
    result.data.set(map.data.subarray(y * map.width, y * map.width + size.width), y * size.width);
  }
  return result;
}
