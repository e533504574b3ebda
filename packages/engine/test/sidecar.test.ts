import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BLEND_CST,
  emptySidecar,
  extractXmpFromJpeg,
  MASK_MODE,
  masksInForce,
  MEMBER_VISIBLE,
  parseSidecar,
  readBlend,
  decodeBlob,
  readForm,
  serialiseSidecar,
  uniformBlend,
  withDrawnMask,
} from '@chemigram/darktable';
import type { Sidecar } from '@chemigram/darktable';
import type { NamedForm } from '../src/develop/development.ts';
import { baselineFromExport } from '../src/develop/baseline.ts';
import { developSidecar } from '../src/develop/development.ts';
import { exposureLayer } from '../src/geometry/probe.ts';
import { createEngine, type Arguments, type Engine, type OperationName, type Result } from '@chemigram/engine';
import { openRenderer, readEmbeddedXmp, readPfm } from '@chemigram/renderer';
import type { FloatPicture, Renderer } from '@chemigram/renderer';
import { makeScene, writeDng } from '@chemigram/scene';
import { afterAll, beforeAll, expect, test } from 'vitest';

const CALL = { signal: new AbortController().signal, progress: () => {} };
const image_id = 'iguana';
/** The photographer's own mask: an ellipse in the upper left, one stop darker. */
const CENTER = [0.25, 0.3] as const;
const OWN_EV = -1;
const OWN_FORMS: NamedForm[] = [
  {
    id: 1_700_000_001,
    name: 'my ellipse',
    form: { kind: 'ellipse', center: CENTER, radius: [0.15, 0.15], rotation: 0, border: 0.02, proportional: false },
  },
  {
    id: 1_700_000_002,
    name: 'my group',
    form: { kind: 'group', members: [{ formId: 1_700_000_001, parentId: 1_700_000_002, state: 3, opacity: 1 }] },
  },
];
/** Far from the ellipse, so that each edit has pixels of its own. */
const OURS = [
  {
    primitive_name: 'exposure',
    value: 1,
    label: 'lift the rock',
    mask_spec: { dt_form: 'rectangle', dt_params: { x0: 0.6, y0: 0.6, x1: 0.9, y1: 0.9 } },
  },
  {
    primitive_name: 'exposure',
    value: 0.5,
    label: 'two spots',
    mask_spec: {
      kind: 'compose',
      operation: 'union',
      operands: [
        { dt_form: 'circle', dt_params: { center_x: 0.7, center_y: 0.25, radius: 0.08 } },
        { dt_form: 'circle', dt_params: { center_x: 0.2, center_y: 0.8, radius: 0.08 } },
      ],
    },
  },
];

let folder: string;
let engine: Engine;
let renderer: Renderer;
let photo: string;
let sidecar: string;
let ingested: Result<'ingest'>;
let exported: string;

async function run<K extends OperationName>(name: K, args: Partial<Arguments<K>> | object): Promise<Result<K>> {
  return (await engine.run(name, args, CALL)).result as Result<K>;
}

async function linear(xmp: string): Promise<FloatPicture> {
  const out = join(folder, 'linear.pfm');
  const report = await renderer.render({ source: photo, xmp, box: 768, format: 'pfm', profile: 'linear' }, out);
  expect(report.trouble).toEqual([]);
  return readPfm(await readFile(out));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chemigram-sidecar-'));
  await mkdir(join(folder, 'photos'));
  photo = join(folder, 'photos', 'iguana.dng');
  await writeFile(photo, writeDng(makeScene({ width: 768, height: 512 }), {}));
  renderer = await openRenderer({ folder: join(folder, 'darktable') });
  const defaults = join(folder, 'defaults.jpg');
  const { modules } = await renderer.render(
    { source: photo, xmp: null, box: 256, format: 'jpeg', profile: 'srgb', quality: 90 },
    defaults,
  );
  const own = exposureLayer(
    { exposure: OWN_EV },
    withDrawnMask(uniformBlend(BLEND_CST.RGB_SCENE), OWN_FORMS[1]!.id),
    OWN_FORMS,
  );
  sidecar = developSidecar(baselineFromExport(extractXmpFromJpeg(await readFile(defaults)), modules), [
    { ...own, name: 'my darker corner' },
  ]);
  await writeFile(`${photo}.xmp`, sidecar);
  engine = await createEngine({ home: join(folder, 'home') });
  ingested = await run('ingest', { photo, image_id });
  for (const edit of OURS) await run('apply_primitive', { image_id, ...edit });
  exported = join(folder, 'edit.xmp');
  await run('export_xmp', { image_id, out: exported });
});
afterAll(async () => {
  await engine.close();
  await renderer.close();
  await rm(folder, { recursive: true, force: true });
});

test("the photographer's sidecar is the baseline and stays as it is beside the raw", async () => {
  expect(ingested.baseline).toBe('sidecar');
  expect(await readFile(`${photo}.xmp`, 'utf8')).toBe(sidecar);
});

test('its items and forms stand unchanged in what is exported, and our edits come after them', async () => {
  const before = parseSidecar(sidecar);
  const after = parseSidecar(await readFile(exported, 'utf8'));
  expect(after.history.slice(0, before.history.length)).toEqual(before.history);
  const ours = after.history.slice(before.history.length).filter(({ operation }) => operation !== 'mask_manager');
  expect(ours.map(({ operation, multiName }) => [operation, multiName])).toEqual(
    OURS.map(({ label }) => ['exposure', label]),
  );
  expect(after.historyEnd).toBe(after.history.length);
  // Only the entry that a form hangs at may be another: darktable reads the forms of the newest one.
  const bare = (forms: ReturnType<typeof masksInForce>) => forms.map((form) => ({ ...form, maskNum: 0 }));
  expect(bare(masksInForce(after)).slice(0, OWN_FORMS.length)).toEqual(bare(masksInForce(before)));
});

test("the photographer's mask still works under our edits, pixel by pixel", async () => {
  const before = parseSidecar(sidecar);
  const without = {
    ...before,
    history: before.history.map((item) => (item.multiName === 'my darker corner' ? { ...item, enabled: false } : item)),
  };
  const [plain, own, all] = [
    await linear(serialiseSidecar(without)),
    await linear(sidecar),
    await linear(await readFile(exported, 'utf8')),
  ];
  const green = (picture: FloatPicture, x: number, y: number): number =>
    picture.data[3 * (Math.floor(y * picture.height) * picture.width + Math.floor(x * picture.width)) + 1]!;
  // One stop less of scene light; how much of it the tone mapper leaves differs: filmic 0.65, sigmoid 0.81.
  expect(green(own, ...CENTER)).toBeLessThan(0.85 * green(plain, ...CENTER));
  expect(green(own, 0.75, 0.75)).toBeCloseTo(green(plain, 0.75, 0.75), 4);
  expect(green(all, ...CENTER)).toBeCloseTo(green(own, ...CENTER), 4);
  expect(green(all, 0.75, 0.75)).toBeGreaterThan(1.2 * green(own, 0.75, 0.75));
  expect(green(all, 0.45, 0.5)).toBeCloseTo(green(own, 0.45, 0.5), 4);
});

test('darktable alone makes the same pixels of the exported file, and embeds every module and named mask of ours', async () => {
  const jpeg = { format: 'jpeg', profile: 'srgb', quality: 95 } as const;
  const [mine, theirs] = [join(folder, 'mine.png'), join(folder, 'theirs.png')];
  await run('export_final', { image_id, out: mine, size: 512 });
  const order = {
    source: photo,
    xmp: await readFile(exported, 'utf8'),
    box: 512,
    bits: 16,
    highQuality: true,
  } as const;
  await renderer.render({ ...order, format: 'png', profile: 'srgb' }, theirs);
  const { default: sharp } = await import('sharp');
  const [a, b] = await Promise.all([mine, theirs].map((path) => sharp(path).raw({ depth: 'ushort' }).toBuffer()));
  expect(a!.equals(b!)).toBe(true);

  const out = join(folder, 'theirs.jpg');
  const report = await renderer.render({ ...order, ...jpeg }, out);
  expect(report.trouble).toEqual([]);
  const embedded = parseSidecar(extractXmpFromJpeg(await readFile(out))!);
  const forms = new Map(masksInForce(embedded).map((form) => [form.maskId, form]));
  const names = ['my darker corner', ...OURS.map(({ label }) => label)];
  for (const name of names) {
    const item = embedded.history.find(({ multiName }) => multiName === name);
    expect(item, name).toMatchObject({ operation: 'exposure', enabled: true });
    const { maskId } = readBlend(item!.blendopVersion, decodeBlob(item!.blendopParams));
    const group = forms.get(maskId);
    expect(group?.maskName, name).toBe(name === 'my darker corner' ? 'my group' : name);
    const members = membersOf(maskId);
    expect(members.length, name).toBeGreaterThan(0);
    for (const member of members) expect(member, name).toMatch(/\S/);
  }

  function membersOf(id: number): string[] {
    const item = forms.get(id);
    expect(item).toBeDefined();
    const form = readForm(item!);
    if (form.kind !== 'group') return [item!.maskName];
    return form.members.flatMap(({ formId }) => membersOf(formId));
  }
});

test('what darktable writes back of it is the same edit: grouped, named and shown alike, and the same pixels when it is opened again', async () => {
  const given = await readFile(exported, 'utf8');
  const out = join(folder, 'rewritten.tif');
  const order = { source: photo, box: 256, format: 'tiff', profile: 'srgb', bits: 8, compress: false } as const;
  expect(await renderer.render({ ...order, xmp: given }, out)).toMatchObject({ trouble: [], proved: true });
  const first = await readFile(out);
  const rewritten = (await readEmbeddedXmp(out, 'tiff'))!;
  const [before, after] = [parseSidecar(given), parseSidecar(rewritten)];
  // Groups with their members in order, each with its state (shown, used, how it is joined) and its opacity.
  const formsOf = (s: Sidecar) => masksInForce(s).map((form) => [form.maskId, form.maskName, readForm(form)]);
  expect(formsOf(after)).toEqual(formsOf(before));
  // Every mask that an edit names is a group of forms that are all there, which is what the window lets one edit.
  const forms = new Map(masksInForce(after).map((form) => [form.maskId, readForm(form)]));
  for (const { label } of OURS) {
    const item = after.history.find(({ multiName }) => multiName === label)!;
    const { maskId, maskMode } = readBlend(item.blendopVersion, decodeBlob(item.blendopParams));
    expect(maskMode & MASK_MODE.DRAWN, label).toBe(MASK_MODE.DRAWN);
    const group = forms.get(maskId);
    expect(group?.kind, label).toBe('group');
    if (group?.kind !== 'group') continue;
    for (const member of group.members) {
      expect(forms.has(member.formId), label).toBe(true);
      expect(member.parentId, label).toBe(maskId);
      expect(member.state & MEMBER_VISIBLE, label).toBe(MEMBER_VISIBLE);
    }
  }
  expect(await renderer.render({ ...order, xmp: serialiseSidecar(after) }, out)).toMatchObject({ trouble: [] });
  const { default: sharp } = await import('sharp');
  const [a, b] = await Promise.all([sharp(first).raw().toBuffer(), sharp(out).raw().toBuffer()]);
  expect(a.equals(b)).toBe(true);
});

test('a sidecar of a newer darktable is refused with the module and the version that it needs, and nothing is taken in', async () => {
  const newer = join(folder, 'photos', 'newer.dng');
  await writeFile(newer, await readFile(photo));
  const s = parseSidecar(sidecar);
  const history = s.history.map((item) => (item.multiName === 'my darker corner' ? { ...item, modversion: 99 } : item));
  await writeFile(`${newer}.xmp`, serialiseSidecar({ ...s, history }));
  await expect(run('ingest', { photo: newer, image_id: 'newer' })).rejects.toMatchObject({
    code: 'unsupported_by_darktable',
    field: 'photo',
    message: expect.stringMatching(/newer\.dng\.xmp .*exposure 1 "my darker corner" has parameters of version 99/),
    hint: expect.stringContaining('CHEMIGRAM_DARKTABLE'),
  });
  expect((await run('list_photos', {})).photos.map((known) => known.image_id)).not.toContain('newer');
});

test('a sidecar without edits is left aside, and that is said', async () => {
  const bare = join(folder, 'photos', 'bare.dng');
  await writeFile(bare, await readFile(photo));
  await writeFile(`${bare}.xmp`, serialiseSidecar(emptySidecar()));
  const result = await run('ingest', { photo: bare, image_id: 'bare' });
  expect(result.baseline).toBe('auto');
  expect(result.warnings.join(' ')).toContain('holds no edits');
});
