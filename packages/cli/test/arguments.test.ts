import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, asyncProperty, double } from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { run, runJson } from './stub-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'chemigram-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const given = async (...argv: string[]) => (await runJson(['echo-all', ...argv])).json['given'];
const refused = async (...argv: string[]) => {
  const { json, code, engines } = await runJson(['echo-all', ...argv]);
  expect(engines.made, 'what cannot be read never reaches the engine').toBe(0);
  return { ...(json['error'] as object), exit: code };
};

describe('arguments', () => {
  test('image_id comes first without a flag, and what is not given is not passed on', async () => {
    expect(await given('iguana')).toEqual({ image_id: 'iguana' });
  });

  test('flags are the argument names in kebab-case, read by their type', async () => {
    expect(
      await given('iguana', '--primitive-name', 'exposure', '--value', '0.5', '--grid', '--region', '[0,0.1,1,1]'),
    ).toEqual({ image_id: 'iguana', primitive_name: 'exposure', value: 0.5, grid: true, region: [0, 0.1, 1, 1] });
  });

  test('a boolean that is true unless it is said is switched off by --no-NAME, which the help shows', async () => {
    expect(await given('iguana', '--no-verify')).toEqual({ image_id: 'iguana', verify: false });
    expect(await given('iguana', '--verify')).toEqual({ image_id: 'iguana', verify: true });
    const { out } = await run(['help', 'echo-all']);
    expect(out).toMatch(/--no-verify +Not --verify/);
    expect(out).not.toContain('--no-grid');
  });

  test('flags may stand before the photo', async () => {
    expect(await given('--size', '64', 'iguana')).toEqual({ image_id: 'iguana', size: 64 });
  });

  test('every number comes through as it is, negative ones too', async () => {
    await assert(
      asyncProperty(double({ noNaN: true, noDefaultInfinity: true }), async (value) => {
        expect(await given('iguana', '--value', String(value))).toEqual({
          image_id: 'iguana',
          value: value + 0, // String(-0) is '0'
        });
      }),
      { numRuns: 50 },
    );
  });

  test.each(['abc', '', ' ', '0x10', '1,5', 'NaN', 'Infinity', '1e999', '--grid'])(
    'a number that is none is refused with its field: %j',
    async (text) => {
      expect(await refused('iguana', '--value', text)).toMatchObject({
        code: 'invalid_input',
        field: 'value',
        exit: 2,
      });
    },
  );

  test('a decimal comma is told to be a point', async () => {
    expect(await refused('iguana', '--value', '0,5')).toMatchObject({ hint: expect.stringContaining('0.5') });
  });

  test('JSON comes inline or from a file', async () => {
    const file = join(folder, 'mask.json');
    writeFileSync(file, '{"dt_form": "ellipse"}');
    expect(await given('iguana', '--mask-spec', '{"dt_form": "ellipse"}')).toEqual(
      await given('iguana', '--mask-spec', `@${file}`),
    );
    expect(await given('iguana', '--mask-spec', 'null')).toEqual({ image_id: 'iguana', mask_spec: null });
  });

  test('broken JSON and a missing file are refused with their field', async () => {
    expect(await refused('iguana', '--mask-spec', '{dt_form')).toMatchObject({
      code: 'invalid_input',
      field: 'mask_spec',
      exit: 2,
    });
    expect(await refused('iguana', '--mask-spec', `@${folder}/none.json`)).toMatchObject({
      code: 'not_found',
      field: 'mask_spec',
      exit: 3,
    });
    expect(await refused('iguana', '--mask-spec', `@${folder}`)).toMatchObject({
      code: 'invalid_input',
      field: 'mask_spec',
    });
  });
});

describe('wrong use', () => {
  test.each([
    { argv: ['echo-all'], error: { code: 'invalid_input', field: 'image_id' } },
    {
      argv: ['echo-all', 'iguana', 'more'],
      error: { code: 'invalid_input', hint: expect.stringContaining('chemigram echo-all [options] <image_id>') },
    },
    {
      argv: ['echo-all', '--image-id', 'iguana'],
      error: { code: 'invalid_input', hint: expect.stringContaining('chemigram echo-all [options] <image_id>') },
    },
    {
      argv: ['echo-all', 'iguana', '--valeu', '1'],
      error: { code: 'invalid_input', hint: expect.stringContaining('--value') },
    },
    {
      argv: ['echo-all', 'iguana', '--value'],
      error: { code: 'invalid_input', message: expect.stringContaining('--value') },
    },
    { argv: ['echo-al', 'iguana'], error: { code: 'unknown_name', hint: expect.stringContaining('echo-all') } },
    {
      argv: ['help', 'echo-al'],
      error: {
        code: 'unknown_name',
        message: "unknown command 'echo-al'",
        hint: expect.stringContaining('Nearest: echo-all'),
      },
    },
    { argv: ['--nonsense'], error: { code: 'invalid_input' } },
    { argv: [], error: { code: 'invalid_input', message: expect.stringContaining('echo-all') } },
  ])('is answered in JSON with exit code 2: $argv', async ({ argv, error }) => {
    const ran = await runJson(argv);
    expect(ran.json).toMatchObject({ ok: false, error });
    expect(ran.code).toBe(2);
    expect(ran.err).toBe('');
  });
});
