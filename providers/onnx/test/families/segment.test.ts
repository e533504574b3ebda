import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { onnxProvider } from '../../src/provider.ts';
import { readDescription } from '../../src/description/read-description.ts';
import { BLACK, newFolder, painted, RED, written } from '../helpers/bench.ts';
import { described, detect } from '../helpers/detect.ts';
import { channelModel, coloursModel, halfModel } from '../helpers/tiny-models.ts';

/** What is red, as a logit: 20 where it is full, -20 where there is none. */
const redOf = (width: number | string, height: number | string): Buffer =>
  channelModel([width, height], [1, 0, 0], { threshold: 0.5, steepness: 40 });

const input = { width: 64, height: 64 };
const output = { activation: 'sigmoid' };

/** A description of the model that finds what is red. @returns its path */
const redSegmenter = (
  folder: string,
  bytes = redOf(64, 64),
  more: Partial<typeof input & { fit: string }> = {},
): string =>
  described(folder, {
    family: 'segment',
    input: { ...input, ...more },
    output,
    model: written(folder, 'red.onnx', bytes),
  });

const square = (x0: number, y0: number, x1: number, y1: number) => (x: number, y: number) =>
  x >= x0 && x < x1 && y >= y0 && y < y1;

describe('a segmenter', () => {
  it('finds what its map says, where it is in the picture', async () => {
    const folder = newFolder();
    const toml = redSegmenter(folder);
    const inside = square(24, 16, 72, 48);
    const picture = await painted(folder, 96, 64, (x, y) => (inside(x, y) ? RED : BLACK));
    const { regions } = await detect(toml, { kind: 'subjects', picture });
    expect(regions.map(({ label, holes }) => [label, holes])).toEqual([['subject', []]]);
    // Half a pixel of the smaller of picture and input.
    regions[0]!.bbox.forEach((side, i) => expect(side).toBeCloseTo([0.25, 0.25, 0.75, 0.75][i]!, 2));
    expect(regions[0]!.confidence).toBeGreaterThan(0.85);
  });

  it('keeps a hole, and gives two things as two regions, the larger first', async () => {
    const folder = newFolder();
    const toml = redSegmenter(folder);
    const [outer, hole, small] = [square(4, 4, 40, 60), square(14, 20, 30, 40), square(50, 10, 60, 20)];
    const picture = await painted(folder, 64, 64, (x, y) =>
      (outer(x, y) && !hole(x, y)) || small(x, y) ? RED : BLACK,
    );
    const { regions } = await detect(toml, { kind: 'subjects', picture });
    expect(regions.map(({ holes }) => holes.length)).toEqual([1, 0]);
    expect(regions[1]!.bbox[0]).toBeCloseTo(50 / 64, 2);
    const { regions: one } = await detect(toml, { kind: 'subjects', picture, hints: { count: 1 } });
    expect(one).toEqual(regions.slice(0, 1));
  });

  it('writes the soft map of each region where it is asked to, its own pixels alone', async () => {
    const folder = newFolder();
    const model = written(folder, 'half.onnx', channelModel([64, 64], [1, 0, 0]));
    const toml = described(folder, { family: 'segment', input, model });
    const [left, right] = [square(0, 0, 24, 64), square(40, 0, 64, 64)];
    const picture = await painted(folder, 64, 64, (x, y) =>
      left(x, y) ? [255, 0, 0] : right(x, y) ? [204, 0, 0] : BLACK,
    );
    const { regions } = await detect(toml, { kind: 'subjects', picture, rasters: folder });
    const grey = async (index: number): Promise<Uint16Array> => {
      const { data, info } = await sharp(join(folder, regions[index]!.raster!))
        .toColourspace('grey16')
        .raw({ depth: 'ushort' })
        .toBuffer({ resolveWithObject: true });
      expect([info.width, info.height, info.channels]).toEqual([64, 64, 1]);
      return new Uint16Array(data.buffer, data.byteOffset, data.length / 2);
    };
    const [first, second] = [await grey(0), await grey(1)];
    const row = 32 * 64;
    expect([first[row + 10], first[row + 50]]).toEqual([65_535, 0]);
    expect([second[row + 10], second[row + 50]]).toEqual([0, Math.round(0.8 * 65_535)]);
    expect(regions.map(({ confidence }) => confidence)).toEqual([expect.closeTo(0.9, 2), expect.closeTo(0.72, 2)]);
  });

  it('finds nothing in a picture without it, which is no error', async () => {
    const folder = newFolder();
    const toml = redSegmenter(folder);
    const picture = await painted(folder, 64, 64, () => BLACK);
    expect((await detect(toml, { kind: 'subjects', picture })).regions).toEqual([]);
  });

  it('stretches a map that has no scale of its own', async () => {
    const folder = newFolder();
    const model = written(folder, 'faint.onnx', channelModel([64, 64], [0.01, 0, 0], { threshold: 7 }));
    const toml = described(folder, { family: 'segment', input, output: { activation: 'minmax' }, model });
    const picture = await painted(folder, 64, 64, (x) => (x < 32 ? RED : BLACK));
    const { regions } = await detect(toml, { kind: 'subjects', picture });
    regions[0]!.bbox.forEach((side, i) => expect(side).toBeCloseTo([0, 0, 0.5, 1][i]!, 2));
  });

  it.each([
    ['pad', redOf(64, 64)],
    ['aspect', redOf('width', 'height')],
  ])('keeps the aspect of the picture where the model wants it kept: %s', async (fit, bytes) => {
    const folder = newFolder();
    const toml = redSegmenter(folder, bytes, { fit });
    const inside = square(0, 16, 64, 32);
    const picture = await painted(folder, 128, 32, (x, y) => (inside(x, y) ? RED : BLACK));
    const { regions } = await detect(toml, { kind: 'subjects', picture });
    // The picture is halved to 64 x 16.
    regions[0]!.bbox.forEach((side, i) => expect(side).toBeCloseTo([0, 0.5, 0.5, 1][i]!, 1));
  });

  it('with a map for each of several kinds finds the one that is asked for, or each', async () => {
    const folder = newFolder();
    const model = written(folder, 'colours.onnx', coloursModel(64));
    const output = { activation: 'softmax', labels: { water: 2, rose: 0 } };
    const toml = described(folder, { family: 'segment', input, output, model });
    const picture = await painted(folder, 64, 64, (x) => (x < 16 ? [255, 0, 0] : x < 32 ? [0, 255, 0] : [0, 0, 255]));
    const found = async (query?: string): Promise<unknown> => {
      const { regions } = await detect(toml, { kind: 'subjects', picture, ...(query === undefined ? {} : { query }) });
      return regions.map(({ label, bbox }) => [label, Math.round(bbox[0] * 64), Math.round(bbox[2] * 64)]);
    };
    expect(await found('rose')).toEqual([['rose', 0, 16]]);
    expect(await found()).toEqual([
      ['water', 32, 64],
      ['rose', 0, 16],
    ]);
    expect(onnxProvider(readDescription(toml)).queries).toEqual(['water', 'rose']);
  });

  it('leaves out what is not where the hints say, and tells how much', async () => {
    const folder = newFolder();
    const toml = redSegmenter(folder);
    const [left, right] = [square(4, 4, 24, 60), square(40, 4, 60, 60)];
    const picture = await painted(folder, 64, 64, (x, y) => (left(x, y) || right(x, y) ? RED : BLACK));
    const { regions, notes } = await detect(toml, { kind: 'subjects', picture, hints: { positive: [[0.8, 0.5]] } });
    expect(regions.map(({ bbox }) => Math.round(bbox[0] * 64))).toEqual([40]);
    expect(notes).toEqual([expect.stringContaining('1 of 2 regions')]);
  });

  it('of 16 bits is given such and read so', async () => {
    const folder = newFolder();
    const model = written(folder, 'half.onnx', halfModel(64));
    const toml = described(folder, { family: 'segment', input: { ...input, type: 'float16' }, model });
    const picture = await painted(folder, 64, 64, (x) => (x < 32 ? [204, 0, 0] : BLACK));
    const { regions } = await detect(toml, { kind: 'subjects', picture });
    expect(regions.map(({ bbox }) => Math.round(bbox[2] * 64))).toEqual([32]);
    expect(regions[0]!.confidence).toBeCloseTo(0.9 * 0.8, 2);
  });

  it('is not run when nobody waits any more', async () => {
    const folder = newFolder();
    const toml = redSegmenter(folder);
    const picture = await painted(folder, 64, 64, () => RED);
    await expect(detect(toml, { kind: 'subjects', picture }, AbortSignal.abort())).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
