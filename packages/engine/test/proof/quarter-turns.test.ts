import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FloatPicture } from '@chemigram/renderer';
import { makeScene, writeDng, writePng } from '@chemigram/scene';
import type { Orientation } from '@chemigram/scene';
import type { Move } from '@chemigram/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baselineUpTo } from '../../src/develop/baseline.ts';
import { developSidecar } from '../../src/develop/development.ts';
import type { Developer } from '../../src/photos/developer.ts';
import { Darkroom } from '../helpers/photos.ts';
import { casesOf } from '../helpers/whole-proof.ts';
import { CROP, move } from './framings.ts';

/*
 * A picture that is turned by quarters or mirrored shows what it showed before, elsewhere: however the photo lies on the
 * sensor, and whatever frames it before and after.
 */

const SIZE = { width: 600, height: 400 };
/** What a picture a pixel aside differs by; turned otherwise, or cropped otherwise by a tenth, it is 0.5 and more. */
const A_PIXEL_ASIDE = 0.2;

/** Which pixel of a picture is shown at a place of the turned one. */
type Source = (x: number, y: number, width: number, height: number) => [number, number];
/** One way of turning a picture, and what of the picture before it shows. */
interface Turning {
  readonly by: Move;
  readonly shows: Source;
}

const RIGHT: Turning = { by: move('quarter_turn', { value: 1 }), shows: (x, y, _, h) => [y, h - 1 - x] };
const LEFT: Turning = { by: move('quarter_turn', { value: -1 }), shows: (x, y, w) => [w - 1 - y, x] };
const OVER: Turning = { by: move('quarter_turn', { value: 2 }), shows: (x, y, w, h) => [w - 1 - x, h - 1 - y] };
const SIDEWARD: Turning = {
  by: move('mirror', { horizontal: 1, vertical: 0 }),
  shows: (x, y, w) => [w - 1 - x, y],
};
const UPWARD: Turning = { by: move('mirror', { horizontal: 0, vertical: 1 }), shows: (x, y, _, h) => [x, h - 1 - y] };

const crop = (left: number, top: number, right: number, bottom: number): Move =>
  move('crop', { left, top, right, bottom });
const straighten = (value: number): Move => move('straighten', { value });
const perspective = (vertical: number, horizontal: number): Move => move('perspective', { vertical, horizontal });

type Case = readonly [name: string, moves: readonly Move[], turned: Turning, like: readonly Move[]];
const turnedAfter = (framing: string, before: readonly Move[]): Case[] =>
  [RIGHT, LEFT, OVER, SIDEWARD, UPWARD].map((turn) => [
    `${said(turn.by)} ${framing}`,
    [...before, turn.by],
    turn,
    before,
  ]);
const said = ({ primitive, values }: Move): string => `${primitive} ${JSON.stringify(values)}`;

/** Moves, and the moves that show the same not turned yet. */
const CASES: readonly Case[] = [
  ...turnedAfter('of the whole picture', []),
  ...turnedAfter('after a crop', [CROP]),
  ...turnedAfter('after straightening and a crop', [straighten(7), CROP]),
  ...turnedAfter('after perspective', [perspective(20, 10)]),
  ['a crop after a turn right', [RIGHT.by, crop(0.1, 0.1, 0.8, 0.8)], RIGHT, [CROP]],
  ['a crop after a turn left', [LEFT.by, crop(0.2, 0.2, 0.9, 0.9)], LEFT, [CROP]],
  ['a crop after mirroring', [SIDEWARD.by, crop(0.2, 0.2, 0.9, 0.9)], SIDEWARD, [CROP]],
  ['straightening after a turn right', [RIGHT.by, straighten(7)], RIGHT, [straighten(7)]],
  ['straightening after a turn left', [LEFT.by, straighten(7)], LEFT, [straighten(7)]],
  ['straightening upside down', [OVER.by, straighten(7)], OVER, [straighten(7)]],
  ['straightening after mirroring', [SIDEWARD.by, straighten(7)], SIDEWARD, [straighten(-7)]],
  ['straightening after mirroring top and bottom', [UPWARD.by, straighten(7)], UPWARD, [straighten(-7)]],
  ['perspective after a turn right', [RIGHT.by, perspective(20, -10)], RIGHT, [perspective(10, 20)]],
  ['perspective after a turn left', [LEFT.by, perspective(-20, 10)], LEFT, [perspective(10, 20)]],
  ['perspective upside down', [OVER.by, perspective(-10, -20)], OVER, [perspective(10, 20)]],
  ['perspective after mirroring', [SIDEWARD.by, perspective(10, -20)], SIDEWARD, [perspective(10, 20)]],
  [
    'a turn right amid others',
    [straighten(-5), CROP, RIGHT.by, straighten(3)],
    RIGHT,
    [straighten(-5), CROP, straighten(3)],
  ],
  ['two turns right', [CROP, RIGHT.by, RIGHT.by], OVER, [CROP]],
  ['a turn right, mirrored', [RIGHT.by, SIDEWARD.by, LEFT.by], UPWARD, []],
];

/** One that turns and mirrors already; the others where all is proved. */
const PHOTOS = casesOf<readonly ['png' | 'dng', Orientation]>(
  [['dng', 5]],
  [['png', 1], ...([1, 2, 3, 4, 6, 7, 8] as const).map((orientation) => ['dng', orientation] as const)],
);

let darkroom: Darkroom;
beforeAll(async () => {
  darkroom = await Darkroom.open();
});
afterAll(() => darkroom.close());

describe.each(PHOTOS)('a %s of EXIF orientation %i', (kind, orientation) => {
  let developer: Developer;
  beforeAll(async () => {
    const path = join(darkroom.folder, `turned-${orientation}.${kind}`);
    const scene = makeScene(SIZE);
    await writeFile(path, kind === 'png' ? await writePng(scene) : writeDng(scene, { orientation, noise: false }));
    developer = await darkroom.developer(path);
  });

  it.each(CASES)('shows, by %s, the same picture turned', async (_name, moves, { shows }, like) => {
    const [turned, before] = [await shown(developer, moves), await shown(developer, like)];
    expect(difference(turned, before, shows)).toBeLessThan(A_PIXEL_ASIDE);
  });

  it('is what it was, to the byte, once it is turned back', async () => {
    const moves = [straighten(3), RIGHT.by, SIDEWARD.by, UPWARD.by, RIGHT.by];
    const [there, here] = [await developer.develop({ moves }), await developer.develop({ moves: [straighten(3)] })];
    expect(await developer.session.xmpOf(there.layers)).toBe(await developer.session.xmpOf(here.layers));
  });
});

async function shown(developer: Developer, moves: readonly Move[]): Promise<FloatPicture> {
  const { layers, displayed } = await developer.develop({ moves: [...moves] });
  const baseline = baselineUpTo((await developer.session.baseline()).sidecar, 'scene');
  const picture = await developer.session.linear(developSidecar(baseline, layers), SIZE.width);
  expect(displayed.width > displayed.height).toBe(picture.width > picture.height);
  return picture;
}

/** By how much two pictures differ, in the light of one; a side may be a pixel longer. */
function difference(picture: FloatPicture, like: FloatPicture, source: Source): number {
  const { width, height } = like;
  const within = (place: number, count: number): number => Math.min(Math.max(place, 0), count - 1);
  let [apart, light] = [0, 0];
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      const [sx, sy] = source(x, y, width, height);
      const [at, from] = [y * picture.width + x, within(sy, height) * width + within(sx, width)];
      for (let c = 0; c < 3; c++) {
        apart += Math.abs(picture.data[3 * at + c]! - like.data[3 * from + c]!);
        light += like.data[3 * from + c]!;
      }
    }
  }
  return apart / light;
}
