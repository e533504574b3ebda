/** What has a direction in the picture, of a style or of the photo's own edit, on a photo that is turned afterwards. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  appendHistory,
  BLEND_CST,
  BLEND_VERSION,
  encodeBlob,
  moduleCodec,
  parseSidecar,
  serialiseSidecar,
  serialiseStyle,
  uniformBlend,
  writeBlend,
} from '@chemigram/darktable';
import { makeScene, writeDng } from '@chemigram/scene';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { engineOfTest } from '../helpers/engine-of-test.ts';
import { casesOf } from '../helpers/whole-proof.ts';

const { folder, run } = await engineOfTest('turned-styles');
const SIZE = { width: 480, height: 320 };
const scene = makeScene(SIZE);

/** Three stops along a line that is neither upright nor level, nor in the middle. */
function density() {
  const { version, write } = moduleCodec('graduatednd');
  return {
    operation: 'graduatednd',
    enabled: true,
    modversion: version,
    params: encodeBlob(write({ density: 3, hardness: 50, rotation: 25, offset: 40 })),
    multiName: '',
    multiNameHandEdited: false,
    multiPriority: 0,
    blendopVersion: BLEND_VERSION,
    blendopParams: encodeBlob(writeBlend(uniformBlend(BLEND_CST.RGB_SCENE))),
    extra: {},
  };
}

function writeStyle(): string {
  const item = { num: 0, ...density() };
  const path = join(folder, 'dusk.dtstyle');
  writeFileSync(path, serialiseStyle({ name: 'dusk', description: '', iopOrderList: null, items: [item] }));
  return path;
}
const path = writeStyle();

async function shown(image_id: string): Promise<Buffer> {
  return sharp((await run('render_preview', { image_id })).path)
    .removeAlpha()
    .toBuffer();
}

async function apart(a: Buffer, b: Buffer): Promise<number> {
  const [one, other] = await Promise.all([a, b].map((picture) => sharp(picture).raw().toBuffer()));
  expect(one!.length).toBe(other!.length);
  return one!.reduce((sum, value, i) => sum + Math.abs(value - other![i]!), 0) / one!.length;
}

const RIGHT = { primitive_name: 'quarter_turn', value: 1 };
const LEFT = { primitive_name: 'quarter_turn', value: -1 };
const OVER = { primitive_name: 'quarter_turn', value: 2 };
const MIRROR = { primitive_name: 'mirror', values: { horizontal: 1 } };
type Turn = (picture: Buffer) => Promise<Buffer>;
const turns: Record<string, { moves: object[]; turn: Turn }> = {
  'to the right and mirrored': {
    moves: [RIGHT, MIRROR],
    turn: async (picture) =>
      sharp(await sharp(picture).rotate(90).toBuffer())
        .flop()
        .toBuffer(),
  },
  'to the left': { moves: [LEFT], turn: (picture) => sharp(picture).rotate(270).toBuffer() },
  'upside down': { moves: [OVER], turn: (picture) => sharp(picture).rotate(180).toBuffer() },
  mirrored: { moves: [MIRROR], turn: (picture) => sharp(picture).flop().toBuffer() },
};

test.each(casesOf(Object.entries(turns).slice(0, 1), Object.entries(turns).slice(1)))(
  'the graduated density of a style stays on the sky when the photo is turned %s, and comes back with the turn',
  async (name, { moves, turn }) => {
    const image_id = name.replaceAll(' ', '-');
    const photo = join(folder, `${image_id}.dng`);
    writeFileSync(photo, writeDng(scene, { orientation: 6, noise: false }));
    await run('ingest', { photo, image_id });
    // What was turned before it does not turn it.
    await run('apply_primitive', { image_id, ...LEFT });
    const plain = await shown(image_id);
    await run('import_style', { image_id, path });
    const before = await shown(image_id);
    // It does much, so that lying elsewhere would show.
    expect(await apart(plain, before)).toBeGreaterThan(20);
    for (const move of moves) await run('apply_primitive', { image_id, ...move });
    // The rounding of the scene's finest grain makes 2 of it; one of the softness of another height 4.5.
    expect(await apart(await shown(image_id), await turn(before))).toBeLessThan(3);
    for (const _ of moves) await run('undo', { image_id });
    expect(await apart(await shown(image_id), before)).toBe(0);
  },
  60_000,
);

test.each(casesOf(Object.entries(turns).slice(0, 1), Object.entries(turns).slice(1)))(
  "the graduated density of the photographer's own edit stays on the sky when the photo is turned %s, and masks on what they were said on",
  async (name, { moves, turn }) => {
    const image_id = `own-${name.replaceAll(' ', '-')}`;
    const photo = join(folder, `${image_id}.dng`);
    writeFileSync(photo, writeDng(scene, { orientation: 6, noise: false }));
    await run('ingest', { photo, image_id: `${image_id}-plain` });
    const out = `${photo}.xmp`;
    await run('export_xmp', { image_id: `${image_id}-plain`, out: join(folder, `${image_id}-plain.xmp`) });
    const plain = parseSidecar(readFileSync(join(folder, `${image_id}-plain.xmp`), 'utf8'));
    const own = appendHistory(plain, [density()]);
    writeFileSync(out, serialiseSidecar(own));
    await run('ingest', { photo, image_id });
    expect(await apart(await shown(image_id), await shown(`${image_id}-plain`))).toBeGreaterThan(20);
    const mask_spec = { dt_form: 'circle', dt_params: { center_x: 0.4, center_y: 0.4, radius: 0.2 } };
    await run('apply_primitive', { image_id, primitive_name: 'exposure', value: 1, mask_spec });
    const before = await shown(image_id);
    for (const move of moves) await run('apply_primitive', { image_id, ...move });
    expect(await apart(await shown(image_id), await turn(before))).toBeLessThan(3);
    // A range looks at the picture as it is now.
    const luminance = { range_filter: { kind: 'luminance', min: 0.2, max: 0.6 } };
    const { agreement } = await run('preview_mask', { image_id, mask_spec: luminance });
    expect(agreement).toBeGreaterThan(0.95);
    const exported = join(folder, `${image_id}-exported.xmp`);
    await run('export_xmp', { image_id, out: exported });
    expect(parseSidecar(readFileSync(exported, 'utf8')).history.slice(0, own.history.length)).toEqual(own.history);
    // A style holds the moves alone.
    const style = join(folder, `${image_id}.dtstyle`);
    await expect(run('export_style', { image_id, out: style })).rejects.toMatchObject({
      message: expect.stringContaining("graduatednd is left out, it is the photo's own"),
    });
    for (const _ of moves) await run('undo', { image_id });
    expect(await apart(await shown(image_id), before)).toBe(0);
  },
  60_000,
);
