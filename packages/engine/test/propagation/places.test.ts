import { defaultPackDirs, loadVocabulary } from '@chemigram/vocabulary';
import { expect, test } from 'vitest';
import { placesIn, whyItStays } from '../../src/propagation/places.ts';
import type { Tie } from '../../src/propagation/places.ts';

const vocabulary = await loadVocabulary(defaultPackDirs());
const range = { range_filter: { kind: 'luminance', min: 0, max: 0.3 } };
const named = { kind: 'named', name: 'mask_sky' };
const drawn = { dt_form: 'circle', dt_params: {} };
const raster = { kind: 'raster', path: 'x' };
const union = (...operands: object[]) => ({ kind: 'compose', operation: 'union', operands });

test('only what is drawn, framed or repaired belongs to one picture', () => {
  const ties = (edit: Record<string, unknown>) => [...placesIn(edit, vocabulary).ties.keys()];
  const through = (mask_spec: object) => ties({ primitive_name: 'exposure', mask_spec });
  expect(through(range)).toEqual([]);
  expect(through(union(named, range))).toEqual([]);
  expect(placesIn({ mask_spec: union(named, range) }, vocabulary).names).toEqual(new Set(['mask_sky']));
  expect(through(union(named, drawn))).toEqual(['drawn_masks']);
  expect(ties({ regions: [{ mask_spec: raster }] })).toEqual(['never']);
  expect(ties({ spots: [{ x: 0.1, y: 0.1 }] })).toEqual(['spots']);
  expect(ties({ place: { x: 0.1, y: 0.1 } })).toEqual(['never']);
  expect(ties({ primitive_name: 'crop' })).toEqual(['frame']);
  expect(ties({ primitive_name: 'lens' })).toEqual([]);
});

test('a name is what it was saved as, where one says so, and may be saved through itself', () => {
  const through = (saved: object) =>
    placesIn({ mask_spec: named }, vocabulary, new Map([['mask_sky', union(named, saved)]]));
  expect([...through(drawn).ties.keys()]).toEqual(['drawn_masks']);
  expect([...through(range).ties.keys()]).toEqual([]);
});

test('what is asked for goes along, what was drawn on a crop only with the crop, what was detected never', () => {
  const stays = (ties: Tie[], include: ('drawn_masks' | 'spots' | 'frame')[], cropped: boolean) =>
    whyItStays(new Map(ties.map((tie) => [tie, 'it'])), new Set(include), cropped);
  expect(stays([], [], true)).toBe(null);
  expect(stays(['spots'], [], false)).toContain('(include: spots)');
  expect(stays(['spots'], ['spots'], false)).toBe(null);
  expect(stays(['spots'], ['spots'], true)).toContain('the crop stays behind');
  expect(stays(['spots', 'drawn_masks'], ['spots', 'frame'], true)).toContain('(include: drawn_masks)');
  expect(stays(['drawn_masks'], ['drawn_masks', 'frame'], true)).toBe(null);
  expect(stays(['never', 'drawn_masks'], ['drawn_masks', 'frame', 'spots'], false)).toContain('own picture');
});
