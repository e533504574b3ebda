import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDng, type Orientation } from '@chemigram/scene';
import type { Move } from '@chemigram/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baselineUpTo } from '../../src/develop/baseline.ts';
import { developSidecar } from '../../src/develop/development.ts';
import { Darkroom } from '../helpers/photos.ts';
import { casesOf } from '../helpers/whole-proof.ts';
import { move } from './framings.ts';

/*
 * Which way a framing goes, by what is seen. The photo is two upright and two level lines, bright on dark, which look the
 * same in every orientation.
 */

const SIZE = { width: 600, height: 400 };
const [DARK, BRIGHT] = [0.02, 0.5];
/** Where the lines are along either side, and half of their breadth. */
const LINES = [1 / 3, 2 / 3];
const HALF = 0.02;
/** Between those two and aside of them: where a line is looked for along its length. */
const [FIRST, LAST] = [0.2, 0.8];

/** A plain raw and one that is turned and mirrored; other proofs have these too. */
const ORIENTATIONS = casesOf<Orientation>([5], [1, 2, 3, 4, 6, 7, 8]);

let darkroom: Darkroom;
beforeAll(async () => {
  darkroom = await Darkroom.open();
});
afterAll(() => darkroom.close());

describe.each(ORIENTATIONS)('on a raw of EXIF orientation %i', (orientation) => {
  it.each([3, -3])('straightening by %i degrees turns clockwise as seen where that is above 0', async (value) => {
    const { level } = await shown(orientation, move('straighten', { value }));
    const fall = (level(LAST)[0] - level(FIRST)[0]) / level.between(FIRST, LAST);
    expect((Math.atan(fall) * 180) / Math.PI).toBeCloseTo(value, 0);
  });

  it('a vertical perspective above 0 widens the top', async () => {
    const { upright } = await shown(orientation, move('perspective', { vertical: 30, horizontal: 0 }));
    expect(apart(upright(FIRST))).toBeGreaterThan(1.05 * apart(upright(LAST)));
  });

  it('a horizontal perspective above 0 heightens the left', async () => {
    const { level } = await shown(orientation, move('perspective', { vertical: 0, horizontal: 30 }));
    expect(apart(level(FIRST))).toBeGreaterThan(1.05 * apart(level(LAST)));
  });
});

const apart = ([first, second]: readonly [number, number]): number => second - first;

/** Where the two lines of a direction stand, in pixels: at a fraction of their length, upright by x and level by y. */
async function shown(orientation: Orientation, framing: Move) {
  const path = join(darkroom.folder, `lines-${orientation}.dng`);
  await writeFile(path, writeDng({ ...darkroom.scene(SIZE), linear: linesOf(SIZE) }, { orientation, noise: false }));
  const developer = await darkroom.developer(path);
  const { layers } = await developer.develop({ moves: [framing] });
  const baseline = baselineUpTo((await developer.session.baseline()).sidecar, 'scene');
  const { width, height, data } = await developer.session.linear(developSidecar(baseline, layers), SIZE.width);
  const green = (x: number, y: number): number => data[3 * (y * width + x) + 1]!;
  const along = (length: number, breadth: number, at: (i: number, along: number) => number) =>
    Object.assign(
      (fraction: number): [number, number] => {
        const place = Math.round(fraction * (length - 1));
        const middle = (from: number, to: number): number => {
          let [sum, moment] = [0, 0];
          for (let i = from; i < to; i++) {
            const light = Math.max(0, at(i, place) - (DARK + BRIGHT) / 4);
            [sum, moment] = [sum + light, moment + light * i];
          }
          return moment / sum;
        };
        const half = Math.round(breadth / 2);
        return [middle(0, half), middle(half, breadth)];
      },
      { between: (from: number, to: number): number => (to - from) * (length - 1) },
    );
  return {
    upright: along(height, width, (x, y) => green(x, y)),
    level: along(width, height, (y, x) => green(x, y)),
  };
}

function linesOf({ width, height }: typeof SIZE): Float32Array {
  const isOn = (place: number): boolean => LINES.some((line) => Math.abs(place - line) < HALF);
  return Float32Array.from({ length: 3 * width * height }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return isOn((pixel % width) / width) || isOn(Math.floor(pixel / width) / height) ? BRIGHT : DARK;
  });
}
