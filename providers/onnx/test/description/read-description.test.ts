import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { presetNames, readDescription } from '../../src/description/read-description.ts';
import { newFolder } from '../helpers/bench.ts';

const SHA = '0123456789abcdef'.repeat(4);
const WEIGHTS = `file = "some.onnx"\nsha256 = "${SHA}"\n`;

function read(text: string): ReturnType<typeof readDescription> {
  const path = join(newFolder(), 'model.toml');
  writeFileSync(path, text);
  return readDescription(path);
}

/** What a user adds to a preset. */
const own = (preset: string): string =>
  preset.startsWith('sam') ? `[encoder]\n${WEIGHTS}[decoder]\n${WEIGHTS}` : `[model]\n${WEIGHTS}`;

describe('the description of a model', () => {
  it.each(presetNames())('is whole with the preset %s and the weights', (preset) => {
    const { description } = read(`preset = "${preset}"\n${own(preset)}`);
    expect(description.family).toBe(
      preset.startsWith('sam') ? 'prompt' : ['midas', 'depth-anything'].includes(preset) ? 'depth' : 'segment',
    );
    expect(description.cost.memory_mb).toBeGreaterThan(0);
  });

  it('goes before its preset, word by word', () => {
    const { description } = read(`preset = "u2net"\nname = "u2netp"\n[model]\n${WEIGHTS}[input]\nwidth = 160\n`);
    expect(description).toMatchObject({
      name: 'u2netp',
      input: { width: 160, height: 320, mean: [0.485, 0.456, 0.406] },
    });
  });

  it('has another version with other weights and with every other word, and the same where nothing changed', () => {
    const text = `preset = "u2net"\n[model]\n${WEIGHTS}`;
    expect(read(text).version).toBe(read(`# a comment\n${text}`).version);
    const others = [text.replace('0123', '1123'), `${text}[output]\nactivation = "minmax"\n`, `trust = 0.5\n${text}`];
    expect(new Set([text, ...others].map((t) => read(t).version)).size).toBe(4);
  });

  it.each([
    ['no TOML', 'family = ', 'invalid_input', 'is no TOML'],
    ['an unknown family', 'family = "yolo"', 'invalid_input', '"yolo"; there are segment, prompt, depth'],
    ['no family', 'name = "x"', 'invalid_input', 'there are segment, prompt, depth'],
    ['an unknown preset', 'preset = "u2nett"', 'unknown_name', '"u2nett"; there are birefnet'],
    ['an unknown word', `preset = "u2net"\nactivation = "none"\n[model]\n${WEIGHTS}`, 'invalid_input', 'activation'],
    ['no weights', 'preset = "u2net"', 'invalid_input', 'model'],
    ['no checksum', 'preset = "u2net"\n[model]\nfile = "x"\n', 'invalid_input', 'sha256'],
    ['a deviation of 0', `preset = "u2net"\n[model]\n${WEIGHTS}[input]\nstd = [1, 0, 1]\n`, 'invalid_input', 'above 0'],
    [
      'a decoder without points',
      `preset = "sam"\n${own('sam')}[decoder.inputs]\npoint_coords = "zeros"\n`,
      'invalid_input',
      'points and labels',
    ],
    [
      'an unknown role',
      `preset = "sam"\n${own('sam')}[decoder.inputs]\npoint_coords = "point"\n`,
      'invalid_input',
      'one of points, labels',
    ],
  ])('is refused with %s', (_, text, code, told) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(told) }));
  });

  it('is named when it is not there', () => {
    expect(() => readDescription('/nowhere/model.toml')).toThrow(expect.objectContaining({ code: 'not_found' }));
  });
});
