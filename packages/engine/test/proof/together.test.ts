import { parseMask } from '@chemigram/mask';
import type { FloatPicture } from '@chemigram/renderer';
import type { Move } from '@chemigram/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baselineUpTo } from '../../src/develop/baseline.ts';
import { developSidecar } from '../../src/develop/development.ts';
import type { Developer } from '../../src/photos/developer.ts';
import { Darkroom } from '../helpers/photos.ts';
import { inverted } from './cases.ts';

const SIZE = 768;
const DISPLAYED = { width: 1536, height: 1024 };
/** Two renders of one pipe differ by rounding, 2.4e-4 of the darkest pixels; a mask that reached there shows 1. */
const SAME = 1e-3;

const LEFT = { dt_form: 'ellipse', dt_params: { center_x: 0.25, center_y: 0.5, radius_x: 0.12, radius_y: 0.2 } };
const RIGHT = { dt_form: 'rectangle', dt_params: { x0: 0.6, y0: 0.3, x1: 0.9, y1: 0.7 } };

let count = 0;
const move = (primitive: string, value: number, spec: unknown): Move => ({
  move_id: `m${++count}`,
  primitive,
  values: { value },
  mask: parseMask(spec, DISPLAYED).mask,
  label: null,
  at: '2026-01-01T00:00:00.000Z',
  by: 'test',
});

let darkroom: Darkroom;
let developer: Developer;
let plain: FloatPicture;
beforeAll(async () => {
  darkroom = await Darkroom.open();
  developer = await darkroom.developer(await darkroom.photo('dng'));
  plain = await linear([]);
});
afterAll(() => darkroom.close());

/** The photo with these moves in linear light, nothing non-linear after them. */
async function linear(moves: Move[]): Promise<FloatPicture> {
  const { layers } = await developer.develop({ moves });
  const upTo = baselineUpTo((await developer.session.baseline()).sidecar, 'scene');
  return developer.session.linear(developSidecar(upTo, layers), SIZE);
}

/** Largest relative change of light per half of the picture: of its left, of its right. */
function changes(a: FloatPicture, b: FloatPicture): { left: number; right: number } {
  const most = { left: 0, right: 0 };
  for (let i = 0; i < a.width * a.height; i++) {
    const half = i % a.width < a.width / 2 ? 'left' : 'right';
    for (let c = 0; c < 3; c++) {
      const before = a.data[3 * i + c]!;
      if (before < 1e-3) continue;
      most[half] = Math.max(most[half], Math.abs(b.data[3 * i + c]! / before - 1));
    }
  }
  return most;
}

describe('two masked edits leave each other alone', () => {
  it.each([
    ['of the same module', 'exposure', 1, 'exposure', -1],
    ['of different modules', 'exposure', 1, 'warmth', 80],
    ['of three modules in one', 'shadows', 60, 'saturation', 80],
  ] as const)('%s', async (_name, first, firstValue, second, secondValue) => {
    const [a, b] = [move(first, firstValue, LEFT), move(second, secondValue, RIGHT)];
    const [onlyA, onlyB, both] = [await linear([a]), await linear([b]), await linear([a, b])];
    // Each does something, in its own half and nowhere else.
    expect(changes(plain, onlyA).left).toBeGreaterThan(0.05);
    expect(changes(plain, onlyA).right).toBeLessThan(SAME);
    expect(changes(plain, onlyB).right).toBeGreaterThan(0.05);
    expect(changes(plain, onlyB).left).toBeLessThan(SAME);
    // Together each half is what it was with its own edit alone.
    expect(changes(onlyA, both).left).toBeLessThan(SAME);
    expect(changes(onlyB, both).right).toBeLessThan(SAME);
  });

  it('a mask of another photo never appears, nor one of a move that is gone', async () => {
    const [a, b] = [move('exposure', 1, LEFT), move('exposure', 1, RIGHT)];
    const elsewhere = await darkroom.developer(await darkroom.photo('png'));
    await elsewhere.develop({ moves: [b] });
    await developer.develop({ moves: [a, b] });
    const { xmp } = await developer.develop({ moves: [a] });
    expect(xmp.match(/darktable:mask_id=/g)).toHaveLength(2);
  });
});

describe('complementary edits change every pixel exactly once', () => {
  it.each([
    ['by invert', inverted(LEFT)],
    [
      'by the full band inverted beside the form',
      { ...LEFT, range_filter: { kind: 'luminance', min: 0, max: 1, invert: true } },
    ],
  ])('%s', async (_name, rest) => {
    const lifted = await linear([move('exposure', 1, LEFT), move('exposure', 1, rest)]);
    let worst = 0;
    let feathered = 0;
    for (let i = 0; i < plain.data.length; i++) {
      if (plain.data[i]! < 1e-3) continue;
      const gain = lifted.data[i]! / plain.data[i]!;
      // (1 + o)(1 + 1 - o) is 2 where o is 0 or 1, and 2.25 at most in the feather of two stops through one edge.
      worst = Math.max(worst, gain - 2.25, 2 - gain);
      if (gain > 2.001) feathered++;
    }
    expect(worst).toBeLessThan(0.01);
    expect(feathered / plain.data.length).toBeLessThan(0.1);
  });
});
