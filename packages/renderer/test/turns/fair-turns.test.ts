/** Who is next where places are few. */
import { expect, test } from 'vitest';
import { FairTurns } from '../../src/turns/fair-turns.ts';

/** Takes turns for photos by their names; `work` ends the one at work that began first, `served` is who began, in order. */
function line(places: number, photos: string) {
  const turns = new FairTurns(places);
  const served: string[] = [];
  const atWork: (() => void)[] = [];
  const join = (photo: string) => {
    const turn = turns.take(photo);
    void turn.granted.then(() => {
      served.push(photo);
      return atWork.push(turn.leave);
    });
    return turn;
  };
  for (const photo of photos) join(photo);
  const settle = (): Promise<void> => new Promise((done) => setImmediate(done));
  const end = async (which = 0): Promise<void> => {
    await settle();
    atWork.splice(which, 1)[0]?.();
    await settle();
  };
  return { served, join, end, settle };
}

test.each([
  { what: 'within a photo who came first is first', places: 1, photos: 'aaa', order: 'aaa' },
  { what: 'a photo that comes behind a batch waits for one of it', places: 1, photos: 'aaaab', order: 'abaaa' },
  { what: 'batches take turns', places: 1, photos: 'aaabbbcc', order: 'abcabcab' },
  { what: 'on two places, too', places: 2, photos: 'aaaab', order: 'aabaa' },
])('$what', async ({ places, photos, order }) => {
  const { served, end } = line(places, photos);
  for (let k = 0; k < photos.length; k++) await end();
  expect(served.join('')).toBe(order);
});

test('one photo has all places while no other asks', async () => {
  const { served, settle } = line(3, 'aaaa');
  await settle();
  expect(served.join('')).toBe('aaa');
});

test('a photo whose renders take long holds no more than its part', async () => {
  const { served, end } = line(2, 'aaabbb');
  // The first of a goes on for ever: what ends is always the other one.
  for (let k = 0; k < 3; k++) await end(1);
  expect(served.join('')).toBe('aabbb');
});

test('who stops waiting leaves the place to others, and the turn to nobody', async () => {
  const { served, join, end, settle } = line(1, 'ab');
  const impatient = join('c');
  join('d');
  impatient.leave();
  for (let k = 0; k < 3; k++) await end();
  await settle();
  expect(served.join('')).toBe('abd');
});

test('the first in line who stops waiting is not served later', async () => {
  const { served, join, end } = line(1, 'a');
  const impatient = join('b');
  join('c');
  impatient.leave();
  for (let k = 0; k < 2; k++) await end();
  expect(served.join('')).toBe('ac');
});
