import type { Picture } from '@chemigram/mask';
import { expect, test } from 'vitest';
import { chooseSources } from '../../src/repair/choose-sources.ts';

const SIDE = 200;
/** Squares of six pixels, each of a tone of its own: nowhere do two places look the same. */
const nowhereAlike: Picture = {
  width: SIDE,
  height: SIDE,
  rgb: Uint8Array.from({ length: 3 * SIDE * SIDE }, (_, k) => {
    const [column, row] = [Math.floor((Math.floor(k / 3) % SIDE) / 6), Math.floor(k / 3 / SIDE / 6)];
    return (column * 97 + row * 57 + ((column * row * 31) % 101)) % 256;
  }),
};
const healed = (x: number, y: number) => ({ kind: 'heal' as const, x, y, radius: 0.04, border: 0.01 });

test('spots without a good source near by are named in one warning', () => {
  const { spots, warnings } = chooseSources([healed(0.3, 0.3), healed(0.7, 0.7)], nowhereAlike, {
    width: SIDE,
    height: SIDE,
  });
  expect(spots.every(({ source }) => source !== undefined)).toBe(true);
  expect(warnings).toEqual([expect.stringMatching(/^spots\[0\], spots\[1\]: nothing near by looks the same/)]);
});
