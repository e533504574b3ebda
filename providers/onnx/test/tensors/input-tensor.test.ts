import { describe, expect, it } from 'vitest';
import { frameOf } from '../../src/tensors/frame.ts';
import { inputValues } from '../../src/tensors/input-tensor.ts';
import { type InputDescription, modelDescriptionSchema } from '../../src/description/model-description.ts';

/** An input with what is said of it, all else left out. */
function input(said: Record<string, unknown>): InputDescription {
  const weights = { file: 'x', sha256: '0'.repeat(64) };
  const cost = { seconds: 0, memory_mb: 0 };
  return modelDescriptionSchema.parse({ family: 'segment', name: 'x', cost, model: weights, input: said }).input;
}

/** Two pixels beside each other. */
const picture = { width: 2, height: 1, rgb: Uint8Array.of(255, 51, 0, 0, 102, 204) };
const values = (said: Record<string, unknown>): { data: number[]; dims: readonly number[] } => {
  const described = input({ width: 2, height: 1, ...said });
  const { data, dims } = inputValues(picture, frameOf(picture, described), described);
  return { data: Array.from(data, (value) => Math.round(value * 1e4) / 1e4), dims };
};

describe('the input of a model', () => {
  it('is a plane for each colour, black 0 and white 1', () => {
    expect(values({})).toEqual({ data: [1, 0, 0.2, 0.4, 0, 0.8], dims: [1, 3, 1, 2] });
  });

  it.each([
    ['NHWC', [1, 1, 2, 3]],
    ['HWC', [1, 2, 3]],
  ])('is interleaved as %s', (layout, dims) => {
    expect(values({ layout })).toEqual({ data: [1, 0.2, 0, 0, 0.4, 0.8], dims });
  });

  it('has the order of colours, the range, mean and deviation that are described', () => {
    expect(values({ colour: 'BGR' }).data).toEqual([0, 0.8, 0.2, 0.4, 1, 0]);
    expect(values({ range: [-1, 1] }).data).toEqual([1, -1, -0.6, -0.2, -1, 0.6]);
    expect(values({ mean: [0.5, 0.2, 0], std: [0.5, 0.1, 2] }).data).toEqual([1, -1, 0, 2, 0, 0.4]);
    expect(values({ type: 'uint8', range: [0, 255] }).data).toEqual([255, 0, 51, 102, 0, 204]);
  });

  it('is zero where a padded picture does not reach, after mean and deviation', () => {
    const { used, whole } = frameOf({ width: 400, height: 200 }, input({ width: 64, height: 64, fit: 'pad' }));
    expect([used, whole]).toEqual([
      { width: 64, height: 32 },
      { width: 64, height: 64 },
    ]);
    const padded = input({ width: 2, height: 2, fit: 'pad', mean: [0.5, 0.5, 0.5] });
    const { data } = inputValues(picture, frameOf(picture, padded), padded);
    expect([...data.subarray(2, 4)]).toEqual([0, 0]);
  });

  it('keeps the aspect in whole multiples', () => {
    const described = input({ width: 518, height: 518, fit: 'aspect', multiple_of: 14 });
    expect(frameOf({ width: 1024, height: 683 }, described).whole).toEqual({ width: 518, height: 350 });
  });
});
