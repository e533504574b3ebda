import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lookAt } from '../src/look-at.ts';
import { onnxProvider } from '../src/provider.ts';
import { readDescription } from '../src/description/read-description.ts';
import { newFolder, painted, RED, written } from './helpers/bench.ts';
import { described, detect } from './helpers/detect.ts';
import { channelModel } from './helpers/tiny-models.ts';

const MODEL = channelModel([64, 64], [1, 0, 0]);

/** What is said of a description, its model lying beside it. */
async function refusal(description: Record<string, unknown>, folder = newFolder()): Promise<unknown> {
  const model = written(folder, 'red.onnx', MODEL);
  const picture = await painted(folder, 16, 16, () => RED);
  const toml = described(folder, { family: 'segment', input: { width: 64, height: 64 }, model, ...description });
  return detect(toml, { kind: 'subjects', picture }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
}

describe('a model that is missing or another', () => {
  it('fits, as it is described here', async () => {
    expect(await refusal({})).toBeUndefined();
  });

  it('is named with its path when it is missing', async () => {
    const folder = newFolder();
    const error = await refusal({ model: { file: 'not-here.onnx', sha256: '0'.repeat(64) } }, folder);
    expect(error).toMatchObject({ code: 'not_found', message: expect.stringContaining(join(folder, 'not-here.onnx')) });
  });

  it('is told by its checksum: the one that was described and the one that it has', async () => {
    const folder = newFolder();
    const { sha256 } = written(folder, 'red.onnx', MODEL);
    const error = await refusal({ model: { file: 'red.onnx', sha256: 'a'.repeat(64) } }, folder);
    expect(error).toMatchObject({ code: 'provider_failed', field: 'sha256' });
    expect(String(error)).toContain(sha256);
    expect(String(error)).toContain('a'.repeat(64));
  });

  it('is told by the checksums of all its files', async () => {
    const folder = newFolder();
    const data = [{ ...written(folder, 'red.onnx.data', Buffer.from('weights')), sha256: 'b'.repeat(64) }];
    const error = await refusal({ model: { ...written(folder, 'red.onnx', MODEL), data } }, folder);
    expect(error).toMatchObject({ code: 'provider_failed', message: expect.stringContaining('red.onnx.data has') });
  });

  it.each([
    [
      'another size',
      { input: { width: 64, height: 32 } },
      'one float32 [1, 3, 32, 64]; the model has "picture" float32 [1, 3, 64, 64]',
    ],
    [
      'another layout',
      { input: { width: 64, height: 64, layout: 'NHWC' } },
      'one float32 [1, 64, 64, 3]; the model has',
    ],
    ['another type', { input: { width: 64, height: 64, type: 'uint8' } }, 'one uint8 [1, 3, 64, 64]; the model has'],
    [
      'another name',
      { input: { width: 64, height: 64, name: 'x' } },
      '"x" float32 [1, 3, 64, 64]; the model has "picture"',
    ],
    [
      'another output',
      { output: { name: 'mask' } },
      'outputs are expected as "mask"; the model has "map" float32 [1, 1, 64, 64]',
    ],
    ['a channel too many', { output: { channel: 3 } }, 'has 1 channels, numbered from 0; channel 3 was described'],
  ])('is refused with what was expected and what it has: %s', async (_, description, told) => {
    expect(await refusal(description)).toMatchObject({
      code: 'provider_failed',
      message: expect.stringContaining(told),
    });
  });

  it('is refused when the file is no model', async () => {
    const folder = newFolder();
    const error = await refusal({ model: written(folder, 'page.onnx', Buffer.from('<html>not found</html>')) }, folder);
    expect(error).toMatchObject({ code: 'provider_failed', message: expect.stringContaining('page.onnx is no model') });
  });

  it('can be looked at, to describe it by', async () => {
    const folder = newFolder();
    const { sha256 } = written(folder, 'red.onnx', MODEL);
    expect((await lookAt(join(folder, 'red.onnx'))).split('\n')).toEqual([
      '[model]',
      'file = "red.onnx"',
      `sha256 = "${sha256}"`,
      '# Inputs:',
      '#   "picture" float32 [1, 3, 64, 64]',
      '# Outputs:',
      '#   "map" float32 [1, 1, 64, 64]',
      '',
    ]);
    await expect(lookAt(join(folder, 'none.onnx'))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is looked for again at the next question', async () => {
    const folder = newFolder();
    const picture = await painted(folder, 16, 16, () => RED);
    const model = written(folder, 'red.onnx', MODEL);
    const toml = described(folder, { family: 'segment', input: { width: 64, height: 64 }, model });
    const provider = onnxProvider(readDescription(toml));
    const ask = async (): Promise<unknown> =>
      provider.detect({ kind: 'subjects', picture, hints: {} }, new AbortController().signal);
    writeFileSync(join(folder, 'red.onnx'), 'half a download');
    await expect(ask()).rejects.toMatchObject({ code: 'provider_failed' });
    writeFileSync(join(folder, 'red.onnx'), MODEL);
    await expect(ask()).resolves.toMatchObject({ regions: [{ label: 'subject' }] });
  });

  it('that answers with no numbers is told so', async () => {
    const error = await refusal({ input: { width: 64, height: 64, range: [0, Number.MAX_VALUE] } });
    expect(error).toMatchObject({ code: 'provider_failed', message: expect.stringContaining('no numbers') });
  });
});
