import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Arguments, type Engine, type OperationName, type Result } from '@chemigram/engine';
import { makeScene, writePng } from '@chemigram/scene';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';

const CALL = { signal: new AbortController().signal, progress: () => {} };
const image_id = 'boat';
const ellipse = {
  dt_form: 'ellipse',
  dt_params: { center_x: 0.5, center_y: 0.5, radius_x: 0.2, radius_y: 0.2, rotation: 0, border: 0.05 },
};
const faint = { ...ellipse, opacity: 0.3 };
let folder: string;
let engine: Engine;

async function run<K extends OperationName>(name: K, args: Partial<Arguments<K>> | object): Promise<Result<K>> {
  return (await engine.run(name, args, CALL)).result as Result<K>;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chemigram-faint-'));
  engine = await createEngine({ home: join(folder, 'home'), stays: true });
  await writeFile(join(folder, 'boat.png'), await writePng(makeScene({ width: 600, height: 400 })));
  await run('ingest', { photo: join(folder, 'boat.png'), image_id });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

/** The outline that render_preview draws of a mask, as a picture of its own. */
async function outlined(outline_mask: object): Promise<Buffer> {
  const { path } = await run('render_preview', { image_id, size: 600, outline_mask });
  return sharp(path).raw().toBuffer();
}

test('a faint mask has the box and the outline of the same mask at full opacity, wherever it is shown', async () => {
  const shown = await run('preview_mask', { image_id, mask_spec: ellipse });
  expect(shown.bbox).not.toBeNull();
  expect((await run('preview_mask', { image_id, mask_spec: faint })).bbox).toEqual(shown.bbox);
  await run('save_mask', { image_id, name: 'a_breath', mask_spec: faint });
  expect((await run('show_mask', { image_id, name: 'a_breath' })).bbox).toEqual(shown.bbox);
  expect((await outlined(faint)).equals(await outlined(ellipse))).toBe(true);
});

test('what a faint mask may mean is as faint, boxed and likened by what it selects', async () => {
  const [weak, strong] = [
    await run('suggest_masks', { image_id, mask_spec: faint }),
    await run('suggest_masks', { image_id, mask_spec: ellipse }),
  ];
  const told = ({ candidates }: typeof weak) =>
    candidates.map(({ what, bbox, likeness }) => ({ what, bbox, likeness: likeness.toFixed(2) }));
  expect(told(weak)).toEqual(told(strong));
  weak.candidates.forEach(({ coverage }, i) => expect(coverage).toBeCloseTo(0.3 * strong.candidates[i]!.coverage, 3));
});

test('a mask by colours on what was made grey says so, and in which order it would work', async () => {
  const mask_spec = { kind: 'compose', operation: 'union', operands: [{ kind: 'named', name: 'mask_blues' }] };
  expect((await run('preview_mask', { image_id, mask_spec })).warnings.join()).not.toMatch(/grey/);
  await run('apply_primitive', { image_id, primitive_name: 'black_and_white' });
  expect((await run('preview_mask', { image_id, mask_spec })).warnings).toContainEqual(
    expect.stringMatching(/goes by colours, and the picture has none any more.*edit by colour first/),
  );
  const none = { range_filter: { kind: 'luminance', min: 1, max: 1, feather: 0 } };
  expect((await run('preview_mask', { image_id, mask_spec: none })).warnings).toContainEqual(
    expect.stringMatching(/nowhere stronger.*Check its numbers/),
  );
  await run('undo', { image_id });
});

test('a spot that is too small is refused with the radius that is large enough, as it is said', async () => {
  const spots = (radius: number) => ({ image_id, spots: [{ kind: 'heal', x: 0.5, y: 0.5, radius }] });
  await expect(run('apply_spot', spots(0.003))).rejects.toMatchObject({
    code: 'out_of_range',
    hint: 'That is 0.0038 of the shorter side, or more.',
  });
  expect((await run('apply_spot', spots(0.0038))).move_id).toBe('m01');
  await run('undo', { image_id });
});
