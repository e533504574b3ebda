import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseMask } from '@chemigram/mask';
import type { Mask, Picture } from '@chemigram/mask';
import { defaultPackDirs, loadLooks, loadVocabulary, valuesAtStrength } from '@chemigram/vocabulary';
import type { Move } from '@chemigram/workspace';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Developer } from '../../src/photos/developer.ts';
import { Darkroom } from '../helpers/photos.ts';
import { casesOf } from '../helpers/whole-proof.ts';

const vocabulary = await loadVocabulary(defaultPackDirs());
const LOOKS = [...(await loadLooks(defaultPackDirs(), vocabulary)).values()];

/** Each look has an upright strip of one picture for itself, so that one render shows all of them. */
const STRIP = 20;
const SIZE = { width: STRIP * LOOKS.length, height: 240 };
/** Beside a strip's edges: local contrast reaches over them. */
const MARGIN = 6;
/** Mean change in 255 steps that is seen without comparing. */
const SEEN = 1;

/** For this picture each region that looks name lies at a height of its own, across all strips. */
const BANDS = [...new Set([...JSON.stringify(LOOKS).matchAll(/"name":"(mask_\w+)"/g)].map((match) => match[1]!))];
const read = (spec: unknown): Mask => parseMask(spec, SIZE).mask;
const rectangle = (x0: number, y0: number, x1: number, y1: number) => ({
  dt_form: 'rectangle',
  dt_params: { x0, y0, x1, y1, border: 0.002 },
});
const saved = Object.fromEntries(
  BANDS.map((name, i) => [name, { mask: read(rectangle(0, i / BANDS.length, 1, (i + 1) / BANDS.length)) }]),
);

let darkroom: Darkroom;
let developer: Developer;
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
});
afterAll(() => darkroom.close());

/** Blocks of all colours and tones, the same in every strip: fine, coarse and smooth. */
function texture(): Uint8Array {
  const rgb = new Uint8Array(3 * SIZE.width * SIZE.height);
  for (let y = 0; y < SIZE.height; y++) {
    for (let x = 0; x < SIZE.width; x++) {
      const at = x % STRIP;
      for (let c = 0; c < 3; c++) {
        const smooth = 110 + 60 * Math.sin(y / 17 + 2.1 * c);
        const block = ((Math.floor(y / 5) * 7 + Math.floor(at / 6) * 13 + 29 * c) % 5) * 18 - 36;
        const fine = (at + y) % 2 === 0 ? 8 : -8;
        rgb[3 * (y * SIZE.width + x) + c] = Math.max(4, Math.min(251, smooth + block + fine));
      }
    }
  }
  return rgb;
}

/** The picture with every look at a strength, each in its strip. */
async function looked(strength: number): Promise<Picture> {
  let count = 0;
  const moves = LOOKS.flatMap((look, i): Move[] => {
    const strip = rectangle(i / LOOKS.length, 0, (i + 1) / LOOKS.length, 1);
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

/** Mean absolute change in the middle of each strip, in 255 steps. */
function changes(a: Picture, b: Picture): number[] {
  return LOOKS.map((_, i) => {
    let [sum, count] = [0, 0];
    for (let y = 0; y < SIZE.height; y++) {
      for (let x = i * STRIP + MARGIN; x < (i + 1) * STRIP - MARGIN; x++) {
        for (let c = 0; c < 3; c++) sum += Math.abs(a.rgb[3 * (y * SIZE.width + x) + c]! - b.rgb[3 * (y * SIZE.width + x) + c]!); // prettier-ignore
        count += 3;
      }
    }
    return sum / count;
  });
}

it('every look changes what is seen, half of it less, and none of it nothing', async () => {
  const plain = (await developer.session.picture([], SIZE.width)).picture;
  const [none, whole] = [changes(plain, await looked(0)), changes(plain, await looked(1))];
  for (const [i, { name }] of LOOKS.entries()) {
    expect(none[i], name).toBe(0);
    expect(whole[i], name).toBeGreaterThan(SEEN);
  }
  for (const strength of casesOf([], [0.5])) {
    const half = changes(plain, await looked(strength));
    for (const [i, { name }] of LOOKS.entries()) {
      expect(half[i], name).toBeGreaterThan(SEEN / 3);
      expect(whole[i], name).toBeGreaterThan(1.2 * half[i]!);
    }
  }
});
