import { expect, test } from 'vitest';
import { defaultPackDirs, loadLooks, loadNotDone, loadVocabulary, notDoneBy } from '../src/index.ts';

const vocabulary = await loadVocabulary(defaultPackDirs());
const entries = [...vocabulary.list(), ...(await loadLooks(defaultPackDirs(), vocabulary)).values()];
const notDone = [...(await loadNotDone(defaultPackDirs())).values()];
const toldOf = (said: string): string | undefined => notDoneBy(said, notDone)?.name;

test.each([
  ['replace the sky', 'another_sky'],
  ['replace the dull sky with a sunset', 'another_sky'],
  ['remove the background', 'another_background'],
  ['a transparent background', 'another_background'],
  ['cut out the subject', 'another_background'],
  ['slim her face', 'another_shape'],
  ['double chin', 'another_shape'],
  ['upscale', 'more_pixels'],
  ['increase the resolution', 'more_pixels'],
  ['add a watermark', 'text_and_frames'],
  ['add a white border', 'text_and_frames'],
  ['double exposure', 'several_photos'],
  ['make it look like a painting', 'painted'],
  ['invert the colors', 'negative'],
  ['camera shake', 'in_focus'],
  ['remove the moiré', 'moire'],
])('"%s" is said not to be done: %s', (said, name) => {
  expect(toldOf(said)).toBe(name);
});

test.each([
  'remove the person in the background',
  'remove the noise in the background',
  'remove the watermark',
  'blur the background',
  'out of focus background',
  'replace the white balance',
  'make the sky more dramatic',
  'a smile with white teeth',
])('"%s" is not, for something does it', (said) => {
  expect(toldOf(said)).toBeUndefined();
});

test('nothing that is called so here is said not to be done', () => {
  const called = entries.flatMap(({ name, title, words }) => [name, title, ...words]);
  expect(called.filter((word) => toldOf(word) !== undefined)).toEqual([]);
});

test('what comes nearest is there', () => {
  const names = entries.map(({ name }) => name);
  expect(notDone.flatMap(({ nearest }) => nearest).filter((name) => !names.includes(name))).toEqual([]);
});
