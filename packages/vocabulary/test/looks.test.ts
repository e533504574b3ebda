import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import { assert, property } from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  defaultPackDirs,
  loadLooks,
  loadMasks,
  loadVocabulary,
  LOOK_GROUPS,
  MOST_STRENGTH,
  personalPackDirs,
  valuesAtStrength,
} from '../src/index.ts';
import { evenly } from './evenly.ts';

const vocabulary = await loadVocabulary(defaultPackDirs());
const shipped = await loadLooks(defaultPackDirs(), vocabulary);

describe('the shipped looks', () => {
  it('are some of every kind, the dimmed background among them', () => {
    const groups = new Set([...shipped.values()].map(({ group }) => group));
    expect([...groups].sort()).toEqual([...LOOK_GROUPS].sort());
    const { moves } = shipped.get('look_portrait_background_dim')!;
    const background = { kind: 'named', name: 'mask_subject', invert: true };
    expect(moves.map(({ mask_spec }) => mask_spec)).toEqual(moves.map(() => background));
  });

  it('say on which photos they fail, and are found by more than their name', () => {
    for (const { name, description, words, likely_wrong_when: fails = [] } of shipped.values()) {
      expect(fails.length, name).toBeGreaterThan(0);
      expect(description, name).toMatch(/\.$/);
      expect(words.length, name).toBeGreaterThan(2);
    }
    expect(shipped.size).toBeGreaterThanOrEqual(45);
  });

  it('name masks that the packs have, and say no two times the same', async () => {
    const masks = await loadMasks(defaultPackDirs());
    const said = new Map<string, string>();
    for (const look of shipped.values()) {
      for (const name of JSON.stringify(look).matchAll(/"kind":"named","name":"(\w+)"/g)) {
        expect([...masks.keys()], look.name).toContain(name[1]);
      }
      const does = JSON.stringify(look.moves);
      expect(said.get(does) ?? look.name).toBe(look.name);
      said.set(does, look.name);
      expect(new Set(look.words).size).toBe(look.words.length);
    }
  });

  it('are within the ranges of their primitives at every strength, neutral at none, and grow with it', () => {
    assert(
      property(evenly(0, MOST_STRENGTH), (strength) => {
        for (const { moves } of shipped.values()) {
          for (const move of moves) {
            const primitive = vocabulary.primitive(move.primitive);
            const full = valuesAtStrength(primitive, move, 1);
            for (const [name, value] of Object.entries(valuesAtStrength(primitive, move, strength))) {
              const { min, max, neutral } = primitive.parameters[name]!;
              expect(value).toBeGreaterThanOrEqual(min);
              expect(value).toBeLessThanOrEqual(max);
              if (move.keep?.includes(name) === true) continue;
              const wanted = neutral + strength * (full[name]! - neutral);
              expect(value).toBeCloseTo(Math.min(max, Math.max(min, wanted)), 3);
            }
            const none = valuesAtStrength(primitive, move, 0);
            for (const [name, value] of Object.entries(none)) expect(value).toBe(primitive.parameters[name]!.neutral);
          }
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('strength', () => {
  it('leaves what says which and not how much as it is', () => {
    const crop = vocabulary.primitive('crop');
    const values = { left: 0.2, right: 0.8 };
    expect(valuesAtStrength(crop, { values, keep: ['left'] }, 0.5)).toEqual({
      left: 0.2,
      top: 0,
      right: 0.9,
      bottom: 1,
    });
    const lens = vocabulary.primitive('lens');
    expect(valuesAtStrength(lens, { values: { tca: 0 } }, 0.5)).toEqual({ distortion: 1, vignetting: 1, tca: 0 });
  });
});

describe('the looks of a pack of one’s own', () => {
  let home = '';
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'chemigram-looks-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  const MINE = {
    name: 'look_mine',
    title: 'Mine',
    group: 'film',
    description: 'Of my own.',
    words: ['mine'],
    moves: [{ primitive: 'exposure', values: { value: 0.5 } }],
  };
  const put = async (pack: string, file: string, look: unknown): Promise<void> => {
    const folder = join(home, 'packs', pack, 'looks');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, file), JSON.stringify(look));
  };
  const load = () => loadLooks(defaultPackDirs(personalPackDirs(home)), vocabulary);

  it('are added, and stand over shipped ones of the same name', async () => {
    await put('a', 'look_mine.json', MINE);
    await put('a', 'look_bw_classic.json', { ...MINE, name: 'look_bw_classic' });
    const looks = await load();
    expect(looks.size).toBe(shipped.size + 1);
    expect(looks.get('look_bw_classic')).toMatchObject({
      title: 'Mine',
      file: join(home, 'packs/a/looks/look_bw_classic.json'),
    });
  });

  const move = (more: object) => ({ ...MINE, moves: [MINE.moves[0], { ...MINE.moves[0], ...more }] });
  it.each<[string, unknown, string]>([
    ['with a primitive that is not there', move({ primitive: 'exposre' }), 'moves[1].primitive'],
    ['with a value out of range', move({ values: { value: 40 } }), 'moves[1].values.value'],
    ['with a parameter that is not there', move({ values: { strength: 1 } }), 'moves[1].values.strength'],
    ['that frames the picture', move({ primitive: 'straighten' }), 'moves[1].primitive'],
    ['that keeps what it does not set', move({ keep: ['hue'] }), 'moves[1].keep'],
    ['with an unknown key', { ...MINE, strength: 1 }, '(the whole file)'],
    ['of another name than its file', { ...MINE, name: 'look_other' }, 'name'],
    ['that is not named as a look', { ...MINE, name: 'mine' }, 'name'],
  ])('%s is refused by file and field', async (_words, look, field) => {
    await put('a', 'look_mine.json', look);
    const error = await load().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ChemigramError);
    expect(error).toMatchObject({ code: 'invalid_input', field, message: expect.stringContaining('look_mine.json') });
  });
});
