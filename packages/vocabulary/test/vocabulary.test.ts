import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultPackDirs, loadVocabulary } from '../src/index.ts';
import { refusal, refusalOf } from '../../errors/test/refusal.ts';

const shipped = async (name: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(join(defaultPackDirs()[0]!, 'primitives', `${name}.json`), 'utf8')) as Record<
    string,
    unknown
  >;

describe('looking up', () => {
  it('finds a primitive by its name', async () => {
    const vocabulary = await loadVocabulary(defaultPackDirs());
    expect(vocabulary.primitive('exposure').title).toBe('Exposure');
  });

  it.each([
    ['brighter', 'exposure'],
    ['Too bright', 'exposure'],
    ['golden hour', 'warmth'],
    ['open up the shadows', 'shadows'],
    ['exposur', 'exposure'],
    ['black and white', 'saturation'],
    ['foggy', 'dehaze'],
  ])('refuses "%s" and leads to %s', async (said, meant) => {
    const vocabulary = await loadVocabulary(defaultPackDirs());
    const error = refusal(() => vocabulary.primitive(said));
    expect(error).toMatchObject({ code: 'unknown_name', field: 'primitive_name' });
    expect(error.hint).toContain(meant);
  });

  it('lists by group, then name', async () => {
    const listed = (await loadVocabulary(defaultPackDirs())).list();
    expect(listed.filter(({ group }) => group === 'detail').map((p) => p.name)).toEqual([
      'blur',
      'clarity',
      'defringe',
      'denoise',
      'sharpen',
      'spots',
      'texture',
    ]);
    expect(listed.length).toBeGreaterThan(15);
  });
});

describe('loading', () => {
  let folder = '';
  let pack = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chemigram-vocabulary-'));
    pack = join(folder, 'mine');
    await mkdir(join(pack, 'primitives'), { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true }));

  const put = (name: string, text: string): Promise<void> => writeFile(join(pack, 'primitives', `${name}.json`), text);

  it('takes a personal pack beside the shipped one', async () => {
    await put('glow', JSON.stringify({ ...(await shipped('clarity')), name: 'glow' }));
    const vocabulary = await loadVocabulary(defaultPackDirs([pack]));
    expect(vocabulary.primitive('glow').group).toBe('detail');
    const shippedAlone = await loadVocabulary(defaultPackDirs());
    expect(vocabulary.list()).toHaveLength(shippedAlone.list().length + 1);
  });

  it('refuses a name that is taken, naming both files: edits made with it would change their meaning', async () => {
    await put('hue', JSON.stringify({ ...(await shipped('hue')), title: 'My hue' }));
    const error = await refusalOf(loadVocabulary(defaultPackDirs([pack])));
    expect(error.code).toBe('conflict');
    expect(error.message.match(/hue\.json/g)).toHaveLength(2);
    expect(error.hint).toMatch(/another name/);
  });

  it('takes packs that have no primitives', async () => {
    await rm(join(pack, 'primitives'), { recursive: true });
    expect((await loadVocabulary(defaultPackDirs([pack]))).primitive('hue').title).toBe('Hue');
  });

  it('says which pack is not there', async () => {
    const error = await refusalOf(loadVocabulary([join(folder, 'absent')]));
    expect(error.code).toBe('not_found');
    expect(error.message).toContain('absent');
  });

  const value = { min: -1, max: 1, neutral: 0, default: 0, unit: 'EV' };
  const module = { operation: 'exposure', version: 6 };
  it.each<[string, Record<string, unknown>, string]>([
    ['an unknown key', { colour: 'red' }, '(the whole file)'],
    ['a missing key', { title: undefined }, 'title'],
    ['a group that is none', { group: 'light' }, 'group'],
    ['a range the wrong way round', { parameters: { value: { ...value, min: 1, max: -1 } } }, 'parameters.value.max'],
    ['a neutral outside the range', { parameters: { value: { ...value, neutral: 2 } } }, 'parameters.value.neutral'],
    [
      'a curve of another parameter',
      {
        modules: [
          {
            ...module,
            set: {
              exposure: {
                from: 'amount',
                points: [
                  [-4, 0],
                  [4, 1],
                ],
              },
            },
          },
        ],
      },
      'modules[0].set.exposure',
    ],
    [
      'a curve that ends before the range does',
      {
        modules: [
          {
            ...module,
            set: {
              exposure: {
                from: 'value',
                points: [
                  [-4, 0],
                  [3, 1],
                ],
              },
            },
          },
        ],
      },
      'modules[0].set.exposure',
    ],
    [
      'a curve whose points do not ascend',
      {
        modules: [
          {
            ...module,
            set: {
              exposure: {
                from: 'value',
                points: [
                  [-4, 0],
                  [-4, 1],
                ],
              },
            },
          },
        ],
      },
      'modules[0].set.exposure.points',
    ],
    ['an example out of range', { example: { values: { value: 9 } } }, 'example.values.value'],
    ['a name other than the file', { name: 'brightness' }, 'name'],
  ])('refuses %s, naming file and field', async (_, change, field) => {
    await put('mine', JSON.stringify({ ...(await shipped('exposure')), name: 'mine', ...change }));
    const error = await refusalOf(loadVocabulary([pack]));
    expect(error.code).toBe('invalid_input');
    expect(error.message).toContain(join('primitives', 'mine.json'));
    expect(error.field).toBe(field);
  });

  it('refuses a file that is not JSON', async () => {
    await put('mine', '{"name": ');
    const error = await refusalOf(loadVocabulary([pack]));
    expect(error.code).toBe('invalid_input');
    expect(error.message).toContain('mine.json');
  });
});
