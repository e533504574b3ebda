/** The installed darktable is asked for what it drops, and what it loaded is held against what was asked. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  appendHistory,
  BLEND_CST,
  BLEND_VERSION,
  emptySidecar,
  encodeBlob,
  insertInstances,
  maskManagerItem,
  moduleCodec,
  orderOf,
  serialiseSidecar,
  setMasks,
  uniformBlend,
  withDrawnMask,
  withOrder,
  writeBlend,
  writeForm,
  type HistoryItem,
  type MaskItem,
} from '@chemigram/darktable';
import { makeScene, writeDng } from '@chemigram/scene';
import { openRenderer } from '../../src/index.ts';
import type { RenderOrder, Renderer } from '../../src/index.ts';
import { jpegOf, realDarktable, script, temporaryFolder } from '../programs.ts';

const folder = temporaryFolder();
const photo = join(folder, 'photo.dng');
const GROUP = 103;
/** Above every version that there is. */
const NEWER = 99;

const FORMS: MaskItem[] = [
  writeForm(
    { kind: 'ellipse', center: [0.25, 0.5], radius: [0.2, 0.2], rotation: 0, border: 0.1, proportional: false },
    { id: 101, name: 'left', num: 0 },
  ),
  writeForm(
    { kind: 'group', members: [{ formId: 101, parentId: GROUP, state: 3, opacity: 1 }] },
    { id: GROUP, name: 'group', num: 0 },
  ),
];

/** One stop through an ellipse, in a second instance of exposure. */
function edit(change: Partial<HistoryItem> = {}, forms = FORMS, placed = true): string {
  const item = {
    operation: 'exposure',
    enabled: true,
    modversion: 6,
    params: encodeBlob(moduleCodec('exposure', 6).write({ exposure: 1 })),
    multiName: 'lift',
    multiPriority: 1,
    blendopVersion: BLEND_VERSION,
    blendopParams: encodeBlob(writeBlend(withDrawnMask(uniformBlend(BLEND_CST.RGB_SCENE), GROUP))),
    extra: {},
    ...change,
  };
  const raw = { ...emptySidecar({ derivedFrom: 'photo.dng' }), iopOrderVersion: 2 };
  const s = setMasks(appendHistory(raw, [maskManagerItem(), item]), 0, forms);
  return serialiseSidecar(
    placed ? withOrder(s, insertInstances(orderOf(s), [{ operation: item.operation, instance: 1 }])) : s,
  );
}

let renderer: Renderer;
/** The same darktable, of whose version nothing is known beforehand: only what it loaded can tell. */
let unknown: Renderer;
let count = 0;
const render = (by: Renderer, xmp: string, change: Partial<RenderOrder> = {}) =>
  by.render({ ...jpegOf(photo, { box: 60 }), xmp, ...change }, join(folder, `out-${++count}`));

beforeAll(async () => {
  writeFileSync(photo, writeDng(makeScene({ width: 240, height: 160 })));
  renderer = await openRenderer({ folder: join(folder, 'workers') });
  const program = script(
    folder,
    'of-another-version',
    `case " $* " in *" --version "*) echo "this is darktable-cli 99.0.0"; exit 0;; esac\nexec "${await realDarktable()}" "$@"`,
  );
  unknown = await openRenderer({
    folder: join(folder, 'workers'),
    env: { ...process.env, CHEMIGRAM_DARKTABLE: program },
  });
});
afterAll(async () => {
  await renderer.close();
  await unknown.close();
});

test.each([
  ['jpeg', {}],
  ['tiff', { bits: 8, compress: false }],
  ['png', { bits: 16 }],
] as const)('a %s carries the history, which is the one that was asked for', async (format, change) => {
  expect(await render(renderer, edit(), { format, ...change })).toMatchObject({ trouble: [], proved: true });
});

test('a float picture carries none, but what it is made of does; a render without a sidecar has nothing to be compared with', async () => {
  const float = { format: 'pfm', profile: 'linear', highQuality: true } as const;
  expect(await render(renderer, edit(), float)).toMatchObject({ way: 'cold', trouble: [], proved: true });
  expect(await renderer.render(jpegOf(photo, { box: 60 }), join(folder, 'plain'))).toMatchObject({ proved: false });
});

/** More outline than a JPEG has room for: 64 kB. */
const LARGE: MaskItem[] = Array.from({ length: 12 }, (_, i) =>
  writeForm(
    {
      kind: 'path',
      nodes: Array.from({ length: 400 }, (_node, k) => {
        const at = (offset: number): [number, number] => {
          const angle = (2 * Math.PI * (k + offset)) / 400;
          return [0.5 + 0.3 * Math.cos(angle) + 1e-4 * i * Math.sin(7 * k), 0.5 + 0.3 * Math.sin(angle)];
        };
        return { corner: at(0), ctrl1: at(-0.3), ctrl2: at(0.3), border: [0.01, 0.01], state: 2 };
      }),
    },
    { id: 1000 + i, name: `outline ${i}`, num: 0 },
  ),
);

test('a history that is too large for a JPEG is not taken for a proof; a TIFF still carries it', async () => {
  const xmp = edit({}, [...LARGE, ...FORMS]);
  expect(await render(renderer, xmp)).toMatchObject({ trouble: [], proved: false });
  expect(await render(renderer, xmp, { format: 'tiff' })).toMatchObject({ trouble: [], proved: true });
});

describe('what surely cannot be read is refused before it is rendered', () => {
  test.each([
    ['a newer module', edit({ modversion: NEWER }), /exposure 1 "lift" has parameters of version 99 .* is needed/],
    ['newer blending', edit({ blendopVersion: NEWER }), /exposure 1 "lift" has blend parameters of version 99/],
    ['a module of no darktable', edit({ operation: 'nosuchmodule', multiPriority: 0 }, FORMS, false), /nosuchmodule/],
    ['parameters cut short', edit({ params: '00' }), /1 bytes of parameters where version 6 has 24/],
    [
      'newer forms',
      edit(
        {},
        FORMS.map((form) => ({ ...form, maskVersion: NEWER })),
      ),
      /the form "left" is of version 99/,
    ],
  ])('%s', async (_name, xmp, message) => {
    await expect(render(renderer, xmp)).rejects.toMatchObject({
      code: 'unsupported_by_darktable',
      message: expect.stringMatching(message),
      field: expect.stringMatching(/^(history|masks)\[\d+\]\./),
      hint: expect.any(String),
    });
  });
});

describe('what was dropped nonetheless shows in what comes back', () => {
  test.each([
    ['a newer module', edit({ modversion: NEWER }), /exposure 1 "lift" (is missing|has parameters of version 99)/],
    ['newer blending', edit({ blendopVersion: NEWER }), /exposure 1 "lift" has blend parameters of version 99/],
    ['an instance without a place in the order', edit({}, FORMS, false), /exposure/],
    [
      'newer forms',
      edit(
        {},
        FORMS.map((form) => ({ ...form, maskVersion: NEWER })),
      ),
      /form "left" .* is missing/,
    ],
  ])('%s', async (_name, xmp, message) => {
    const { trouble } = await render(unknown, xmp);
    expect(trouble.join('\n')).toMatch(message);
  });
});
