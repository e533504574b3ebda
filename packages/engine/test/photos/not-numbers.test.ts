import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writePfm } from '@chemigram/renderer';
import { expect, it } from 'vitest';
import { engineOfTest } from '../helpers/engine-of-test.ts';

const SIZE = { width: 96, height: 64 };
const mask_spec = { dt_form: 'ellipse', dt_params: { center_x: 0.3, center_y: 0.4, radius_x: 0.2, radius_y: 0.2 } };
const { folder, run } = await engineOfTest('not-numbers');

it.each([Number.NaN, Number.POSITIVE_INFINITY])(
  'a photo in which a pixel is %d is told as that where a place in it is meant, and stays as it was',
  async (value) => {
    const data = new Float32Array(3 * SIZE.width * SIZE.height).fill(0.2);
    data[3 * (40 * SIZE.width + 60)] = value;
    const [photo, image_id] = [join(folder, `${value}.pfm`), `light-${value}`.toLowerCase()];
    await writeFile(photo, writePfm({ ...SIZE, channels: 3, data }));
    await run('ingest', { photo, image_id });
    const before = await run('get_state', { image_id });
    await expect(
      run('apply_primitive', { image_id, primitive_name: 'exposure', value: 1, mask_spec }),
    ).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'image_id',
      message: expect.stringContaining('not numbers'),
      hint: expect.stringContaining('16 bits'),
    });
    expect(await run('get_state', { image_id })).toEqual(before);
  },
);
