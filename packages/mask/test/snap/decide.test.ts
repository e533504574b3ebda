import { expect, it } from 'vitest';
import { decide } from '../../src/snap/decide.ts';
import { sightOf } from '../../src/snap/levels.ts';
import { signedDistance } from '../../src/snap/signed-distance.ts';

const SIZE = { width: 96, height: 64 };
const isInside = (x: number, y: number): boolean => Math.hypot(x - 48, y - 32) < 18;
const inside = Uint8Array.from({ length: SIZE.width * SIZE.height }, (_, i) =>
  isInside(i % SIZE.width, Math.floor(i / SIZE.width)) ? 1 : 0,
);
const grain = (i: number): number => ((Math.imul(i + 1, 2_654_435_761) >>> 8) & 31) - 16;

/** How far the colours of a disc and its ground are trusted. */
function trust(subject: readonly number[], ground: readonly number[]): number {
  const rgb = Uint8Array.from(
    { length: 3 * inside.length },
    (_, i) => (inside[Math.floor(i / 3)] === 1 ? subject : ground)[i % 3]! + grain(i),
  );
  const { full } = sightOf({ ...SIZE, rgb }).levels;
  const distance = signedDistance(inside, SIZE);
  return decide(full, { distance, noise: 4, reach: 12, sides: { ring: 20 }, rounds: 1, inside }).trust;
}

it('trusts colours as far as they tell inside and outside apart', () => {
  const apart = trust([180, 90, 60], [70, 110, 80]);
  const alike = trust([120, 96, 80], [120, 96, 80]);
  expect(apart).toBe(1);
  expect(alike).toBeLessThan(0.3);
});

it('takes in what is just as likely outside: a miss costs an overlap less than a hit brings', () => {
  const { full } = sightOf({ ...SIZE, rgb: new Uint8Array(3 * inside.length).fill(128) }).levels;
  const decided = (distance: number): Uint8Array =>
    decide(full, {
      distance: new Float32Array(inside.length).fill(distance),
      noise: 4,
      reach: 12,
      sides: { ring: 20 },
      rounds: 1,
      inside,
    }).inside;
  expect(decided(0)).toEqual(new Uint8Array(inside.length).fill(1));
  expect(decided(-1)).toEqual(new Uint8Array(inside.length));
});
