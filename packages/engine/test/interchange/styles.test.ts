/** Styles of darktable, in and out, against what darktable itself does with them. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  BLEND_CST,
  BLEND_VERSION,
  encodeBlob,
  finalItems,
  masksInForce,
  moduleCodec,
  parseSidecar,
  parseStyle,
  serialiseStyle,
  uniformBlend,
  withChannels,
  withDrawnMask,
  writeBlend,
} from '@chemigram/darktable';
import type { BlendParams, HistoryItem, Style } from '@chemigram/darktable';
import { createEngine, type Arguments, type Engine, type OperationName, type Result } from '@chemigram/engine';
import { makeScene, writeDng } from '@chemigram/scene';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { largestDifference, samples, stockStyled } from './stock-darktable.ts';

const CALL = { signal: new AbortController().signal, progress: () => {} };
const BOX = 384;
/** Of 65535, half an 8-bit step: the same linear light, worked on in another sequence. */
const SAME = 128;
const SIDECARS = new URL('../../../../fixtures/sidecars/', import.meta.url);
const image_id = 'iguana';
const WHOLE = uniformBlend(BLEND_CST.RGB_SCENE);

const item = (
  num: number,
  rest: Partial<HistoryItem> & Pick<HistoryItem, 'operation'>,
  blend: BlendParams = WHOLE,
): HistoryItem => ({
  num,
  enabled: true,
  modversion: 6,
  params: encodeBlob(moduleCodec('exposure', 6).write({ exposure: 1.1 })),
  multiName: '',
  multiNameHandEdited: false,
  multiPriority: 0,
  blendopVersion: BLEND_VERSION,
  blendopParams: encodeBlob(writeBlend(blend)),
  extra: {},
  ...rest,
});

const balance = (set: Record<string, number>, instance: number, name: string, blend = WHOLE): HistoryItem =>
  item(
    2 + instance,
    {
      operation: 'colorbalancergb',
      modversion: 5,
      params: encodeBlob(moduleCodec('colorbalancergb', 5).write(set)),
      multiPriority: instance,
      multiName: name,
      multiNameHandEdited: name !== '',
    },
    blend,
  );
/** A module in its own place, and a second one through a mask of the brighter greens. */
const TAKEN: HistoryItem[] = [
  balance({ chroma_global: 0.2 }, 0, ''),
  balance({ hue_angle: 0.6 }, 1, 'turned', withChannels(WHOLE, [{ channel: 2, range: [0.02, 0.08, 1, 1] }])),
];
/** What darktable would put on the whole picture, or what is not of the look. */
const NOT_TAKEN: HistoryItem[] = [
  item(3, { operation: 'crop', modversion: 1, params: encodeBlob(moduleCodec('crop', 1).write({ cx: 0.2 })) }),
  item(4, { operation: 'exposure', multiPriority: 1, multiName: 'face' }, withDrawnMask(WHOLE, 1_700_000_001)),
];
const style = (items: HistoryItem[]): Style => ({ name: 'warm|evening', description: '', iopOrderList: null, items });

let folder: string;
let engine: Engine;
let photo: string;

async function run<K extends OperationName>(name: K, args: Partial<Arguments<K>> | object): Promise<Result<K>> {
  return (await engine.run(name, args, CALL)).result as Result<K>;
}

async function developed(name: string): Promise<Uint16Array> {
  const out = join(folder, name);
  await run('export_final', { image_id, out, size: BOX });
  return samples(out);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chemigram-styles-'));
  photo = join(folder, 'iguana.dng');
  await writeFile(photo, writeDng(makeScene({ width: BOX, height: 256 }), {}));
  engine = await createEngine({ home: join(folder, 'home'), stays: true });
  await run('ingest', { photo, image_id });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

test('an imported style makes the pixels that darktable makes of it, and names what it leaves out', async () => {
  const [file, all] = [join(folder, 'evening.dtstyle'), join(folder, 'all.dtstyle')];
  await writeFile(file, serialiseStyle(style(TAKEN)));
  await writeFile(all, serialiseStyle(style([...TAKEN, ...NOT_TAKEN])));
  const imported = await run('import_style', { image_id, path: all });
  expect(imported).toMatchObject({ format: 'darktable_style', name: 'warm|evening', move_ids: ['m01'] });
  expect(imported.left_out.map(({ setting, why }) => `${setting}: ${why}`)).toEqual([
    expect.stringMatching(/^crop: .*use crop/),
    expect.stringMatching(/^exposure 1 "face": its drawn mask \(form 1700000001\) is not in the file/),
  ]);
  const ours = await developed('style.png');
  const theirs = await stockStyled(photo, file, 'warm|evening', BOX);
  expect(largestDifference(ours, theirs)).toBeLessThanOrEqual(SAME);
  await run('undo', { image_id });
  expect(largestDifference(await developed('plain.png'), theirs)).toBeGreaterThan(10 * SAME);
});

test("a module of a style takes the place of the photo's own, and only its label can be changed", async () => {
  const file = join(folder, 'brighter.dtstyle');
  await writeFile(file, serialiseStyle(style([item(1, { operation: 'exposure' })])));
  await run('import_style', { image_id, path: file, label: 'as at home' });
  const [move_id, out] = ['m01', join(folder, 'brighter.xmp')];
  await run('export_xmp', { image_id, out });
  const exposures = finalItems(parseSidecar(await readFile(out, 'utf8'))).filter((it) => it.operation === 'exposure');
  expect(exposures.map(({ multiPriority, params }) => [multiPriority, params])).toEqual([
    [0, item(1, { operation: 'exposure' }).params],
  ]);
  await run('adjust_move', { image_id, move_id, label: 'brighter' });
  await expect(run('adjust_move', { image_id, move_id, value: 0.5 })).rejects.toMatchObject({ field: 'value' });
  expect((await run('log', { image_id })).snapshots[0]!.message).toMatch(/style "warm\|evening" \(exposure\)/);
  await run('undo', { image_id });
  await run('undo', { image_id });
});

/** With a number that is none at a byte: darktable takes it, and the picture is black. */
function withNoNumber(bytes: Uint8Array, at: number): string {
  new DataView(bytes.buffer, bytes.byteOffset).setFloat32(at, Number.NaN, true);
  return encodeBlob(bytes);
}
const noStrength = withNoNumber(moduleCodec('exposure', 6).write({ exposure: 1.1 }), 8);
const noOpacity = withNoNumber(writeBlend(WHOLE), 16);

test.each([
  ['parameters that were cut short', { params: 'gz04' }, /cannot be decoded/],
  ['parameters that are no hex', { params: 'zz' }, /cannot be decoded/],
  ['blending that is no zlib stream', { blendopParams: 'gz99zzzz' }, /cannot be decoded/],
  ['parameters of another length', { params: '00000000' }, /parameters have 4 bytes, and version 6 has 24/],
  ['a strength that is no number', { params: noStrength }, /its exposure is NaN, which is no number/],
  ['an opacity that is no number', { blendopParams: noOpacity }, /its blending is damaged: .*opacity.*NaN/],
  ['a version below the first', { modversion: -1 }, /version is -1, which no darktable writes/],
  ['a name that no darktable knows', { operation: 'nosuch', multiPriority: 1 }, /no darktable .* has such a module/],
  ['an instance below the first', { multiPriority: -1 }, /instance -1, which no darktable writes/],
  ['a blend version below the first', { blendopVersion: 0 }, /version is 0, which no darktable writes/],
])(
  'of a style a module with %s is left out and told, and the photo is developed with the others',
  async (_, rest, why) => {
    const file = join(folder, 'damaged.dtstyle');
    const damaged = item(1, { operation: 'exposure', ...rest });
    await writeFile(file, serialiseStyle(style([damaged, ...TAKEN])));
    const { taken, left_out } = await run('import_style', { image_id, path: file });
    expect(taken).toEqual([expect.stringContaining('colorbalancergb')]);
    expect(left_out).toEqual([expect.objectContaining({ why: expect.stringMatching(why) })]);
    expect((await run('render_preview', { image_id, size: 128 })).width).toBe(128);
    await run('undo', { image_id });
    await writeFile(file, serialiseStyle(style([damaged])));
    await expect(run('import_style', { image_id, path: file })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'path',
      message: expect.stringMatching(why),
    });
  },
);

test('a preset of an old Lightroom is refused as that, with what to give instead', async () => {
  const path = join(folder, 'evening.lrtemplate');
  await writeFile(path, 's = {\n\tid = "1",\n\tvalue = { settings = { Exposure2012 = 0.5, }, },\n}\n');
  await expect(run('import_style', { image_id, path })).rejects.toMatchObject({
    field: 'path',
    message: expect.stringMatching(/Lightroom from before 7\.3 \(\.lrtemplate\)/),
    hint: expect.stringContaining('.xmp'),
  });
});

test('of a sidecar a module is left out whose drawn mask is damaged: its move would be on the whole picture', async () => {
  const [whole, damaged] = [join(folder, 'drawn.xmp'), join(folder, 'damaged.xmp')];
  const ellipse = { dt_form: 'ellipse', dt_params: { center_x: 0.5, center_y: 0.5, radius_x: 0.2, radius_y: 0.2 } };
  await run('apply_primitive', { image_id, primitive_name: 'contrast', value: 30, mask_spec: ellipse });
  await run('export_xmp', { image_id, out: whole });
  await run('undo', { image_id });
  const text = await readFile(whole, 'utf8');
  await writeFile(damaged, text.replaceAll(/darktable:mask_points="[^"]*"/g, 'darktable:mask_points="00"'));
  expect((await run('import_style', { image_id, path: whole })).left_out).toEqual([]);
  await run('undo', { image_id });
  await expect(run('import_style', { image_id, path: damaged })).rejects.toMatchObject({
    field: 'path',
    message: expect.stringMatching(/its drawn mask \(form \d+\) cannot be decoded/),
  });
});

test('what this darktable cannot read is refused by name, and nothing is written', async () => {
  const file = join(folder, 'newer.dtstyle');
  await writeFile(file, serialiseStyle(style([item(1, { operation: 'exposure', modversion: 99 })])));
  await expect(run('import_style', { image_id, path: file })).rejects.toMatchObject({
    code: 'unsupported_by_darktable',
    message: expect.stringMatching(/exposure has parameters of version 99/),
  });
  await writeFile(file, serialiseStyle(style(NOT_TAKEN)));
  await expect(run('import_style', { image_id, path: file })).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringMatching(/Nothing of "warm\|evening".*drawn mask/),
  });
  await expect(run('import_style', { image_id, path: file, strength: 0.5 })).rejects.toMatchObject({
    field: 'strength',
    message: expect.stringMatching(/Strength 0\.5 .* byte for byte; only 1 is allowed/),
  });
  await expect(run('import_style', { image_id, path: folder })).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(run('import_style', { image_id, path: join(folder, 'none') })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect((await run('get_state', { image_id })).moves).toEqual([]);
});

test("a sidecar is put on a photo with its drawn masks, the photo's own modules passed over", async () => {
  const [path, out] = [fileURLToPath(new URL('4.2.1-png-masks.xmp', SIDECARS)), join(folder, 'masks.xmp')];
  const { format, taken } = await run('import_style', { image_id, path });
  expect(format).toBe('darktable_sidecar');
  expect(taken.join()).toMatch(/exposure/);
  await run('export_xmp', { image_id, out });
  const [from, to] = [parseSidecar(await readFile(path, 'utf8')), parseSidecar(await readFile(out, 'utf8'))];
  const shapes = (sidecar: typeof from): string[] =>
    masksInForce(sidecar).map(({ maskId, points }) => `${maskId} ${points}`);
  expect(shapes(to).length).toBeGreaterThan(0);
  expect(shapes(from)).toEqual(expect.arrayContaining(shapes(to)));
  await run('undo', { image_id });
});

test('a preset of Lightroom becomes moves of one group that can be adjusted and go as one', async () => {
  const path = fileURLToPath(new URL('../presets/warm-evening.xmp', SIDECARS));
  const { format, name, move_ids, group_id, left_out } = await run('import_style', { image_id, path, strength: 0.5 });
  expect([format, name]).toEqual(['camera_raw', 'Warm evening']);
  expect(move_ids.length).toBeGreaterThan(10);
  expect(left_out.map(({ setting }) => setting)).toContain('ToneCurvePV2012Blue');
  const { moves } = await run('get_state', { image_id });
  expect(moves[0]).toMatchObject({ primitive: 'exposure', values: { value: 0.175 }, group_id });
  await run('adjust_move', { image_id, move_id: move_ids[0]!, value: 0.3 });
  await run('remove_move', { image_id, move_id: group_id! });
  expect((await run('get_state', { image_id })).moves).toEqual([]);
});

test('an exported style is imported by stock darktable and does there what the moves do', async () => {
  await run('apply_primitive', { image_id, primitive_name: 'exposure', value: 0.6, label: 'evening light' });
  const range_filter = { kind: 'luminance', min: 0.5, max: 1 };
  await run('apply_primitive', { image_id, primitive_name: 'saturation', value: 40, mask_spec: { range_filter } });
  const ours = await developed('moves.png');
  const mask_spec = {
    dt_form: 'ellipse',
    dt_params: { center_x: 0.4, center_y: 0.4, radius_x: 0.1, radius_y: 0.1 },
  };
  await run('apply_primitive', { image_id, primitive_name: 'exposure', value: -1, mask_spec, label: 'darker face' });
  await run('apply_primitive', { image_id, primitive_name: 'quarter_turn', value: 1 });
  const out = join(folder, 'evening light.dtstyle');
  const exported = await run('export_style', { image_id, out, name: 'evening' });
  expect(exported.left_out).toEqual([
    { setting: 'flip', why: 'it frames this picture' },
    { setting: 'exposure 2 "darker face"', why: 'its mask is drawn, and a style of darktable holds no forms' },
  ]);
  const { items } = parseStyle(await readFile(out, 'utf8'));
  expect(items.map(({ multiName }) => multiName)).toEqual(['evening light', expect.stringMatching(/^saturation/)]);
  const theirs = await stockStyled(photo, out, 'evening', BOX);
  expect(largestDifference(ours, theirs)).toBeLessThanOrEqual(SAME);
});

test('of a style with a module many times its number is told, and that pictures will take long', async () => {
  const file = join(folder, 'many.dtstyle');
  const many = Array.from({ length: 60 }, (_, i) =>
    item(i, { operation: 'exposure', multiPriority: i, multiName: `${i}` }),
  );
  await writeFile(file, serialiseStyle(style(many)));
  const { taken, warnings } = await run('import_style', { image_id, path: file });
  expect(taken).toEqual(['style "warm|evening" (exposure x 60)']);
  expect(warnings).toEqual([expect.stringMatching(/^60 modules were taken, .* undo takes them back\.$/)]);
  await run('undo', { image_id });
});
