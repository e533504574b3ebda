/** Whether places that were read off a picture are taken on the one that is displayed by then. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeScene, writePng } from '@chemigram/scene';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { engineOfTest } from './helpers/engine-of-test.ts';

const { folder, run } = await engineOfTest('places');

let seed = 0;
async function taken(name: string): Promise<string> {
  const photo = join(folder, `${name}.png`);
  writeFileSync(photo, await writePng(makeScene({ width: 480, height: 320, seed: ++seed })));
  return (await run('ingest', { photo })).image_id;
}

/** Of the shape of the picture, so that the shape of a preview does not tell. */
const CROP = { primitive_name: 'crop', values: { left: 0.1, top: 0.1, right: 0.9, bottom: 0.9 } };

test('pixels of a preview are refused once the picture is framed otherwise, and taken where it is framed as then', async () => {
  const image_id = await taken('boat');
  const { coords, width, height } = await run('render_preview', { image_id });
  const dt_params = { center_x: width / 2, center_y: height / 2, radius: 40 };
  const mask_spec = { dt_form: 'circle', dt_params, coords };
  const edit = { image_id, primitive_name: 'exposure', value: 0.5, mask_spec };
  // An edit that moves no pixels leaves places where they are.
  await run('apply_primitive', edit);
  await run('apply_primitive', edit);
  await run('apply_primitive', { image_id, ...CROP });
  const cropped = await run('render_preview', { image_id });
  const field = (at: string) => expect.objectContaining({ code: 'invalid_input', field: at });
  const spot = { x: width / 2, y: height / 2, radius: 9 };
  const { frame: _, ...size } = coords;
  for (const [name, args, at] of [
    ['apply_primitive', edit, 'mask_spec.coords.frame'],
    ['preview_mask', { image_id, mask_spec }, 'mask_spec.coords.frame'],
    ['render_preview', { image_id, outline_mask: mask_spec }, 'outline_mask.coords.frame'],
    ['save_mask', { image_id, name: 'mask_middle', mask_spec }, 'mask_spec.coords.frame'],
    ['apply_spot', { image_id, spots: [{ kind: 'heal', ...spot }], coords }, 'coords.frame'],
    ['apply_grey_card', { image_id, place: spot, coords }, 'coords.frame'],
    ['detect', { image_id, kind: 'subjects', hints: { positive: [[spot.x, spot.y]] }, coords }, 'coords.frame'],
  ] as const) {
    await expect(run(name, args), name).rejects.toEqual(field(at));
  }
  // A picture of an earlier state says how it was framed then; who says nothing is taken at their word.
  expect((await run('render_preview', { image_id, ref: 'HEAD~1' })).coords).toEqual(coords);
  await run('preview_mask', { image_id, mask_spec: { ...mask_spec, coords: size } });
  await run('apply_primitive', { ...edit, mask_spec: { ...mask_spec, coords: cropped.coords } });
  await run('undo', { image_id });
  await run('undo', { image_id });
  await run('apply_primitive', edit);
}, 60_000);

test.each([
  [[0.5, 0.25, 0.9, 0.75], 160],
  [[0.1, 0.2, 0.2, 0.7], 100],
])('the long side of the crop %j is as long as was asked', async (region, size) => {
  const image_id = await taken(`crop-${size}`);
  const { width, height } = await run('render_preview', { image_id, region, size });
  // Its edges lie on whole pixels, outwards.
  expect(Math.max(width, height) - size).toBeGreaterThanOrEqual(0);
  expect(Math.max(width, height) - size).toBeLessThanOrEqual(2);
});

test('a crop of fewer pixels than were asked for is enlarged to them and says so, and its pixels mean the same place', async () => {
  const image_id = await taken('small-crop');
  const shown = await run('render_preview', { image_id, region: [0.5, 0.25, 0.75, 0.5], size: 960, grid: true });
  expect([shown.width, shown.height]).toEqual([960, 640]);
  expect(shown.warnings).toEqual([expect.stringMatching(/has 120 x 80 pixels .* 8.0 times as large/)]);
  const dt_params = { x0: 320, y0: 160, x1: 640, y1: 480, border: 0 };
  const { bbox } = await run('preview_mask', {
    image_id,
    mask_spec: { dt_form: 'rectangle', dt_params, coords: shown.coords },
  });
  for (const [i, edge] of [0.5 + 0.25 / 3, 0.25 + 0.25 / 4, 0.5 + 0.5 / 3, 0.25 + 0.75 / 4].entries()) {
    expect(Math.abs(bbox![i]! - edge), `edge ${i}`).toBeLessThan(1 / 240);
  }
  // One of as many pixels as were asked for is as the photo has it, and so is the whole of a small one.
  expect((await run('render_preview', { image_id, region: [0.5, 0.25, 0.75, 0.5], size: 120 })).warnings).toEqual([]);
  expect(await run('render_preview', { image_id, size: 960 })).toMatchObject({ width: 480, warnings: [] });
});

test.each([
  ['a small photo', { width: 480, height: 320 }],
  ['a photo larger than the picture that masks are placed in', { width: 3600, height: 2400 }],
])('in an enlarged crop of %s the outline of a mask is a thin line along its edge', async (_, of) => {
  const image_id = `grey-${of.width}`;
  const photo = join(folder, `${image_id}.png`);
  await sharp({ create: { ...of, channels: 3, background: 'grey' } })
    .png()
    .toFile(photo);
  await run('ingest', { photo, image_id });
  const times = 16;
  const region = [0.25, 0.25, 0.25 + 60 / of.width, 0.25 + 40 / of.height];
  const { coords } = await run('render_preview', { image_id, region, size: 60 * times });
  const [x, y, radius] = [30.3 * times, 20.2 * times, 9.6 * times];
  const dt_params = { center_x: x, center_y: y, radius, border: 0 };
  const outline_mask = { dt_form: 'circle', dt_params, coords };
  const { path } = await run('render_preview', { image_id, region, size: 60 * times, outline_mask });
  const { data, info } = await sharp(path).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  const ways = new Set<number>();
  for (let i = 0; i < info.width * info.height; i++) {
    if (Math.abs(data[i * info.channels]! - data[0]!) < 60) continue;
    const [across, down] = [(i % info.width) + 0.5 - x, Math.floor(i / info.width) + 0.5 - y];
    // Nearer than the next pixel of the photo.
    expect(Math.abs(Math.hypot(across, down) - radius) / times).toBeLessThan(0.75);
    ways.add(Math.floor((36 * (Math.atan2(down, across) + Math.PI)) / (2 * Math.PI)) % 36);
  }
  expect(ways.size).toBe(36);
});

test('what was pointed at in a preview is done again on a photo that is framed in its own way', async () => {
  const [source, other] = [await taken('ship'), await taken('lugger')];
  await run('apply_primitive', { image_id: other, ...CROP });
  const { coords } = await run('render_preview', { image_id: source });
  const mask_spec = { dt_form: 'circle', dt_params: { center_x: 240, center_y: 160, radius: 40 }, coords };
  await run('apply_primitive', { image_id: source, primitive_name: 'exposure', value: 0.5, mask_spec });
  const { steps } = await run('replay', { image_id: other, source, include: ['drawn_masks'] });
  expect(steps.map(({ outcome, why }) => [outcome, why])).toEqual([['done', null]]);
}, 60_000);
