import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Arguments, type Engine, type OperationName, type Result } from '@chemigram/engine';
import { makeScene, writeDng, writePng, type Scene } from '@chemigram/scene';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { casesOf } from '../helpers/whole-proof.ts';

const CALL = { signal: new AbortController().signal, progress: () => {} };
const [WIDTH, HEIGHT] = [384, 256];
/** The light of a lamp, by its parts of red, green and blue in sRGB. */
const LAMP = [1.25, 1, 0.6] as const;
/** The card: its middle and half its side in pixels, and how much of the light it gives back. */
const CARD = { x: 250, y: 90, half: 24, grey: 0.35 };
/** Rows from the bottom up to which a card beside it is black, and up to which it is nearly so. */
const BLACK = 60;
const NEARLY_BLACK = 110;
/** Steps of 255 between the channels of what is grey: rounding, and darktable's own matrices. */
const GREY = 2;

let folder: string;
let engine: Engine;
async function run<K extends OperationName>(name: K, args: Partial<Arguments<K>> | object): Promise<Result<K>> {
  return (await engine.run(name, args, CALL)).result as Result<K>;
}
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chemigram-grey-'));
  engine = await createEngine({ home: join(folder, 'home'), stays: true });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

/** The scene in the light of the lamp, with a grey card in it, and below a black one and one that is nearly so. */
function lamplit(): Scene {
  const scene = makeScene({ width: WIDTH, height: HEIGHT });
  const linear = scene.linear.map((value, i) => {
    const [x, y] = [Math.floor(i / 3) % WIDTH, Math.floor(i / 3 / WIDTH)];
    const beside = Math.abs(x - CARD.x) <= CARD.half;
    const card = beside && Math.abs(y - CARD.y) <= CARD.half ? CARD.grey : value * 0.8;
    const black = y > HEIGHT - BLACK ? 0 : 0.01;
    return (beside && y > HEIGHT - NEARLY_BLACK ? black : card) * LAMP[i % 3]!;
  });
  return { ...scene, linear };
}

/** Mean of the displayed card, in steps of 255. */
async function card(image_id: string): Promise<number[]> {
  const out = join(folder, `${image_id}.out.png`);
  await run('export_final', { image_id, out, format: 'png', overwrite: true });
  const side = CARD.half;
  const pixels = await sharp(out)
    .extract({ left: CARD.x - side / 2, top: CARD.y - side / 2, width: side, height: side })
    .removeAlpha()
    .raw()
    .toBuffer();
  return [0, 1, 2].map((c) => {
    const own = pixels.filter((_, i) => i % 3 === c);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  });
}
const apart = (rgb: readonly number[]): number => Math.max(...rgb) - Math.min(...rgb);

const coords = { width: WIDTH, height: HEIGHT };
const place = { x: CARD.x, y: CARD.y, radius: 16 };

test.each(casesOf<'dng' | 'png'>(['dng'], ['png']))(
  'a grey card in the light of a lamp becomes grey, on a %s',
  async (kind) => {
    const photo = join(folder, `lamp.${kind}`);
    await writeFile(photo, kind === 'png' ? await writePng(lamplit()) : writeDng(lamplit(), { noise: false }));
    await run('ingest', { photo, image_id: kind });
    const first = await run('apply_grey_card', { image_id: kind, place, coords });
    expect(first.cast.red).toBeGreaterThan(1.05);
    expect(first.cast.blue).toBeLessThan(0.9);
    expect(apart(await card(kind))).toBeLessThanOrEqual(GREY);
    // What is neutral already is left as it is.
    const second = await run('apply_grey_card', { image_id: kind, place, coords });
    for (const part of Object.values(second.cast)) expect(part).toBeCloseTo(1, 2);
  },
);

test('a place without a radius is as large in fractions as in pixels, of the whole picture or of a part', async () => {
  const [u, v] = [CARD.x / WIDTH, CARD.y / HEIGHT];
  // The right half of the picture, shown at twice its size.
  const zoomed = { x: 2 * (CARD.x - WIDTH / 2), y: 2 * CARD.y };
  const part = { width: WIDTH, height: 2 * HEIGHT, region: [0.5, 0, 1, 1] };
  const ways = [
    { place: { x: u, y: v, radius: 0.01 } },
    { place: { x: u, y: v } },
    { place: { x: CARD.x, y: CARD.y }, coords },
    { place: zoomed, coords: part },
  ];
  const lights = [];
  for (const way of ways) {
    lights.push((await run('apply_grey_card', { image_id: 'dng', ...way })).values);
    await run('undo', { image_id: 'dng' });
  }
  for (const light of lights) expect(light).toEqual(lights[0]);
});

test('a place that tells nothing of the light is refused, and one outside of the picture', async () => {
  const ask = (at: object) => run('apply_grey_card', { image_id: 'dng', place: at, coords });
  await expect(ask({ x: CARD.x, y: HEIGHT - 20, radius: 8 })).rejects.toMatchObject({
    code: 'out_of_range',
    field: 'place',
  });
  await expect(ask({ x: WIDTH + 40, y: 20, radius: 8 })).rejects.toMatchObject({
    code: 'out_of_range',
    field: 'place',
  });
});

test('of a nearly black place the answer says that a brighter one tells more, of the card it does not', async () => {
  const warningsAt = async (y: number) => {
    const { warnings } = await run('apply_grey_card', { image_id: 'dng', place: { x: CARD.x, y, radius: 8 }, coords });
    await run('undo', { image_id: 'dng' });
    return warnings;
  };
  expect(await warningsAt(CARD.y)).toEqual([]);
  expect(await warningsAt(HEIGHT - (BLACK + NEARLY_BLACK) / 2)).toEqual([expect.stringContaining('nearly black')]);
});
