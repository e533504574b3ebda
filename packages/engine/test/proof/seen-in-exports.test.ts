/** A mask that was seen in a preview lies on the same thing in the export, whose pixels stand elsewhere. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '@chemigram/engine';
import type { Engine } from '@chemigram/engine';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { casesOf } from '../helpers/whole-proof.ts';

const CALL = { signal: new AbortController().signal, progress: () => {} };
const SIZE = { width: 2400, height: 1600 };
const PREVIEW = 1024;
/** A ball that is brighter than its ground, and stays below white when it is lifted. */
const BALL = { x: 1000, y: 760, radius: 70 };
const [GROUND, BRIGHT] = [60, 130];
const HALFWAY = (GROUND + BRIGHT) / 2;

interface Greys {
  readonly grey: Uint8Array;
  readonly width: number;
  readonly height: number;
}

let folder: string;
let engine: Engine;
let photos = 0;
const run = async <T>(name: string, args: object): Promise<T> => (await engine.run(name, args, CALL)).result as T;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chemigram-straightened-'));
  engine = await createEngine({ home: join(folder, 'home'), stays: true });
  const { width, height } = SIZE;
  const ground = { create: { width, height, channels: 3 as const, background: { r: GROUND, g: GROUND, b: GROUND } } };
  const ball = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><circle cx="${BALL.x}" cy="${BALL.y}" r="${BALL.radius}" fill="rgb(${BRIGHT},${BRIGHT},${BRIGHT})"/></svg>`;
  await sharp(ground)
    .composite([{ input: Buffer.from(ball) }])
    .png()
    .toFile(join(folder, 'ball.png'));
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

async function greysOf(file: string): Promise<Greys> {
  const { data, info } = await sharp(file).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return { width, height, grey: Uint8Array.from({ length: width * height }, (_, i) => data[i * channels]!) };
}

/** Where the pixels lie that belong to something: their middle, and the radius of a disc of as many, in pixels. */
function discOf({ grey, width }: Greys, belongs: (i: number) => boolean): { x: number; y: number; radius: number } {
  let [count, x, y] = [0, 0, 0];
  for (let i = 0; i < grey.length; i++) {
    if (!belongs(i)) continue;
    count++;
    x += (i % width) + 0.5;
    y += Math.floor(i / width) + 0.5;
  }
  return { x: x / count, y: y / count, radius: Math.sqrt(count / Math.PI) };
}
const ballIn = (greys: Greys): ReturnType<typeof discOf> => discOf(greys, (i) => greys.grey[i]! >= HALFWAY);

it.each(
  casesOf<readonly [string, { value: number } | { values: Record<string, number> }]>(
    [['perspective', { values: { vertical: 25, horizontal: -15 } }]],
    [
      ['straighten', { value: 7 }],
      ['crop', { values: { left: 0.02, top: 0.03, right: 0.9, bottom: 0.97 } }],
    ],
  ),
)(
  'after %s %o, an outline that was snapped to a ball in the preview lies on the ball in the export',
  async (primitive_name, values) => {
    const image_id = `ball-${++photos}`;
    await run('ingest', { photo: join(folder, 'ball.png'), image_id });
    await run('apply_primitive', { image_id, primitive_name, ...values });
    const preview = await run<{ path: string; coords: object }>('render_preview', { image_id, size: PREVIEW });
    const { x, y, radius } = ballIn(await greysOf(preview.path));
    const vertices = Array.from({ length: 10 }, (_, k) => {
      const [reach, angle] = [(k % 2 === 0 ? 1.15 : 1.05) * radius, (k * Math.PI) / 5];
      return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)];
    });
    const exported = async (name: string): Promise<Greys> => {
      const out = join(folder, `${image_id}-${name}.png`);
      await run('export_final', { image_id, out, format: 'png' });
      return greysOf(out);
    };
    const before = await exported('before');
    await run('apply_primitive', {
      image_id,
      primitive_name: 'exposure',
      value: 0.6,
      mask_spec: { dt_form: 'path', dt_params: { vertices, border: 0 }, coords: preview.coords, snap: true },
    });
    const after = await exported('after');
    const change = after.grey.map((value, i) => Math.max(0, value - before.grey[i]!));
    const most = change.reduce((a, b) => Math.max(a, b));
    // Of the darker ground the same light is fewer steps.
    const lifted = discOf(after, (i) => change[i]! >= ((most / 2) * before.grey[i]!) / BRIGHT);
    const ball = ballIn(before);
    const pixel = before.width / PREVIEW;
    expect(Math.hypot(lifted.x - ball.x, lifted.y - ball.y) / pixel).toBeLessThan(0.5);
    expect(Math.abs(lifted.radius - ball.radius) / pixel).toBeLessThan(0.5);
  },
);
