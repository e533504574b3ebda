import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Arguments, type Engine, type OperationName, type Result } from '@chemigram/engine';
import { compare, coverage, parseMask, toGrey } from '@chemigram/mask';
import type { Mask, Raster } from '@chemigram/mask';
import { makeScene, truthMask, writeDng } from '@chemigram/scene';
import { openStore } from '@chemigram/workspace';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { measureDrawn } from '../src/photos/masks/measured-opacity.ts';
import { Developer } from '../src/photos/developer.ts';
import { keepOpacity } from '../src/photos/masks/raster-masks.ts';
import { openSession } from '../src/photos/session/session.ts';
import { Studio } from '../src/studio.ts';

const CALL = { signal: new AbortController().signal, progress: () => {} };
const image_id = 'iguana';
/** The project's bars for a traced raster, and for its prediction. */
const BARS = { agreement: 0.98, error: 0.02, predictedError: 0.01 };
/** How far what is told of the agreement may be from it. */
const TOLD = 0.03;
/** Smaller than the photo, one pixel off its aspect by rounding: what a segmentation tool returns. */
const SIZE = { width: 900, height: 601 };
/** The photo's own long side, what an export has: at 1,024 pixels forms stand up to half a pixel aside (see exactStep). */
const FULL = 1536;
const scene = makeScene({ width: 1536, height: 1024 });
const SMOOTH = 'a gradient without the subject';
let folder: string;
let photos: string;
let elsewhere: string;
let engine: Engine;
let env: NodeJS.ProcessEnv;

async function run<K extends OperationName>(name: K, args: Partial<Arguments<K>> | object): Promise<Result<K>> {
  return (await engine.run(name, args, CALL)).result as Result<K>;
}
const raster = (path: string): { kind: 'raster'; path: string } => ({ kind: 'raster', path });
const preview = (mask_spec: object) => run('preview_mask', { image_id, mask_spec, size: 512 });
const refused = (mask_spec: object) => preview(mask_spec).catch((error: unknown) => error);

/** The truth mask of the scene's subject as a grey picture file. */
async function subjectAs(path: string, write: (picture: Sharp) => Sharp, size = SIZE): Promise<string> {
  const grey = Uint8Array.from(truthMask(scene, 'subject', size), (opacity) => Math.round(255 * opacity));
  await write(sharp(grey, { raw: { ...size, channels: 1 } })).toFile(path);
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chemigram-rasters-'));
  [photos, elsewhere] = [join(folder, 'photos'), join(folder, 'elsewhere')];
  await Promise.all([mkdir(photos), mkdir(elsewhere), mkdir(join(folder, 'named'))]);
  env = { ...process.env, CHEMIGRAM_RASTER_FOLDERS: join(folder, 'named') };
  engine = await createEngine({ home: join(folder, 'home'), env, stays: true });
  await writeFile(join(photos, 'iguana.dng'), writeDng(scene, {}));
  await run('ingest', { photo: join(photos, 'iguana.dng'), image_id });
  await subjectAs(join(photos, 'subject.png'), (picture) => picture.png());
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

test('a picture of the subject changes the subject, composed, inverted and with opacity too, without a look at the photo', async () => {
  await run('save_mask', { image_id, name: 'mask_iguana', mask_spec: raster('subject.png') });
  const [kept] = await readdir(join(folder, 'home', image_id, 'rasters'));
  const studio = new Studio(join(folder, 'home'), env);
  try {
    const workspace = await openStore(join(folder, 'home')).open(image_id);
    const developer: Developer = await studio.developer(workspace);
    expect((await openSession(workspace, developer.session.renderer)).folder).toBe(developer.session.folder);
    const { displayed } = await developer.session.geometry();
    const subject = raster(`rasters/${kept!}`);
    const circle = { dt_form: 'circle', dt_params: { center_x: 0.5, center_y: 0.5, radius: 0.2 } };
    const slope = { dt_form: 'gradient', dt_params: { anchor_x: 0.5, anchor_y: 0.5, rotation: 0, compression: 1 } };
    const cases: Record<string, object> = {
      subject,
      'all but the subject': { ...subject, invert: true },
      'the subject at 60 %': { ...subject, opacity: 0.6 },
      'the subject without a circle': { kind: 'compose', operation: 'subtract', operands: [subject, circle] },
      [SMOOTH]: { kind: 'compose', operation: 'subtract', operands: [slope, subject] },
    };
    const masks = Object.values(cases).map((spec): Mask => parseMask(spec, displayed).mask);
    const results = await measureDrawn(developer, masks, await developer.develop({ moves: [] }), FULL);
    for (const [i, name] of Object.keys(cases).entries()) {
      const { agreement, error, predictedError, placed } = results[i]!;
      expect(placed.strategy, name).toMatch(/traced outlines|external raster/);
      expect(agreement, name).toBeGreaterThanOrEqual(BARS.agreement);
      expect(error, name).toBeLessThanOrEqual(BARS.error);
      expect(predictedError, name).toBeLessThanOrEqual(BARS.predictedError);
    }
    // darktable's own gradient with the outlines, not the gradient in steps.
    expect(results.at(-1)!.error).toBeLessThanOrEqual(0.004);
    // Not only true to what was read from the file, but to the scene itself.
    const { measured } = results[0]!;
    const truth: Raster = {
      width: measured.width,
      height: measured.height,
      data: truthMask(scene, 'subject', measured),
    };
    expect(compare(measured, truth).iou).toBeGreaterThanOrEqual(BARS.agreement);
  } finally {
    await studio.close();
  }
});

test('what is a thousandth of the picture covers its pixels, not those beside them', async () => {
  const studio = new Studio(join(folder, 'home'), env);
  try {
    const workspace = await openStore(join(folder, 'home')).open(image_id);
    const developer = await studio.developer(workspace);
    const { displayed } = await developer.session.geometry();
    const sun: Raster = { ...displayed, data: truthMask(scene, 'sun', displayed) };
    expect(coverage(toGrey(sun))).toBeLessThan(0.002);
    const { mask } = parseMask(raster(await keepOpacity(sun, workspace.dir)), displayed);
    const [measured] = await measureDrawn(developer, [mask], await developer.develop({ moves: [] }), FULL);
    expect(measured!.agreement).toBeGreaterThanOrEqual(BARS.agreement);
    expect(Math.abs(measured!.agreement - measured!.placed.agreement)).toBeLessThan(TOLD);
  } finally {
    await studio.close();
  }
});

test('a picture that is no raw is measured as unchanged beside the mask, whatever fine detail it has', async () => {
  const size = { width: 1536, height: 1024 };
  // Every second pixel is bright: what is scaled down otherwise differs all over.
  const checks = Uint8Array.from({ length: 3 * size.width * size.height }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % size.width, Math.floor(i / (3 * size.width))];
    return (x * 7 + y * 13) % 3 === 0 ? 150 : 60;
  });
  const photo = join(photos, 'checks.png');
  await sharp(checks, { raw: { ...size, channels: 3 } }).toFile(photo);
  const { image_id } = await run('ingest', { photo });
  const { mask, measured } = await run('apply_primitive', {
    image_id,
    primitive_name: 'exposure',
    value: 0.5,
    mask_spec: raster('subject.png'),
    verify: true,
  });
  expect(measured!.verdict).toBe('clean');
  expect(measured!.outside.changed_fraction).toBeLessThan(0.001);
  expect(mask!.measured!.error).toBeLessThanOrEqual(BARS.error);
});

test('PNG, TIFF and JPEG of 8 and 16 bits say the same', async () => {
  const { coverage } = await preview(raster('subject.png'));
  expect(coverage).toBeGreaterThan(0.02);
  const files = [
    await subjectAs(join(photos, 'deep.png'), (picture) => picture.toColourspace('grey16').png()),
    await subjectAs(join(photos, 'subject.tif'), (picture) =>
      picture.toColourspace('b-w').tiff({ compression: 'lzw' }),
    ),
    await subjectAs(join(photos, 'subject.jpg'), (picture) => picture.toColourspace('srgb').jpeg({ quality: 95 })),
    await subjectAs(join(folder, 'named', 'large.png'), (picture) => picture.png(), { width: 1536, height: 1024 }),
  ];
  for (const file of files) expect((await preview(raster(file))).coverage, file).toBeCloseTo(coverage, 2);
});

test('the edit keeps its mask when the file is gone, in a crop too, and its spec can be given again', async () => {
  const file = await subjectAs(join(photos, 'gone.png'), (picture) => picture.png());
  const edit = await run('apply_primitive', {
    image_id,
    primitive_name: 'exposure',
    value: 1,
    mask_spec: raster(file),
  });
  await rm(file);
  await run('apply_primitive', {
    image_id,
    primitive_name: 'crop',
    values: { left: 0.1, top: 0.1, right: 0.9, bottom: 0.8 },
  });
  const { moves } = await run('get_state', { image_id });
  const { spec } = moves.find(({ move_id }) => move_id === edit.move_id)!.mask!;
  expect(spec['path']).toMatch(/^rasters\/[0-9a-f]{16}\.png$/);
  await run('adjust_move', { image_id, move_id: edit.move_id, value: 2 });
  const { inside, verdict } = await run('measure_edit', { image_id, ref_a: 'HEAD~1', ref_b: 'HEAD' });
  expect(verdict).toBe('clean');
  expect(inside.changed_fraction).toBeGreaterThan(0.5);
  await run('undo', { image_id });
  await run('undo', { image_id });
  const again = await run('adjust_move', { image_id, move_id: edit.move_id, mask_spec: { ...spec, invert: true } });
  expect(again.mask!.coverage).toBeCloseTo(1 - edit.mask!.coverage, 2);
});

test('what lies outside the allowed folders is refused, through links and upwards, there or not', async () => {
  await subjectAs(join(elsewhere, 'secret.png'), (picture) => picture.png());
  await symlink(join(elsewhere, 'secret.png'), join(photos, 'link.png'));
  await symlink(elsewhere, join(photos, 'folder'));
  const paths = [
    join(elsewhere, 'secret.png'),
    join(elsewhere, 'absent.png'),
    'link.png',
    'folder/secret.png',
    '../elsewhere/secret.png',
    '/etc/passwd',
  ];
  for (const path of paths) {
    const error = await refused({
      kind: 'compose',
      operation: 'union',
      operands: [raster('subject.png'), raster(path)],
    });
    expect(error, path).toMatchObject({ code: 'forbidden_path', field: 'mask_spec.operands[1].path' });
    expect(error, path).toHaveProperty('hint', expect.stringContaining(photos));
  }
});

test('a raster that is missing, no picture, or of another aspect is refused by its field', async () => {
  await subjectAs(join(photos, 'square.png'), (picture) => picture.png(), { width: 600, height: 600 });
  await writeFile(join(photos, 'notes.png'), 'no picture');
  await writeFile(join(photos, 'drawing.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="150" height="100"/>');
  await writeFile(join(photos, 'half.png'), (await sharp(join(photos, 'subject.png')).toBuffer()).subarray(0, 2000));
  const field = 'mask_spec.path';
  expect(await refused(raster('absent.png'))).toMatchObject({ code: 'not_found', field });
  for (const path of ['notes.png', 'drawing.svg', 'half.png']) {
    expect(await refused(raster(path)), path).toMatchObject({ code: 'invalid_input', field });
  }
  const error = await refused(raster('square.png'));
  expect(error).toMatchObject({ code: 'invalid_input', field });
  expect(String(error)).toMatch(/600 x 600.*1536 x 1024/);
});
