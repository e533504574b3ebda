/** A photo that is turned by quarters and mirrored, as somebody sees it who edits it. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  appendHistory,
  BLEND_CST,
  BLEND_VERSION,
  blendDefaults,
  decodeBlob,
  encodeBlob,
  finalItems,
  moduleCodec,
  parseSidecar,
  serialiseSidecar,
  writeBlend,
} from '@chemigram/darktable';
import { makeScene, truthMask, writeDng, writePng } from '@chemigram/scene';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { engineOfTest } from './helpers/engine-of-test.ts';
import { casesOf } from './helpers/whole-proof.ts';

const { folder, run } = await engineOfTest('turns');

const SIZE = { width: 480, height: 320 };
const scene = makeScene(SIZE);
const RIGHT = { primitive_name: 'quarter_turn', value: 1 };
const OVER = { primitive_name: 'quarter_turn', value: 2 };
const MIRROR = { primitive_name: 'mirror', values: { horizontal: 1 } };
const face = {
  dt_form: 'ellipse',
  dt_params: { center_x: 0.41, center_y: 0.38, radius_x: 0.08, radius_y: 0.11 },
};

/** A raw that lies on its side, as cameras write it that were held upright. */
async function taken(image_id: string, orientation: 1 | 6 = 6): Promise<string> {
  const photo = join(folder, `${image_id}.dng`);
  writeFileSync(photo, writeDng(scene, { orientation, noise: false }));
  await run('ingest', { photo, image_id });
  return photo;
}

const sizeOf = async (image_id: string): Promise<number[]> => {
  const [{ width, height }, shown] = [await run('get_state', { image_id }), await run('render_preview', { image_id })];
  expect([shown.width, shown.height]).toEqual([width, height]);
  return [width, height];
};

/** The mean of what two pictures of one size differ by, of 255. */
async function apart(a: string | Buffer, b: string | Buffer): Promise<number> {
  const [one, other] = await Promise.all([a, b].map((path) => sharp(path).removeAlpha().raw().toBuffer()));
  expect(one!.length).toBe(other!.length);
  return one!.reduce((sum, value, i) => sum + Math.abs(value - other![i]!), 0) / one!.length;
}

test('turned there and back by moves, it is framed as it was: what was pointed at before is there still', async () => {
  const image_id = 'back';
  await taken(image_id);
  const { coords } = await run('render_preview', { image_id });
  const mask_spec = { dt_form: 'circle', dt_params: { center_x: 99, center_y: 99, radius: 20 }, coords };
  await run('apply_primitive', { image_id, primitive_name: 'exposure', value: 0.5, mask_spec });
  const [before] = (await run('get_state', { image_id })).moves;
  for (const turns of [
    [RIGHT, { ...RIGHT, value: -1 }],
    [MIRROR, RIGHT, MIRROR, RIGHT],
  ]) {
    for (const turn of turns) await run('apply_primitive', { image_id, ...turn });
    expect((await run('render_preview', { image_id })).coords).toEqual(coords);
    await run('preview_mask', { image_id, mask_spec });
    expect((await run('get_state', { image_id })).moves[0]).toEqual(before);
  }
}, 60_000);

test('its width and height change places in all answers and in the export; undo and redo go back and forth', async () => {
  const image_id = 'sizes';
  await taken(image_id);
  const { coords } = await run('render_preview', { image_id });
  await run('apply_primitive', { image_id, ...RIGHT });
  expect(await sizeOf(image_id)).toEqual([480, 320]);
  const out = join(folder, 'sizes.jpg');
  await run('export_final', { image_id, out });
  const { width, height, orientation = 1 } = await sharp(out).metadata();
  // 4.2 cuts a pixel off where the first corner is not that of the sensor, be it turned by the camera or by us.
  expect(Math.abs(width! - 480) + Math.abs(height! - 320)).toBeLessThanOrEqual(2);
  expect(orientation).toBe(1);
  const mask_spec = { dt_form: 'circle', dt_params: { center_x: 99, center_y: 99, radius: 20 }, coords };
  await expect(run('preview_mask', { image_id, mask_spec })).rejects.toMatchObject({ field: 'mask_spec.coords.frame' });
  await run('undo', { image_id });
  expect(await sizeOf(image_id)).toEqual([320, 480]);
  await run('preview_mask', { image_id, mask_spec });
  await run('redo', { image_id });
  expect(await sizeOf(image_id)).toEqual([480, 320]);
  // Once more adds up, and an adjusted turn is the turn that it says.
  await run('apply_primitive', { image_id, ...RIGHT });
  expect(await sizeOf(image_id)).toEqual([320, 480]);
  await run('adjust_move', { image_id, move_id: 'm01', value: 2 });
  expect(await sizeOf(image_id)).toEqual([480, 320]);
}, 60_000);

test('edits of every kind made before stay on the same things, and can be adjusted there', async () => {
  const image_id = 'things';
  const photo = await taken(image_id, 1);
  const subject = Uint8Array.from(truthMask(scene, 'subject', SIZE), (opacity) => Math.round(255 * opacity));
  await sharp(subject, { raw: { ...SIZE, channels: 1 } })
    .png()
    .toFile(join(folder, 'subject.png'));
  expect(photo).toContain(folder);
  const edits: object[] = [
    { mask_spec: face },
    { mask_spec: { ...face, snap: true } },
    { mask_spec: { kind: 'named', name: 'mask_sky' } },
    { mask_spec: { kind: 'raster', path: 'subject.png' } },
    {
      mask_spec: {
        dt_form: 'gradient',
        dt_params: { anchor_x: 0.5, anchor_y: 0.45, rotation: 0, compression: 0.1 },
        range_filter: { kind: 'luminance', min: 0.3, max: 1 },
      },
    },
  ];
  for (const edit of edits) await run('apply_primitive', { image_id, primitive_name: 'exposure', value: 0.3, ...edit });
  const spots = [{ kind: 'fill', x: 0.2, y: 0.8, radius: 0.06 }];
  await run('apply_spot', { image_id, spots });
  const before = await run('render_preview', { image_id });
  await run('apply_primitive', { image_id, ...RIGHT });
  await run('apply_primitive', { image_id, ...MIRROR });
  const after = await run('render_preview', { image_id });
  const turned = await sharp(await sharp(before.path).rotate(90).toBuffer())
    .flop()
    .toBuffer();
  // What a pixel aside makes of the scene's finest grain is 5, and of what is turned otherwise 40.
  expect(await apart(after.path, turned)).toBeLessThan(10);
  // Each alone: those behind it look for what they mean anew.
  for (const i of casesOf([1], [0, 2, 3, 4])) {
    await run('checkout', { image_id, ref: 'original' });
    await run('apply_primitive', { image_id, primitive_name: 'exposure', value: 0.3, ...edits[i] });
    await run('apply_primitive', { image_id, ...RIGHT });
    await run('apply_primitive', { image_id, ...MIRROR });
    await run('adjust_move', { image_id, move_id: 'm01', value: 1.3 });
    const { verdict, inside } = await run('measure_edit', { image_id });
    expect([verdict, inside.mean_change_ev! > 0.3], JSON.stringify(edits[i])).toEqual(['clean', true]);
  }
  await run('checkout', { image_id, ref: 'original' });
  await run('apply_spot', { image_id, spots });
  await run('apply_primitive', { image_id, ...RIGHT });
  await run('adjust_move', { image_id, move_id: 'm01', value: 0 });
  expect(await run('measure_edit', { image_id })).toMatchObject({ verdict: 'clean' });
}, 120_000);

test('what is pointed at, found and detected on the turned picture is meant on it', async () => {
  const image_id = 'anew';
  await taken(image_id, 6);
  await run('apply_primitive', { image_id, ...OVER });
  await run('apply_primitive', { image_id, ...MIRROR });
  const { regions } = await run('detect', { image_id, kind: 'subjects' });
  for (const mask_spec of [face, { kind: 'detected', id: regions[0]!.detected_id }]) {
    const edit = { image_id, primitive_name: 'exposure', value: 1, mask_spec, verify: true };
    const { measured } = await run('apply_primitive', edit);
    expect(measured).toMatchObject({ verdict: 'clean' });
  }
}, 60_000);

test('an exported sidecar beside another copy of the photo shows the same, and is turned on from there', async () => {
  const image_id = 'first';
  const photo = await taken(image_id);
  await run('apply_primitive', { image_id, primitive_name: 'crop', values: { left: 0.2, bottom: 0.7 } });
  await run('apply_primitive', { image_id, ...RIGHT });
  await run('apply_primitive', { image_id, primitive_name: 'straighten', value: 3 });
  const copies = join(folder, 'copies');
  mkdirSync(copies);
  copyFileSync(photo, join(copies, 'second.dng'));
  await run('export_xmp', { image_id, out: join(copies, 'second.dng.xmp') });
  const second = { image_id: 'second' };
  expect(await run('ingest', { photo: join(copies, 'second.dng'), ...second })).toMatchObject({ baseline: 'sidecar' });
  const before = await run('render_preview', { image_id });
  expect(await apart((await run('render_preview', second)).path, before.path)).toBeLessThan(0.2);
  await run('apply_primitive', { ...second, ...OVER });
  const turned = await sharp(before.path).rotate(180).toBuffer();
  expect(await apart((await run('render_preview', second)).path, turned)).toBeLessThan(10);
}, 60_000);

test('a JPEG that lies on its side is turned as it is seen, and carries its turn to a raw that lies otherwise', async () => {
  const photo = join(folder, 'boat.jpg');
  const picture = sharp(await writePng(scene)).withMetadata({ orientation: 8 });
  writeFileSync(photo, await picture.jpeg({ quality: 95 }).toBuffer());
  const image_id = 'boat';
  await run('ingest', { photo, image_id });
  const before = await run('render_preview', { image_id });
  await run('apply_primitive', { image_id, ...RIGHT });
  const turned = await sharp(before.path).rotate(90).toBuffer();
  expect(await apart((await run('render_preview', { image_id })).path, turned)).toBeLessThan(10);
  await taken('raw', 6);
  const raw = await run('render_preview', { image_id: 'raw' });
  await run('propagate_state', { source: image_id, targets: ['raw'], include: ['frame'] });
  const there = await sharp(raw.path).rotate(90).toBuffer();
  expect(await apart((await run('render_preview', { image_id: 'raw' })).path, there)).toBeLessThan(10);
}, 60_000);

test("a sidecar's module that would lie as before is refused by name, and nothing changes", async () => {
  const image_id = 'own';
  await taken(image_id, 1);
  const out = join(folder, 'clipped.dng.xmp');
  await run('export_xmp', { image_id, out });
  // Crop and rotate as it was before 3.8: all of the picture, and the corners of a perspective that is not used.
  const params = new Uint8Array(84);
  params.set(new Uint8Array(Float32Array.of(0, 0, 0, 1, 1, 0, 0, 0.2, 0.2, 0.8, 0.2, 0.8, 0.8, 0.2, 0.8).buffer));
  params.set(new Uint8Array(Int32Array.of(0, 0, 0, 1, -1, -1).buffer), 60);
  const item = {
    operation: 'clipping',
    enabled: true,
    modversion: 5,
    params: encodeBlob(params),
    multiName: '',
    multiNameHandEdited: false,
    multiPriority: 0,
    blendopVersion: BLEND_VERSION,
    blendopParams: encodeBlob(writeBlend(blendDefaults(BLEND_CST.RGB_SCENE))),
    extra: {},
  };
  writeFileSync(out, serialiseSidecar(appendHistory(parseSidecar(readFileSync(out, 'utf8')), [item])));
  copyFileSync(join(folder, 'own.dng'), join(folder, 'clipped.dng'));
  await run('ingest', { photo: join(folder, 'clipped.dng'), image_id: 'clipped' });
  await expect(run('apply_primitive', { image_id: 'clipped', ...RIGHT })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('clipping'),
    hint: expect.stringContaining('orientation'),
  });
  expect((await run('get_state', { image_id: 'clipped' })).moves).toEqual([]);
  await run('apply_primitive', { image_id: 'clipped', primitive_name: 'crop', values: { left: 0.2 } });
});

test("the orientation in a photographer's own sidecar is what is turned", async () => {
  const image_id = 'upright';
  await taken(image_id, 6);
  const out = join(folder, 'flipped.dng.xmp');
  await run('apply_primitive', { image_id, ...MIRROR });
  await run('export_xmp', { image_id, out });
  copyFileSync(join(folder, 'upright.dng'), join(folder, 'flipped.dng'));
  await run('ingest', { photo: join(folder, 'flipped.dng'), image_id: 'flipped' });
  await run('apply_primitive', { image_id: 'flipped', ...MIRROR });
  const exported = join(folder, 'back.xmp');
  await run('export_xmp', { image_id: 'flipped', out: exported });
  const flip = finalItems(parseSidecar(readFileSync(exported, 'utf8'))).find(({ operation }) => operation === 'flip')!;
  // As the camera held it: a quarter clockwise.
  expect(moduleCodec('flip', 2).read(decodeBlob(flip.params))).toEqual({ orientation: 5 });
});
