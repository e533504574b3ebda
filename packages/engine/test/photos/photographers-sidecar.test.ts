/** Sidecars as they lie beside photos: by other darktables, by other programs, in the middle of their history. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  appendHistory,
  emptySidecar,
  encodeBlob,
  moduleCodec,
  parseSidecar,
  serialiseSidecar,
} from '@chemigram/darktable';
import type { NewHistoryItem, Sidecar } from '@chemigram/darktable';
import { openRenderer, readEmbeddedXmp } from '@chemigram/renderer';
import { makeScene, writeDng, writePng } from '@chemigram/scene';
import { expect, test } from 'vitest';
import { engineOfTest } from '../helpers/engine-of-test.ts';
import { ownModule } from '../helpers/own-module.ts';
import { samples } from '../interchange/stock-darktable.ts';

const SCENE = makeScene({ width: 384, height: 256 });
/** Of 65535: what another sequence of the same numbers may come to. */
const SAME = 8;
/** Pixels on either side of a mask's edge that may go either way. */
const EDGE = 2;

const { folder, run } = await engineOfTest('photographers-sidecar');
const photos = join(folder, 'photos');
mkdirSync(photos);

const exposure = (stops: number): NewHistoryItem => {
  const { version, write } = moduleCodec('exposure');
  return ownModule('exposure', version, write({ exposure: stops }));
};

/** What darktable itself writes of a photo that it developed by its defaults. */
async function written(photo: string): Promise<Sidecar> {
  const renderer = await openRenderer({ folder: join(folder, 'darktable') });
  try {
    const out = join(folder, 'defaults.tif');
    const order = { source: photo, xmp: null, box: 256, format: 'tiff', profile: 'srgb', bits: 8 } as const;
    await renderer.render(order, out);
    return parseSidecar((await readEmbeddedXmp(out, 'tiff'))!);
  } finally {
    await renderer.close();
  }
}

/** As a program counts that leaves some numbers out. */
const numberedByTwos = (s: Sidecar): Sidecar => ({
  ...s,
  history: s.history.map((item) => ({ ...item, num: 2 * item.num })),
});

test.each<[string, 'png' | 'dng', 'auto' | 'sidecar', (s: Sidecar) => Sidecar]>([
  [
    'has the order of modules of 5.0 for developed pictures',
    'png',
    'sidecar',
    (s) => ({ ...s, iopOrderVersion: 5, iopOrderList: null }),
  ],
  ['was never opened in darktable', 'dng', 'sidecar', (s) => ({ ...s, autoPresetsApplied: false })],
  ['numbers its steps with gaps', 'dng', 'sidecar', numberedByTwos],
  ['has all its steps undone', 'dng', 'auto', (s) => ({ ...s, historyEnd: 0 })],
])(
  'where the sidecar beside a photo %s, an edit changes what it points at and leaves the rest',
  async (name, kind, baseline, change) => {
    const image_id = name.replaceAll(/\W+/g, '-');
    const photo = join(photos, `${image_id}.${kind}`);
    writeFileSync(photo, kind === 'png' ? await writePng(SCENE) : writeDng(SCENE, {}));
    writeFileSync(`${photo}.xmp`, serialiseSidecar(change(appendHistory(await written(photo), [exposure(0.5)]))));
    expect(await run('ingest', { photo, image_id })).toMatchObject({ baseline });
    const picture = async (file: string): Promise<Uint16Array> => {
      const out = join(folder, `${image_id}-${file}.png`);
      await run('export_final', { image_id, out });
      return samples(out);
    };
    const before = await picture('before');
    const [from, to] = [0.6, 0.9];
    const mask_spec = { dt_form: 'rectangle', dt_params: { x0: from, y0: from, x1: to, y1: to, border: 0 } };
    await run('apply_primitive', { image_id, primitive_name: 'exposure', value: -1, mask_spec });
    const after = await picture('after');
    const [inside, outside]: [number[], number[]] = [[], []];
    for (const [i, value] of after.entries()) {
      const pixel = Math.floor(i / 3);
      const [x, y] = [pixel % SCENE.width, Math.floor(pixel / SCENE.width)];
      // How far within the rectangle it is, in pixels.
      const within = Math.min(
        x - from * SCENE.width,
        to * SCENE.width - x,
        y - from * SCENE.height,
        to * SCENE.height - y,
      );
      if (Math.abs(within) > EDGE) (within > 0 ? inside : outside).push(Math.abs(value - before[i]!));
    }
    expect(inside.filter((change) => change > SAME).length / inside.length).toBeGreaterThan(0.99);
    expect(outside.reduce((most, change) => Math.max(most, change))).toBeLessThanOrEqual(SAME);
  },
);

test('what else beside a photo holds an edit of it is named, with how to take it: duplicates, sidecars of Lightroom, a name that is not read', async () => {
  const edit = serialiseSidecar(appendHistory(emptySidecar(), [exposure(0.5)]));
  const preset = readFileSync(new URL('../../../../fixtures/presets/warm-evening.xmp', import.meta.url));
  const beside = async (image_id: string, files: Readonly<Record<string, string | Buffer>>): Promise<string> => {
    const own = join(photos, image_id);
    mkdirSync(own);
    const photo = join(own, 'DSC_1.dng');
    writeFileSync(photo, writeDng(SCENE, {}));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(own, name), text);
    return (await run('ingest', { photo, image_id })).warnings
      .filter((text) => !text.includes('apart from it'))
      .join(' ');
  };
  expect(await beside('duplicates', { 'DSC_1_01.dng.xmp': edit, 'DSC_1_02.dng.xmp': edit })).toMatch(
    /DSC_1_01\.dng\.xmp, DSC_1_02\.dng\.xmp are duplicates .*import_style with .*DSC_1_01\.dng\.xmp/,
  );
  expect(await beside('lightroom', { 'DSC_1.xmp': preset })).toMatch(
    /DSC_1\.xmp holds settings of Lightroom.*import_style/,
  );
  expect(await beside('both-endings', { 'DSC_1.dng.xmp': preset })).toMatch(
    /DSC_1\.dng\.xmp holds settings of Lightroom/,
  );
  expect(await beside('other-name', { 'DSC_1.xmp': edit })).toMatch(/DSC_1\.xmp holds an edit .*DSC_1\.dng\.xmp alone/);
  // Other photos whose names begin alike, and what holds no edit.
  const metadata = '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>';
  expect(await beside('none', { 'DSC_10.xmp': preset, 'DSC_1_01.nef.xmp': edit, 'DSC_1.xmp': metadata })).toBe('');
});

test('a border by the photographer is told of, no part of the picture that is shown, and in what is exported byte for byte', async () => {
  const [image_id, photo] = ['bordered', join(photos, 'bordered.dng')];
  writeFileSync(photo, writeDng(SCENE, {}));
  const params = Buffer.alloc(116);
  for (const [at, value] of Object.entries({ 12: -1, 40: 0.1, 44: 0.5, 68: 0.5 }))
    params.writeFloatLE(value, Number(at));
  const border = { ...exposure(0), operation: 'borders', modversion: 3, params: encodeBlob(params) };
  // The border is not the last step, as it is when one goes on after it.
  const own = appendHistory(await written(photo), [border, exposure(0.5)]);
  writeFileSync(`${photo}.xmp`, serialiseSidecar(own));
  const { width, height, warnings } = await run('ingest', { photo, image_id });
  expect({ width, height }).toEqual({ width: SCENE.width, height: SCENE.height });
  expect(warnings.join(' ')).toMatch(/bordered\.dng\.xmp puts a border .*export_final/);
  const before = await run('render_preview', { image_id });
  const mask_spec = { dt_form: 'circle', dt_params: { center_x: 0.5, center_y: 0.5, radius: 0.2 } };
  await run('apply_primitive', { image_id, primitive_name: 'exposure', value: -1, mask_spec });
  const out = join(folder, 'bordered.xmp');
  await run('export_xmp', { image_id, out });
  const { history } = parseSidecar(readFileSync(out, 'utf8'));
  expect(history.slice(0, own.history.length)).toEqual(own.history);
  expect(history.filter(({ operation }) => operation === 'borders')).toHaveLength(1);
  await run('undo', { image_id });
  expect(readFileSync((await run('render_preview', { image_id })).path)).toEqual(readFileSync(before.path));
});
