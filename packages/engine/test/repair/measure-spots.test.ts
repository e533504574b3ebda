import type { Picture } from '@chemigram/mask';
import type { Spot } from '@chemigram/workspace';
import { describe, expect, it } from 'vitest';
import { measureSpots, sideForSpots } from '../../src/repair/measure-spots.ts';

const SIZE = { width: 60, height: 40 };
const spot = (x: number, y: number): Spot => ({ kind: 'heal', x: x / 60, y: y / 40, radius: 5 / 40, border: 0.02 });

/** A grey picture with discs of another grey. */
function grey(discs: readonly { x: number; y: number; r: number }[]): Picture {
  const rgb = new Uint8Array(3 * SIZE.width * SIZE.height).fill(120);
  for (let y = 0; y < SIZE.height; y++) {
    for (let x = 0; x < SIZE.width; x++) {
      if (discs.some((disc) => Math.hypot(x + 0.5 - disc.x, y + 0.5 - disc.y) < disc.r))
        rgb.fill(40, 3 * (y * SIZE.width + x), 3 * (y * SIZE.width + x + 1));
    }
  }
  return { ...SIZE, rgb };
}

describe('what spots did', () => {
  it('is clean where they changed and nothing else did, and names the spots without a change', () => {
    const blemish = { x: 15, y: 20, r: 3 };
    const { verdict, outside, idle } = measureSpots(grey([blemish]), grey([]), [spot(15, 20), spot(45, 20)]);
    expect([verdict, outside.changed_fraction, idle]).toEqual(['clean', 0, [1]]);
  });

  it('is spilled where something beside them changed, and no effect where nothing did', () => {
    const [here, there] = [
      { x: 15, y: 20, r: 3 },
      { x: 45, y: 20, r: 3 },
    ];
    expect(measureSpots(grey([here, there]), grey([]), [spot(15, 20)]).verdict).toBe('spilled');
    expect(measureSpots(grey([here]), grey([here]), [spot(15, 20)])).toMatchObject({ verdict: 'no_effect', idle: [0] });
  });
});

it('small spots are measured on a larger picture, never beyond the full size', () => {
  const full = { width: 6000, height: 4000 };
  const sized = (px: number): Spot => ({ kind: 'heal', x: 0.5, y: 0.5, radius: px / 4000, border: 0 });
  expect(sideForSpots([sized(100)], full, 1024)).toBe(1024);
  expect(sideForSpots([sized(100), sized(9)], full, 1024)).toBe(2000);
  expect(sideForSpots([sized(2)], full, 1024)).toBe(4096);
  expect(sideForSpots([sized(2)], { width: 800, height: 600 }, 1024)).toBe(800);
  expect(sideForSpots([], full, 1024)).toBe(1024);
});
