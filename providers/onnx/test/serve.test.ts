import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkProvider } from '@chemigram/providers/check';
import { describe, expect, it } from 'vitest';
import { newFolder, written } from './helpers/bench.ts';
import { described } from './helpers/detect.ts';
import { decoderModel, encoderModel } from './helpers/tiny-models.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const ARGS = ['--conditions=@chemigram/source', '--import', 'tsx', MAIN];

describe('the provider as a program', () => {
  it('keeps the protocol', async () => {
    const folder = newFolder();
    const toml = described(folder, {
      family: 'prompt',
      input: { width: 64, height: 64, fit: 'pad' },
      encoder: written(folder, 'encoder.onnx', encoderModel(64)),
      decoder: {
        ...written(folder, 'decoder.onnx', decoderModel(64, 8)),
        masks: 'low_res_masks',
        scores: 'iou_predictions',
        inputs: {
          image_embeddings: 'encoder.image_embeddings',
          point_coords: 'points',
          point_labels: 'labels',
          has_mask_input: 'zeros',
        },
      },
    });
    // As providers.toml has it: the path of the model in the environment.
    const program = { command: process.execPath, args: ARGS, cwd: process.cwd(), env: { CHEMIGRAM_MODEL: toml } };
    const { description, findings } = await checkProvider(program);
    expect(findings.filter(({ why }) => why !== null)).toEqual([]);
    expect(description).toMatchObject({ name: 'onnx', model: 'tiny', kinds: ['subjects'], cost: { where: 'local' } });
  });

  it('ends with a sentence about a description that is none', () => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [...ARGS, '/nowhere/model.toml'], {
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('/nowhere/model.toml');
    expect(stderr).not.toContain('    at ');
  });

  it('says so where the runtime is not installed', () => {
    const folder = newFolder();
    written(folder, 'some.onnx', encoderModel(8));
    const absent = `export const resolve = (name, context, next) => {
      if (name === 'onnxruntime-node') throw new Error('there is none');
      return next(name, context);
    };`;
    const code = (text: string): string => `data:text/javascript,${encodeURIComponent(text)}`;
    const hooks = code(`import { register } from 'node:module'; register(${JSON.stringify(code(absent))});`);
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', hooks, ...ARGS, '--look', join(folder, 'some.onnx')],
      { encoding: 'utf8' },
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(/^onnxruntime-node cannot be loaded on \w+ \w+: there is none .*another provider/);
  });
});
