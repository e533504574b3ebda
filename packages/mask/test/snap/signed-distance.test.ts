import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signedDistance } from '../../src/snap/signed-distance.ts';
import { runs } from '../arbitraries.ts';

const SIZE = { width: 11, height: 7 };

/** To the nearest pixel of the other side, less half a pixel. */
function slow(inside: Uint8Array, at: number): number {
  let nearest = SIZE.width + SIZE.height + 0.5;
  inside.forEach((side, i) => {
    if (side === inside[at]) return;
    const [dx, dy] = [(i % SIZE.width) - (at % SIZE.width), Math.floor(i / SIZE.width) - Math.floor(at / SIZE.width)];
    nearest = Math.min(nearest, Math.hypot(dx, dy));
  });
  return inside[at] === 1 ? nearest - 0.5 : 0.5 - nearest;
}

describe('signedDistance', () => {
  it('is the distance to the nearest pixel of the other side, less half a pixel', () => {
    const region = fc.uint8Array({ min: 0, max: 1, minLength: 77, maxLength: 77 });
    fc.assert(
      fc.property(region, (drawn) => {
        const inside = new Uint8Array(drawn);
        const distance = signedDistance(inside, SIZE);
        inside.forEach((_, at) => expect(distance[at]).toBeCloseTo(slow(inside, at), 4));
      }),
      runs(15),
    );
  });

  it('has no boundary where there is only one side', () => {
    expect(signedDistance(new Uint8Array(77), SIZE)[0]).toBe(-18);
    expect(signedDistance(new Uint8Array(77).fill(1), SIZE)[0]).toBe(18);
  });
});
