/** Recorded logs of three darktables, and of sidecars that were wrong on purpose. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lastWords, readLog, saysExported } from '../src/log.ts';
import { sidecarTrouble } from '../src/sidecar-trouble.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');
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

test('The last words are the end without the noise, and never nothing', () => {
  expect(lastWords('a\nb\nc\nd\nWARNING: are you running darktable as root?\n\n')).toBe('b | c | d');
  expect(lastWords('\n \n')).toBe('(none)');
  expect(lastWords('x'.repeat(10_000)).length).toBeLessThanOrEqual(400);
});

const item = (version: number, mode: number): string => `<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:darktable="http://darktable.sf.net/" darktable:xmp_version="5" darktable:history_end="1">
<darktable:history><rdf:Seq><rdf:li darktable:num="0" darktable:operation="exposure" darktable:enabled="1"
 darktable:modversion="6" darktable:params="00" darktable:multi_name="" darktable:multi_priority="0"
 darktable:blendop_version="${version}" darktable:blendop_params="0${mode}000000"/></rdf:Seq></darktable:history>
</rdf:Description></rdf:RDF></x:xmpmeta>`;

describe('sidecarTrouble', () => {
  test('tells of a mask that is written for a newer darktable, which 4.2.1 drops without a word', () => {
    expect(sidecarTrouble(item(14, 3), '4.2.1')).toEqual([expect.stringMatching(/exposure .* 14.* 4\.2\.1 .* 11/)]);
    expect(sidecarTrouble(item(14, 3), '5.0.1')).toHaveLength(1);
    expect(sidecarTrouble(item(14, 3), '5.4.1')).toEqual([]);
    expect(sidecarTrouble(item(11, 3), '4.2.1')).toEqual([]);
  });

  test('says nothing of blending that is off, nor about a darktable newer than those measured', () => {
    expect(sidecarTrouble(item(14, 0), '4.2.1')).toEqual([]);
    expect(sidecarTrouble(item(15, 3), '5.6.0')).toEqual([]);
    expect(sidecarTrouble(item(15, 3), '5.4.1')).toHaveLength(1);
  });
});
