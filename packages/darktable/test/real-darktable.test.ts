/** What darktable itself makes of our sidecars: the installed version, linear renders, opacity measured per pixel. */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  appendHistory,
  BLEND_CST,
  BLEND_VERSION,
  decodeBlob,
  emptySidecar,
  encodeBlob,
  extractXmpFromJpeg,
  insertInstances,
  invertBlend,
  maskManagerItem,
  MEMBER_STATE,
  MEMBER_VISIBLE,
  moduleCodec,
  orderOf,
  parametricOpacity,
  parseSidecar,
  readForm,
  serialiseSidecar,
  setMasks,
  uniformBlend,
  withChannels,
  withDrawnMask,
  withOrder,
  writeBlend,
  writeForm,
  type BlendParams,
  type NewHistoryItem,
  type Sidecar,
} from '../src/index.ts';
import { exportJpeg, png, render, type Rendered } from './darktable.ts';

const [WIDTH, HEIGHT] = [120, 80];
const { RGB_SCENE } = BLEND_CST;
/** v3.0 for developed pictures: known to every darktable from 3.0 on. */
const V30_JPEG = 3;
const EXPOSURE_VERSION = 6;

/** Many colours and tones, nothing black, nothing that one EV more would clip. */
const PICTURE = png(WIDTH, HEIGHT, (x, y) => [
  40 + ((x * 7 + y * 3) % 160),
  50 + ((x * 5) % 150),
  60 + ((y * 11) % 140),
]);

const exposure = (ev: number, blend: BlendParams, instance = 0): NewHistoryItem => ({
  operation: 'exposure',
  enabled: true,
  modversion: EXPOSURE_VERSION,
  params: encodeBlob(moduleCodec('exposure', EXPOSURE_VERSION).write({ exposure: ev })),
  multiName: '',
  multiPriority: instance,
  blendopVersion: BLEND_VERSION,
  blendopParams: encodeBlob(writeBlend(blend)),
  extra: {},
});

const EMPTY: Sidecar = { ...emptySidecar({ derivedFrom: 'photo.png' }), iopOrderVersion: V30_JPEG };

/** An ellipse on the left half, feathered, and a second one that cuts into it. */
const ELLIPSE = {
  kind: 'ellipse',
  center: [0.25, 0.5],
  radius: [0.2, 0.2],
  rotation: 0,
  border: 0.1,
  proportional: false,
} as const;
const CUT = { ...ELLIPSE, center: [0.25, 0.25] } as const;
const FORMS = [
  writeForm(ELLIPSE, { id: 101, name: 'left', num: 0 }),
  writeForm(CUT, { id: 102, name: 'cut', num: 0 }),
  writeForm(
    {
      kind: 'group',
      members: [
        { formId: 101, parentId: 103, state: MEMBER_VISIBLE, opacity: 1 },
        { formId: 102, parentId: 103, state: MEMBER_VISIBLE | MEMBER_STATE.DIFFERENCE, opacity: 1 },
      ],
    },
    { id: 103, name: 'left without cut', num: 0 },
  ),
];

const masked = (blend: BlendParams, masks = FORMS): Sidecar =>
  setMasks(appendHistory(EMPTY, [maskManagerItem(), exposure(1, blend)]), 0, masks);

let plain: Rendered;
/** Of the group mask alone. */
let drawn: Float32Array;
beforeAll(async () => {
  plain = await render(PICTURE, serialiseSidecar(appendHistory(EMPTY, [exposure(0, uniformBlend(RGB_SCENE))])));
  drawn = await opacityOf(masked(withDrawnMask(uniformBlend(RGB_SCENE), 103)));
});

/** Per pixel: out = before * (1 + opacity) for one EV. */
async function opacityOf(s: Sidecar): Promise<Float32Array> {
  const { pixels } = await render(PICTURE, serialiseSidecar(s));
  return Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) => pixels[3 * i + 1]! / plain.pixels[3 * i + 1]! - 1);
}

const meanError = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;

describe('the installed darktable', () => {
  test('changes the pixels inside a group mask, and no others', () => {
    const at = (x: number, y: number) => drawn[Math.round(y * HEIGHT) * WIDTH + Math.round(x * WIDTH)]!;
    expect(at(0.25, 0.6)).toBeCloseTo(1, 3);
    expect(at(0.25, 0.25)).toBeCloseTo(0, 3);
    expect(at(0.75, 0.5)).toBeCloseTo(0, 3);
    const right = drawn.filter((_, i) => i % WIDTH > 0.5 * WIDTH);
    expect(Math.max(...right.map(Math.abs))).toBeLessThan(0.001);
  });

  test('runs all of three further exposure instances that stand in an explicit order', async () => {
    const steps = [0, 1, 2, 3].map((instance) => exposure(0.25, uniformBlend(RGB_SCENE), instance));
    const s = appendHistory(EMPTY, steps);
    const instances = [1, 2, 3].map((instance) => ({ operation: 'exposure', instance }));
    const ordered = withOrder(s, insertInstances(orderOf(s), instances));
    const { log } = await render(PICTURE, serialiseSidecar(ordered));
    expect(log).not.toContain('cannot get iop-order');
    expect(meanError(await opacityOf(ordered), new Float32Array(WIDTH * HEIGHT).fill(1))).toBeLessThan(0.001);
    // The same without the list: darktable complains. Proves that the line above can fail.
    const { log: complaint } = await render(PICTURE, serialiseSidecar(s));
    expect(complaint).toContain('cannot get iop-order');
  });

  test('hands back the history and the masks that went in', async () => {
    const s = masked(withDrawnMask(uniformBlend(RGB_SCENE, 80), 103));
    const back = parseSidecar(extractXmpFromJpeg(await exportJpeg(PICTURE, serialiseSidecar(s)))!);
    expect(back.masks.map(readForm)).toEqual(FORMS.map(readForm));
    expect(back.masks.map((m) => [m.maskId, m.maskName])).toEqual(FORMS.map((m) => [m.maskId, m.maskName]));
    const ours = back.history.find((i) => i.operation === 'exposure')!;
    const params = decodeBlob(s.history[1]!.params);
    expect(decodeBlob(ours.params).subarray(0, params.length)).toEqual(params);
    // darktable puts its always-on modules in front, and ours stay last and in force.
    expect(back.history.slice(-2).map((i) => i.operation)).toEqual(['mask_manager', 'exposure']);
    expect(back.historyEnd).toBe(back.history.length);
  });

  test('takes what it handed back as it takes the original', async () => {
    const s = masked(withDrawnMask(uniformBlend(RGB_SCENE), 103));
    const back = parseSidecar(extractXmpFromJpeg(await exportJpeg(PICTURE, serialiseSidecar(s)))!);
    expect(meanError(await opacityOf(back), drawn)).toBeLessThan(0.0001);
  });

  test('blends parametric masks as predicted, plain and inverted, alone and with a drawn one', async () => {
    const channels = withChannels(uniformBlend(RGB_SCENE, 80), [
      { channel: 0, range: [0, 0, 0.2, 0.4] },
      { channel: 10, range: [0.2, 0.3, 0.7, 0.8], inverted: true },
    ]);
    const both = withDrawnMask(channels, 103);
    for (const [blend, shape] of [
      [channels, undefined],
      [both, drawn],
      [invertBlend(both), drawn],
    ] as const) {
      const predicted = parametricOpacity(blend, plain.pixels, WIDTH * HEIGHT, shape);
      expect(meanError(await opacityOf(masked(blend)), predicted)).toBeLessThan(0.001);
    }
  });

  test('loses every form when the entry that they stand at is not loaded: the edit covers the whole photo', async () => {
    // A history that darktable wrote has the always-on modules, so that nothing is put in front and numbers stay.
    const written = parseSidecar(
      extractXmpFromJpeg(await exportJpeg(PICTURE, serialiseSidecar(masked(uniformBlend(RGB_SCENE)))))!,
    );
    const base = { ...written, history: written.history.slice(0, -1), historyEnd: written.historyEnd - 1, masks: [] };
    const unknownVersion = { ...maskManagerItem(), operation: 'sharpen', modversion: 99, params: '00' };
    const s = appendHistory(base, [unknownVersion, exposure(1, withDrawnMask(uniformBlend(RGB_SCENE), 103))]);
    const lost = await opacityOf(setMasks(s, base.historyEnd, FORMS));
    const kept = await opacityOf(setMasks(s, base.historyEnd - 1, FORMS));
    const right = 0.75 * WIDTH + (HEIGHT / 2) * WIDTH;
    expect(lost[right]).toBeCloseTo(1, 3);
    expect(kept[right]).toBeCloseTo(0, 3);
  });
});
