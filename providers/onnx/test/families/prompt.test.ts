import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { onnxProvider } from '../../src/provider.ts';
import { readDescription } from '../../src/description/read-description.ts';
import { BLACK, newFolder, painted, RED, written } from '../helpers/bench.ts';
import { described, detect } from '../helpers/detect.ts';
import { decoderModel, encoderModel } from '../helpers/tiny-models.ts';

const SIDE = 64;
const RADIUS = 8;

const inputs = {
  image_embeddings: 'encoder.image_embeddings',
  point_coords: 'points',
  point_labels: 'labels',
  has_mask_input: 'zeros',
};

function model(folder: string, decoder: Record<string, unknown> = {}): string {
  return described(folder, {
    family: 'prompt',
    trust: 1,
    input: { width: SIDE, height: SIDE, fit: 'pad' },
    encoder: written(folder, 'encoder.onnx', encoderModel(SIDE)),
    decoder: {
      ...written(folder, 'decoder.onnx', decoderModel(SIDE, RADIUS)),
      masks: 'low_res_masks',
      scores: 'iou_predictions',
      inputs,
      ...decoder,
    },
  });
}

/** Half as high as wide, red but for a black right quarter: in the model's input 64 x 32, and padding below. */
const half = (folder: string): Promise<string> => painted(folder, 128, 64, (x) => (x < 96 ? RED : BLACK));

const near = (...sides: number[]): unknown[] => sides.map((side) => expect.closeTo(side, 1));

describe('a model of points and boxes', () => {
  it('finds what lies around a point, in the best of its masks, with the score of that', async () => {
    const folder = newFolder();
    const { regions } = await detect(model(folder), {
      kind: 'subjects',
      picture: await half(folder),
      hints: { positive: [[0.25, 0.5]] },
    });
    // A disk of 8 around (16, 16) of 64 x 32.
    expect(regions).toHaveLength(1);
    expect(regions[0]!.bbox).toEqual(near(8 / 64, 8 / 32, 24 / 64, 24 / 32));
    expect(regions[0]!.confidence).toBeCloseTo(0.9, 5);
    expect(regions[0]!.vertices.length).toBeGreaterThan(8);
  });

  it('leaves out what lies around a point that is not on it', async () => {
    const folder = newFolder();
    const picture = await half(folder);
    const toml = model(folder);
    const hints = { positive: [[0.25, 0.5] as [number, number]] };
    const [whole] = (await detect(toml, { kind: 'subjects', picture, hints })).regions;
    const negative: [number, number][] = [[0.25 + 8 / 64, 0.5]];
    const [less] = (await detect(toml, { kind: 'subjects', picture, hints: { ...hints, negative } })).regions;
    expect(less!.bbox[2]).toBeLessThan(whole!.bbox[2] - 2 / 64);
    expect(less!.bbox[0]).toBeCloseTo(whole!.bbox[0], 2);
  });

  it('takes a rough outline as the box around it', async () => {
    const folder = newFolder();
    const region: [number, number][] = [
      [0.25, 0.25],
      [0.6, 0.3],
      [0.5, 0.75],
    ];
    const { regions } = await detect(model(folder), {
      kind: 'subjects',
      picture: await half(folder),
      hints: { region },
    });
    expect(regions[0]!.bbox).toEqual(near(0.25, 0.25, 0.6, 0.75));
  });

  it('sees the picture: what is not red is none, wherever the point lies', async () => {
    const folder = newFolder();
    const hints = { positive: [[0.75, 0.5] as [number, number]] };
    const { regions } = await detect(model(folder), { kind: 'subjects', picture: await half(folder), hints });
    expect(regions[0]!.bbox[2]).toBeCloseTo(0.75, 1);
  });

  it('looks anew at another picture', async () => {
    const folder = newFolder();
    const provider = onnxProvider(readDescription(model(folder)));
    const ask = async (): Promise<number> => {
      const picture = join(folder, 'picture.png');
      const hints = { positive: [[0.25, 0.5] as [number, number]] };
      const { regions = [] } = await provider.detect(
        { kind: 'subjects', picture, hints },
        new AbortController().signal,
      );
      return regions.length;
    };
    await painted(folder, SIDE, SIDE, (x) => (x < 32 ? RED : BLACK));
    expect(await ask()).toBe(1);
    await painted(folder, SIDE, SIDE, (x) => (x < 32 ? BLACK : RED));
    expect(await ask()).toBe(0);
  });

  it('without hints finds the things that are there, each once', async () => {
    const folder = newFolder();
    // Two red disks of the model's radius, at two of the points of a grid of four.
    const at = [0.125, 0.625].map((x) => x * SIDE);
    const picture = await painted(folder, SIDE, SIDE, (x, y) =>
      at.some((centre) => Math.hypot(x + 0.5 - centre, y + 0.5 - centre) < RADIUS - 1) ? RED : BLACK,
    );
    const toml = model(folder, { grid: 4 });
    const { regions } = await detect(toml, { kind: 'subjects', picture });
    const left = regions.map(({ bbox }) => bbox[0]).toSorted((a, b) => a - b);
    expect(left).toEqual([expect.closeTo(0.125 - 7 / 64, 1), expect.closeTo(0.625 - 7 / 64, 1)]);
    // Told only where it is not: the others.
    const negative: [number, number][] = [[0.625, 0.625]];
    const { regions: rest } = await detect(toml, { kind: 'subjects', picture, hints: { negative } });
    expect(rest).toHaveLength(regions.length - 1);
  });

  it('is asked in the dimensions and types that its decoder has', async () => {
    const folder = newFolder();
    const toml = model(folder, {
      ...written(folder, 'other.onnx', decoderModel(SIDE, RADIUS, 'transformers')),
      masks: 'pred_masks',
      scores: 'iou_scores',
      inputs: { image_embeddings: 'encoder.image_embeddings', input_points: 'points', input_labels: 'labels' },
    });
    const hints = { positive: [[0.25, 0.5] as [number, number]] };
    const { regions } = await detect(toml, { kind: 'subjects', picture: await half(folder), hints });
    expect(regions.map(({ bbox }) => bbox)).toEqual([near(8 / 64, 8 / 32, 24 / 64, 24 / 32)]);
  });

  it('is refused when its decoder takes other inputs, or none of the encoder', async () => {
    const folder = newFolder();
    const picture = await half(folder);
    const ask = (toml: string): Promise<unknown> => detect(toml, { kind: 'subjects', picture });
    const { has_mask_input: _, ...fewer } = inputs;
    await expect(ask(model(folder, { inputs: fewer }))).rejects.toMatchObject({
      code: 'provider_failed',
      message: expect.stringContaining('"has_mask_input" float32 [1]'),
    });
    await expect(
      ask(model(folder, { inputs: { ...inputs, image_embeddings: 'encoder.features' } })),
    ).rejects.toMatchObject({
      message: expect.stringContaining('"features" of the encoder, whose outputs are "image_embeddings"'),
    });
    await expect(ask(model(folder, { scores: 'stability' }))).rejects.toMatchObject({
      message: expect.stringContaining('outputs are expected as "stability"; the model has "low_res_masks"'),
    });
  });
});
