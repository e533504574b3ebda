import type { Picture } from '@chemigram/mask';
import { toHalf } from './half.ts';
import type { Frame } from './frame.ts';
import type { InputDescription } from '../description/model-description.ts';

/** Numbers in the order of a model's input. */
export interface InputValues {
  readonly data: Float32Array | Uint16Array | Uint8Array;
  readonly dims: readonly number[];
}

const CHANNELS = 3;
const WHITE = 255;

/** The shape of a model's input; null is any size. */
export function inputShape(input: InputDescription): (number | null)[] {
  const [width, height] = input.fit === 'aspect' ? [null, null] : [input.width, input.height];
  return shapeOf(input.layout, width, height);
}

function shapeOf<T>(layout: InputDescription['layout'], width: T, height: T): (T | number)[] {
  if (layout === 'NCHW') return [1, CHANNELS, height, width];
  return layout === 'NHWC' ? [1, height, width, CHANNELS] : [height, width, CHANNELS];
}

/**
 * A picture as a model wants it: (range of the pixel - mean) / std per channel. What the picture does not fill is 0.
 *
 * @param picture of the size `frame.used`
 */
export function inputValues(picture: Picture, frame: Frame, input: InputDescription): InputValues {
  const { width, height } = frame.whole;
  const [low, high] = input.range;
  const data = new (input.type === 'uint8' ? Uint8Array : Float32Array)(width * height * CHANNELS);
  for (let channel = 0; channel < CHANNELS; channel++) {
    const source = input.colour === 'RGB' ? channel : CHANNELS - 1 - channel;
    const [mean, std] = [input.mean[channel]!, input.std[channel]!];
    // Interleaved, or one plane after the other.
    const [first, step] = input.layout === 'NCHW' ? [channel * width * height, 1] : [channel, CHANNELS];
    for (let y = 0; y < frame.used.height; y++) {
      for (let x = 0; x < frame.used.width; x++) {
        const pixel = picture.rgb[(y * frame.used.width + x) * CHANNELS + source]!;
        data[first + (y * width + x) * step] = (low + ((high - low) * pixel) / WHITE - mean) / std;
      }
    }
  }
  return { data: input.type === 'float16' ? toHalf(data) : data, dims: shapeOf(input.layout, width, height) };
}
