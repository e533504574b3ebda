import { expect, test } from 'vitest';
import { countGaps, wishKey, type Gap } from '../../src/journal/gaps.ts';

const gap = (wanted: string, day: number, more: Partial<Gap> = {}): Gap => ({
  kind: 'primitive',
  wanted,
  why: 'asked for',
  workaround: null,
  image_id: '',
  at: `2026-01-0${day}T00:00:00.000Z`,
  ...more,
});

test.each([
  ['Split-Toning', 'split toning'],
  ['  "split  toning!" ', 'split toning'],
  ['Dunst über Hügeln', 'dunst über hügeln'],
])('the wish %j is %j in whatever letters', (wanted, key) => {
  expect(wishKey(wanted)).toBe(key);
});

test('the same wishes are one, with what was said of each once, the newest first, and nothing where nothing was', () => {
  const gaps = [
    gap('Split-Toning', 1, { image_id: 'a', workaround: 'two moves' }),
    gap('split toning', 2, { image_id: 'b', workaround: '' }),
    gap('split toning?', 3, { image_id: 'a', why: 'again' }),
  ];
  expect(countGaps(gaps)).toEqual([
    {
      kind: 'primitive',
      wanted: 'split toning?',
      count: 3,
      first_at: gaps[0]!.at,
      last_at: gaps[2]!.at,
      image_ids: ['a', 'b'],
      whys: ['again', 'asked for'],
      workarounds: ['two moves'],
    },
  ]);
});

test('the most frequent wish comes first, of equally frequent ones the latest; another kind is another wish', () => {
  const gaps = [gap('haze', 1), gap('glow', 2), gap('haze', 3), gap('glow', 4, { kind: 'mask' }), gap('grain', 5)];
  expect(countGaps(gaps).map(({ wanted, kind }) => `${wanted} ${kind}`)).toEqual([
    'haze primitive',
    'grain primitive',
    'glow mask',
    'glow primitive',
  ]);
});
