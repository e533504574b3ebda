import { BLEND_CST } from '@chemigram/darktable';
import { parseMask } from '@chemigram/mask';
import type { FloatPicture } from '@chemigram/renderer';
import type { Move } from '@chemigram/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baselineUpTo } from '../../src/develop/baseline.ts';
import { developSidecar } from '../../src/develop/development.ts';
import type { Developer } from '../../src/photos/developer.ts';
import { Darkroom } from '../helpers/photos.ts';
import { countOf } from '../helpers/whole-proof.ts';
import { recipeOf } from '../helpers/recipe-of.ts';
import { inverted } from './cases.ts';
import { CROP } from './framings.ts';

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
async function linear(moves: Move[], on: Developer = developer): Promise<FloatPicture> {
  const { layers } = await on.develop({ moves });
  const upTo = baselineUpTo((await on.session.baseline()).sidecar, 'scene');
  return on.session.linear(developSidecar(upTo, layers), SIZE);
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

/** A grid of four by three regions well apart, each of another kind of mask than its neighbours. */
const CELLS = Array.from({ length: 12 }, (_, i) => {
  const [x, y] = [0.125 + 0.25 * (i % 4), 1 / 6 + Math.floor(i / 4) / 3];
  const [x0, y0, x1, y1] = [x - 0.07, y - 0.1, x + 0.07, y + 0.1];
  const kinds = [
    { dt_form: 'ellipse', dt_params: { center_x: x, center_y: y, radius_x: 0.07, radius_y: 0.1, border: 0.02 } },
    { dt_form: 'rectangle', dt_params: { x0, y0, x1, y1, border: 0.02 } },
    { dt_form: 'path', dt_params: { vertices: [[x, y0], [x1, y1], [x0, y1]], border: 0.02 } }, // prettier-ignore
    {
      kind: 'compose',
      operation: 'subtract',
      operands: [
        { dt_form: 'rectangle', dt_params: { x0, y0, x1, y1, border: 0.02 } },
        { dt_form: 'circle', dt_params: { center_x: x, center_y: y, radius: 0.04, border: 0.01 } },
      ],
    },
  ];
  return kinds[(i + Math.floor(i / 4)) % 4];
});
/** Twelve edits of seven of darktable's modules, and how much of its own change each may take from its neighbours' edits. */
const POINTWISE = 0.01;
/** A module that looks around sees them: local contrast across the whole picture. */
const LOOKS_AROUND = 0.1;
const TWELVE = [
  ['exposure', 1, POINTWISE],
  ['contrast', 60, POINTWISE],
  ['warmth', 80, POINTWISE],
  ['saturation', 70, POINTWISE],
  ['sharpen', 100, POINTWISE],
  ['texture', 100, POINTWISE],
  ['clarity', 80, LOOKS_AROUND],
  ['exposure', -1, POINTWISE],
  ['shadows', 70, POINTWISE],
  ['tint', 80, POINTWISE],
  ['vibrance', 90, POINTWISE],
  ['hue', 60, POINTWISE],
] as const;
/** An edit that is there moves some pixel of its region by this much. */
const SEEN = 0.02;

describe('twelve masked edits of seven modules on one photo', () => {
  it('do together what each does alone, and nothing between them', async ({ annotate }) => {
    const small = await darkroom.developer(await darkroom.photo('dng', 1, { width: 768, height: 512 }));
    const before = await linear([], small);
    const moves = TWELVE.map(([primitive, value], i) => move(primitive, value, CELLS[i]));
    const { edits } = await small.develop({ moves });
    expect(edits).toHaveLength(12);
    expect(new Set(edits.map(({ operation }) => operation)).size).toBe(7);
    const all = await linear(moves, small);
    // Together with all the others, and alone: as many as there is time for.
    for (const [i, edit] of [...moves.entries()].slice(-countOf(2, moves.length))) {
      const [primitive, value, share] = TWELVE[i]!;
      const alone = await linear([edit], small);
      const changed = inCells(before, alone);
      const elsewhere = Math.max(...changed.filter((_, at) => at !== i));
      const taken = inCells(alone, all)[i]!;
      await annotate(
        `${primitive} ${value}: alone ${percent(changed[i]!)} here, ${percent(elsewhere)} elsewhere; together off by ${percent(taken)}`,
      );
      expect(changed[i], `${primitive} ${value} is there`).toBeGreaterThan(SEEN);
      expect(elsewhere, `${primitive} ${value} is nowhere else`).toBeLessThan(SAME);
      expect(taken, `${primitive} ${value} is as it was alone`).toBeLessThan(SAME + share * changed[i]!);
    }
  }, 600_000);

  it('one mask of edits in different spaces is one mask', async () => {
    const moves = [move('exposure', 1, LEFT), move('clarity', 50, LEFT), move('warmth', 50, LEFT)];
    const developed = await developer.develop({ moves });
    expect(new Set(developed.moves.map(({ mask }) => mask!.forms)).size, 'drawn and predicted once').toBe(1);
    expect(developed.edits.map(({ blend }) => blend.blendCst)).toEqual([
      BLEND_CST.RGB_SCENE,
      BLEND_CST.LAB,
      BLEND_CST.RGB_SCENE,
    ]);
    expect(new Set(developed.edits.map(({ blend }) => blend.maskId)).size).toBe(1);
  });
});

const percent = (part: number): string => `${(100 * part).toFixed(2)} %`;

/** Largest relative change of light in each cell of the grid. */
function inCells(a: FloatPicture, b: FloatPicture): number[] {
  const most = Array.from({ length: CELLS.length }, () => 0);
  for (let i = 0; i < a.width * a.height; i++) {
    const [x, y] = [(i % a.width) / a.width, Math.floor(i / a.width) / a.height];
    const cell = Math.floor(x * 4) + 4 * Math.floor(y * 3);
    for (let c = 0; c < 3; c++) {
      const before = a.data[3 * i + c]!;
      if (before < 1e-3) continue;
      most[cell] = Math.max(most[cell]!, Math.abs(b.data[3 * i + c]! / before - 1));
    }
  }
  return most;
}

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

describe('the same drawn mask, said again once the picture was cropped', () => {
  it('is another place: the first edit stays on the same things, the second lies where it was said', async () => {
    const again = async (spec: unknown): Promise<FloatPicture> =>
      linear(await recipeOf(developer, [move('exposure', 1, LEFT), CROP, move('exposure', 1, spec)]));
    // What cannot be told from it by eye is another mask, whose forms are its own.
    const beside = { ...LEFT, dt_params: { ...LEFT.dt_params, center_x: LEFT.dt_params.center_x + 1e-5 } };
    const { left, right } = changes(await again(beside), await again(LEFT));
    expect(Math.max(left, right)).toBeLessThan(SAME);
  });
});
