import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Arguments, type Engine, type OperationName, type Result } from '@chemigram/engine';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';

const CALL = { signal: new AbortController().signal, progress: () => {} };
const folder = mkdtempSync(join(tmpdir(), 'chemigram-small-'));
const ellipse = {
  dt_form: 'ellipse',
  dt_params: { center_x: 0.5, center_y: 0.5, radius_x: 0.3, radius_y: 0.3, rotation: 0, border: 0.05 },
};
const range = { range_filter: { kind: 'luminance', min: 0.4, max: 1, feather: 0.1 } };
let engine: Engine;

async function run<K extends OperationName>(name: K, args: Partial<Arguments<K>> | object): Promise<Result<K>> {
  return (await engine.run(name, args, CALL)).result as Result<K>;
}

/** A picture that is brighter to the right and to the bottom. */
async function picture(
  width: number,
  height: number,
  type: 'png' | 'jpeg',
): Promise<{ photo: string; image_id: string }> {
  const rgb = Uint8Array.from({ length: 3 * width * height }, (_, k) => {
    const [x, y] = [Math.floor(k / 3) % width, Math.floor(k / 3 / width)];
    return 40 + (100 * x) / width + (60 * y) / height;
  });
  const image_id = `${type}-${width}x${height}`;
  const photo = join(folder, `${image_id}.${type}`);
  await sharp(rgb, { raw: { width, height, channels: 3 } })
    .toFormat(type)
    .toFile(photo);
  return { photo, image_id };
}

beforeAll(async () => {
  engine = await createEngine({ home: join(folder, 'home'), stays: true });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

test.each([
  [8, 8, 'png'],
  [16, 16, 'jpeg'],
  [3000, 20, 'png'],
  [20, 3000, 'jpeg'],
] as const)(
  'a picture of %d x %d is shown, masked and edited where it was said, and exported',
  async (width, height, type) => {
    const { photo, image_id } = await picture(width, height, type);
    expect(await run('ingest', { photo, image_id })).toMatchObject({ width, height });
    for (const mask_spec of [ellipse, range, { ...ellipse, ...range }]) {
      const { agreement, bbox } = await run('preview_mask', { image_id, mask_spec });
      expect(agreement).toBeGreaterThan(0.85);
      expect(bbox).not.toBeNull();
    }
    const edit = { image_id, primitive_name: 'exposure', value: 1, mask_spec: ellipse };
    await run('apply_primitive', edit);
    const { verdict } = await run('measure_edit', { image_id, ref_a: 'HEAD~1', ref_b: 'HEAD' });
    expect(verdict).not.toBe('no_effect');
    const shown = await run('render_preview', { image_id });
    expect([shown.width, shown.height]).toContain(Math.min(1024, Math.max(width, height)));
    const out = join(folder, `${image_id}-out.png`);
    expect(await run('export_final', { image_id, out })).toMatchObject({ width, height });
  },
);

test('crops of crops end where nothing could be said of the rest, and the photo stays as it was', async () => {
  const { photo, image_id } = await picture(300, 200, 'png');
  await run('ingest', { photo, image_id });
  const crop = (size: number) =>
    run('apply_primitive', {
      image_id,
      primitive_name: 'crop',
      values: { left: 0.5, top: 0.5, right: 0.5 + size, bottom: 0.5 + size },
    });
  await crop(0.2);
  const before = await run('get_state', { image_id });
  await expect(crop(0.1)).rejects.toMatchObject({
    code: 'out_of_range',
    field: 'values',
    message: expect.stringMatching(/leaves \d x \d pixels, which is too small .* 8 pixels or more/),
    hint: expect.stringContaining('remove_move'),
  });
  expect(await run('get_state', { image_id })).toEqual(before);
});

test.each([
  [4, 4, 'too small'],
  [3000, 7, 'too small'],
  [3000, 16, 'too narrow'],
  [16, 3000, 'too narrow'],
] as const)(
  'a picture of %d x %d is %s: refused with its size and what is allowed, and nothing is left of it',
  async (width, height, why) => {
    const { photo, image_id } = await picture(width, height, 'png');
    await expect(run('ingest', { photo, image_id })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'photo',
      message: expect.stringMatching(
        new RegExp(`${width} x ${height} pixels, which is ${why} .* 8 pixels or more, .* at most 150 times the other`),
      ),
      hint: expect.any(String),
    });
    expect(existsSync(join(folder, 'home', image_id))).toBe(false);
  },
);
