import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseMask } from '@chemigram/mask';
import type { Mask, Picture } from '@chemigram/mask';
import { defaultPackDirs, loadLooks, loadVocabulary, MOST_STRENGTH, valuesAtStrength } from '@chemigram/vocabulary';
import type { LoadedLook } from '@chemigram/vocabulary';
import type { Move } from '@chemigram/workspace';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Developer } from '../../src/photos/developer.ts';
import { Darkroom } from '../helpers/photos.ts';
import { casesOf } from '../helpers/whole-proof.ts';
import { LOOK_CLAIMS } from './look-claims.ts';
import type { Claim, Measure, Part } from './look-claims.ts';
import { isOf, measured } from './look-measures.ts';

const vocabulary = await loadVocabulary(defaultPackDirs());
const LOOKS = [...(await loadLooks(defaultPackDirs(), vocabulary)).values()];

/** Each look has an upright strip of a picture for itself, so that one render shows twelve of them. */
const STRIP = 24;
const STRIPS = 12;
/** Beside the edges of strips and regions: their feather, and local contrast that reaches over them. */
const MARGIN = 4;
/** For this picture each region that looks name lies at a height of its own, across all strips. */
const BANDS = [...new Set([...JSON.stringify(LOOKS).matchAll(/"name":"(mask_\w+)"/g)].map((match) => match[1]!))];
const BAND = 24;
/** Rows of one hue. */
const HUE_ROWS = 2;
/** Below all of them no look acts. */
const FLOOR = 16;
const SIZE = { width: STRIP * STRIPS, height: BAND * BANDS.length + FLOOR };

/** Mean change in 255 steps that is seen without comparing, and by which a claim has to be true. */
const SEEN = 1;
const TRUE = 0.8;
/** The same where nothing is to change: rounding. */
const STILL = 0.25;

/** How much more a stronger look changes at least; from 1 on black and white is at its end, and only the rest grows. */
const STEPS = [
  { weaker: 0.5, stronger: 1, grows: 1.1 },
  { weaker: 1, stronger: MOST_STRENGTH, grows: 1.01 },
];

const SHEETS = Array.from({ length: Math.ceil(LOOKS.length / STRIPS) }, (_, i) => LOOKS.slice(i * STRIPS, (i + 1) * STRIPS)); // prettier-ignore

const read = (spec: unknown): Mask => parseMask(spec, SIZE).mask;
const rectangle = (x0: number, y0: number, x1: number, y1: number) => ({
  dt_form: 'rectangle',
  dt_params: { x0: x0 / SIZE.width, y0: y0 / SIZE.height, x1: x1 / SIZE.width, y1: y1 / SIZE.height, border: 0.002 },
});
const saved = Object.fromEntries(
  BANDS.map((name, i) => [name, { mask: read(rectangle(0, i * BAND, SIZE.width, (i + 1) * BAND)) }]),
);

let darkroom: Darkroom;
let developer: Developer;
let plain: Picture;
beforeAll(async () => {
  darkroom = await Darkroom.open();
  const path = join(darkroom.folder, 'strips.png');
  await writeFile(
    path,
    await sharp(texture(), { raw: { ...SIZE, channels: 3 } })
      .png()
      .toBuffer(),
  );
  developer = await darkroom.developer(path);
  plain = (await developer.session.picture([], SIZE.width)).picture;
});
afterAll(() => darkroom.close());

/** Rows of every hue in each region and greys between, from dark to bright across each strip, with something fine on it. */
function texture(): Uint8Array {
  const rgb = new Uint8Array(3 * SIZE.width * SIZE.height);
  for (let y = 0; y < SIZE.height; y++) {
    for (let x = 0; x < SIZE.width; x++) {
      const hue = (2 * Math.PI * Math.floor(((y % BAND) - MARGIN) / HUE_ROWS)) / ((BAND - 2 * MARGIN) / HUE_ROWS);
      const colour = 30 + 30 * Math.sin(x / 3);
      const light = 36 + (180 * (x % STRIP)) / STRIP;
      const fine = (x + y) % 2 === 0 ? 7 : -7;
      for (let c = 0; c < 3; c++) {
        const value = light + colour * Math.cos(hue - (2 * Math.PI * c) / 3) + fine;
        rgb[3 * (y * SIZE.width + x) + c] = Math.max(4, Math.min(251, Math.round(value)));
      }
    }
  }
  return rgb;
}

/** The picture with the looks of a sheet at a strength, each in its strip above the floor. */
async function looked(sheet: readonly LoadedLook[], strength: number): Promise<Picture> {
  let count = 0;
  const moves = sheet.flatMap((look, i): Move[] => {
    const strip = rectangle(i * STRIP, 0, (i + 1) * STRIP, SIZE.height - FLOOR);
    return look.moves.map((made) => ({
      move_id: `m${++count}`,
      primitive: made.primitive,
      values: valuesAtStrength(vocabulary.primitive(made.primitive), made, strength),
      mask: read(made.mask_spec === undefined ? strip : { kind: 'compose', operation: 'intersect', operands: [strip, made.mask_spec] }), // prettier-ignore
      group: look.name,
      label: null,
      at: '2026-01-01T00:00:00.000Z',
      by: 'test',
    }));
  });
  const { layers } = await developer.develop({ moves, masks: saved });
  return (await developer.session.picture(layers, SIZE.width)).picture;
}

/** Pixels well inside a strip, in rows that are wanted. */
function pixelsOf(strip: number, row: (y: number) => boolean): number[] {
  const pixels: number[] = [];
  for (let y = 0; y < SIZE.height; y++) {
    if (!row(y)) continue;
    for (let x = strip * STRIP + MARGIN; x < (strip + 1) * STRIP - MARGIN; x++) pixels.push(y * SIZE.width + x);
  }
  return pixels;
}
const above = (y: number): boolean => y < SIZE.height - FLOOR - MARGIN;
const below = (y: number): boolean => y >= SIZE.height - FLOOR + MARGIN;
const within = (band: number, y: number): boolean => y >= band * BAND + MARGIN && y < (band + 1) * BAND - MARGIN;
const beyond = (band: number, y: number): boolean => above(y) && (y < band * BAND - MARGIN || y >= (band + 1) * BAND + MARGIN); // prettier-ignore

/** Mean absolute change of some pixels, in 255 steps. */
function change(a: Picture, b: Picture, pixels: readonly number[]): number {
  let sum = 0;
  for (const i of pixels) for (let c = 0; c < 3; c++) sum += Math.abs(a.rgb[3 * i + c]! - b.rgb[3 * i + c]!);
  return sum / pixels.length / 3;
}

/** The change in the region of a strip that changed most: a look may be about one of them alone. */
const mostChanged = (a: Picture, b: Picture, strip: number): number =>
  Math.max(
    ...BANDS.map((_, band) =>
      change(
        a,
        b,
        pixelsOf(strip, (y) => within(band, y)),
      ),
    ),
  );

/** By how much a claim is true of a strip: what is measured moved so far in the direction that is said. */
function truth(claim: Claim, after: Picture, strip: number): number {
  const [, measure, direction, part, side, mask] = /^(\w+)(?: (up|down))?(?: of (\w+))?(?: (in|beyond) (\w+))?$/.exec(claim)!; // prettier-ignore
  const band = BANDS.indexOf(mask ?? '');
  const row = mask === undefined ? above : (y: number): boolean => (side === 'in' ? within : beyond)(band, y);
  const pixels = pixelsOf(strip, row).filter((i) => part === undefined || isOf(part as Part, plain, i));
  if (pixels.length < 10) throw new RangeError(`"${claim}" is about ${pixels.length} pixels of the strip.`);
  if (measure === 'nothing') return STILL - change(plain, after, pixels);
  const moved = measured(measure as Measure, after, pixels) - measured(measure as Measure, plain, pixels);
  return direction === 'up' ? moved : -moved;
}

it('every look says what it does', () => {
  expect(Object.keys(LOOK_CLAIMS).sort()).toEqual(LOOKS.map(({ name }) => name).sort());
});

describe.each(SHEETS.map((sheet, i) => [i + 1, sheet] as const))('the looks of sheet %i', (_number, sheet) => {
  it('change what they say in the direction that they say, the more the stronger, and nothing outside of their mask', async () => {
    const whole = await looked(sheet, 1);
    for (const [i, { name }] of sheet.entries()) {
      expect.soft(mostChanged(plain, whole, i), name).toBeGreaterThan(SEEN);
      expect.soft(change(plain, whole, pixelsOf(i, below)), `${name} below its mask`).toBeLessThan(STILL);
      for (const claim of LOOK_CLAIMS[name]!) {
        const least = claim.startsWith('nothing') ? 0 : TRUE;
        expect.soft(truth(claim, whole, i), `${name}: ${claim}`).toBeGreaterThan(least);
      }
    }
    for (const { weaker, stronger, grows } of casesOf([], STEPS)) {
      const [less, more] = [await looked(sheet, weaker), await looked(sheet, stronger)];
      for (const [i, { name }] of sheet.entries()) {
        const [a, b] = [mostChanged(plain, less, i), mostChanged(plain, more, i)];
        expect.soft(a, `${name} at ${weaker}`).toBeGreaterThan(SEEN / 3);
        expect.soft(b, `${name} at ${stronger}`).toBeGreaterThan(grows * a);
      }
    }
  });

  it('change nothing at no strength', async () => {
    expect(change(plain, await looked(sheet, 0), [...plain.rgb.keys()].slice(0, SIZE.width * SIZE.height))).toBe(0);
  });
});
