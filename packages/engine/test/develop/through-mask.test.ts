import { BLEND_CST, uniformBlend } from '@chemigram/darktable';
import { expect, test } from 'vitest';
import type { Layer } from '../../src/develop/development.ts';
import { rasterLayer } from '../../src/develop/raster-layer.ts';
import { throughMask } from '../../src/develop/recipe-layers.ts';

const blend = uniformBlend(BLEND_CST.RGB_SCENE);
const layer: Layer = {
  operation: 'exposure',
  version: 6,
  params: new Uint8Array(),
  name: 'lift',
  blend,
  forms: [],
};
const read = [rasterLayer('masks', 'sky.pfm', 'sky')];

test('a mask that is drawn takes the place of one that was read from a file, file and all', async () => {
  const through = (maskSources: readonly Layer[]) => async (one: Layer) =>
    throughMask(one, { blend, forms: [], sources: async () => maskSources });
  const fromFile = await through(read)(layer);
  expect(fromFile.maskSources).toEqual(read);
  expect(await through([])(fromFile)).toEqual(layer);
});
