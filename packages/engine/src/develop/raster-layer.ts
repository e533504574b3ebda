import { BLEND_CST, moduleCodec, uniformBlend } from '@chemigram/darktable';
import type { Layer } from './development.ts';

/** The channels of a file that make its mask, as bits; of several the largest counts. */
const FILE_CHANNEL = { red: 1, green: 2, all: 7 } as const;

/** The module that reads a raster from a file, for later modules to be seen through; darktable 5.2 and later. */
export function rasterLayer(
  folder: string,
  file: string,
  name: string,
  channels: keyof typeof FILE_CHANNEL = 'all',
): Layer {
  const codec = moduleCodec('rasterfile');
  return {
    operation: 'rasterfile',
    version: codec.version,
    params: codec.write({ mode: FILE_CHANNEL[channels], path: folder, file }),
    name,
    blend: { ...uniformBlend(BLEND_CST.RGB_SCENE), maskMode: 0 },
    forms: [],
  };
}
