/** Recorded logs of three darktables, and of sidecars that were wrong on purpose. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lastWords, readLog, saysExported } from '../../src/answers/log.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures');
const log = (name: string): string => readFileSync(join(FIXTURES, `${name}.log`), 'utf8');
const VERSIONS = ['4.2.1', '5.0.1', '5.4.1'];

const MODULES = {
  '4.2.1': 'rawprepare temperature highlights demosaic exposure colorin filmicrgb colorout finalscale gamma',
  '5.0.1':
    'rawprepare temperature highlights demosaic exposure colorin channelmixerrgb filmicrgb finalscale colorout gamma',
  '5.4.1':
    'rawprepare temperature highlights demosaic exposure colorin channelmixerrgb sigmoid finalscale colorout gamma',
};

describe('readLog', () => {
  test.each(Object.entries(MODULES))('reads full size and modules of %s', (version, modules) => {
    const facts = readLog(log(`${version}-jpeg-300`));
    expect(facts.full).toEqual({ width: 600, height: 400 });
    expect(facts.modules).toEqual(modules.split(' '));
    expect(facts.trouble).toEqual([]);
    expect(saysExported(log(`${version}-jpeg-300`))).toBe(true);
  });

  test('reads the scale where darktable says it with all its digits', () => {
    expect(readLog(log('4.2.1-jpeg-300')).scale).toBe(0.5);
    expect(readLog(log('5.4.1-jpeg-300')).scale).toBeNull();
  });

  test.each(VERSIONS)('finds no trouble in a good render of %s', (version) => {
    expect(readLog(log(`${version}-good`)).trouble).toEqual([]);
  });

  test.each(
    readdirSync(FIXTURES)
      .filter((name) => /exposure-version|instance-not|unknown-module/.test(name))
      .map((name) => name.replace('.log', '')),
  )('finds the trouble of %s', (name) => {
    const { trouble } = readLog(log(name));
    expect(trouble.length).toBeGreaterThan(0);
    expect(trouble.join()).toMatch(/exposure|nosuchmodule/);
  });

  test.each(VERSIONS)('is darktable_failed where %s exported nothing, with its last words', (version) => {
    expect(() => readLog(log(`${version}-not-xml`))).toThrow(
      expect.objectContaining({ code: 'darktable_failed', message: expect.stringContaining("can't open XMP file") }),
    );
  });
});

test.each(['[dt_imageio_export]', '[dt_imageio_export_with_flags]'])(
  'a log without its line "%s" is darktable_failed',
  (words) => {
    const cut = log('4.2.1-jpeg-300')
      .split('\n')
      .filter((line) => !line.includes(words));
    expect(() => readLog(cut.join('\n'))).toThrow(expect.objectContaining({ code: 'darktable_failed' }));
  },
);

test('The last words are the end without the noise, and never nothing', () => {
  expect(lastWords('a\nb\nc\nd\nWARNING: are you running darktable as root?\n\n')).toBe('b | c | d');
  expect(lastWords('\n \n')).toBe('(none)');
  expect(lastWords('x'.repeat(10_000)).length).toBeLessThanOrEqual(400);
});
