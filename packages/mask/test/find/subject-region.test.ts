import { describe, expect, it } from 'vitest';
import { type Picture, subjectRegionOf } from '../../src/index.ts';

const SIZE = { width: 192, height: 128 };
const noise = (x: number, y: number): number => (((x * 7919 + y * 104_729 + x * y * 31) % 61) - 30) / 10;

type Where = (x: number, y: number) => boolean;
/** Grey with grain, and red where something is. */
const red = (where: Where): Picture => ({
  ...SIZE,
  rgb: Uint8Array.from({ length: 3 * SIZE.width * SIZE.height }, (_, k) => {
    const pixel = Math.floor(k / 3);
    const [x, y] = [pixel % SIZE.width, Math.floor(pixel / SIZE.width)];
    const colour = where(x, y) ? [190, 50, 40] : [120, 120, 120];
    return Math.round(colour[k % 3]! + noise(x, y));
  }),
});
const disc =
  (radius: number, cx = 96): Where =>
  (x, y) =>
    Math.hypot(x - cx, y - 64) < radius;

/** Intersection over union of what is found and what is meant. */
function agreement(found: Uint8Array, meant: Where): number {
  let [both, either] = [0, 0];
  for (const [i, value] of found.entries()) {
    const isMeant = meant(i % SIZE.width, Math.floor(i / SIZE.width));
    if (isMeant && value === 1) both++;
    if (isMeant || value === 1) either++;
  }
  return both / either;
}

describe('the subject', () => {
  const two: Where = (x, y) => disc(22, 60)(x, y) || disc(18, 130)(x, y);
  it.each<[string, Where, Where]>([
    ['a disc', disc(30), disc(30)],
    ['two discs of nearly one size', two, two],
    [
      'the larger of two discs, where the other is a speck beside it',
      (x, y) => disc(28, 90)(x, y) || disc(6, 150)(x, y),
      disc(28, 90),
    ],
    ['a ring with what it encloses', (x, y) => disc(34)(x, y) && !disc(16)(x, y), disc(34)],
  ])('is what stands out from the border: %s, and is never trusted', (_what, drawn, meant) => {
    const { region, confidence, doubts } = subjectRegionOf(red(drawn));
    expect(agreement(region, meant)).toBeGreaterThan(0.9);
    expect(confidence).toBeGreaterThan(0.2);
    expect(confidence).toBeLessThan(0.5);
    expect(doubts).toEqual([]);
  });

  it.each<[string, Where, string]>([
    ['a speck', disc(4), 'it is very small'],
    ['nearly all of the picture', (x, y) => x > 4 && x < 188 && y > 4 && y < 124, 'it fills most of the picture'],
    ['nothing', () => false, 'nothing stands out from the border'],
  ])('is doubted where it is %s', (_what, where, doubt) => {
    expect(subjectRegionOf(red(where))).toMatchObject({ confidence: 0, doubts: [doubt] });
  });
});
