import { describe, expect, it } from 'vitest';
import { makeScene, type Orientation, type Scene, truthMask } from '../src/index.ts';

/** A scene whose sky mask is the given letters: X is 255. */
function withSky(rows: readonly string[]): Scene {
  const width = rows[0]!.length;
  const scene = makeScene({ width: 32, height: 32 });
  const sky = Uint8Array.from(rows.join(''), (c) => (c === 'X' ? 255 : 0));
  return { ...scene, width, height: rows.length, masks: { ...scene.masks, sky } };
}

function draw(mask: Float32Array, width: number): string[] {
  const letters = Array.from(mask, (v) => (v > 0.5 ? 'X' : '.'));
  return Array.from({ length: mask.length / width }, (_, y) => letters.slice(y * width, (y + 1) * width).join(''));
}

const share = (m: Float32Array): number => m.reduce((s, v) => s + v, 0) / m.length;

describe('truthMask', () => {
  const flag = withSky(['XX..', 'X...']);

  // What EXIF 2.3 says of where row 0 and column 0 are shown.
  const shown: Record<Orientation, string[]> = {
    1: ['XX..', 'X...'],
    2: ['..XX', '...X'],
    3: ['...X', '..XX'],
    4: ['X...', 'XX..'],
    5: ['XX', 'X.', '..', '..'],
    6: ['XX', '.X', '..', '..'],
    7: ['..', '..', '.X', 'XX'],
    8: ['..', '..', 'X.', 'XX'],
  };
  it.each(Object.keys(shown).map(Number) as Orientation[])('shows orientation %s as EXIF says', (orientation) => {
    const [width, height] = orientation >= 5 ? [2, 4] : [4, 2];
    expect(draw(truthMask(flag, 'sky', { width, height, orientation }), width)).toEqual(shown[orientation]);
  });

  it('is the mean of the area that a pixel stands for', () => {
    expect(Array.from(truthMask(flag, 'sky', { width: 2, height: 1 }))).toEqual([0.75, 0]);
    const [first, second] = truthMask(withSky(['XX.']), 'sky', { width: 2, height: 1 });
    expect(first).toBeCloseTo(1, 6);
    expect(second).toBeCloseTo(1 / 3, 6);
  });

  it('keeps the covered share of the picture', () => {
    const scene = makeScene({ width: 300, height: 200 });
    const full = share(truthMask(scene, 'sea', { width: 300, height: 200 }));
    expect(share(truthMask(scene, 'sea', { width: 77, height: 51 }))).toBeCloseTo(full, 5);
  });

  it('refuses a size of zero', () => {
    expect(() => truthMask(flag, 'sky', { width: 0, height: 2 })).toThrow(RangeError);
  });
});
