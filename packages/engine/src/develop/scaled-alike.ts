import { BLEND_CST, moduleCodec, uniformBlend } from '@chemigram/darktable';
import type { Layer } from './development.ts';

/**
 * Layers whose small render can be held pixel by pixel against that of others: where only the others read masks from files,
 * an exposure of nothing that reads the same files is added.
 *
 * darktable scales a picture that is no raw down before its first module, and a file is read as one of the first: with one, all
 * others come before the scaling, which is another then. (5.4.1, a JPEG of 2304 x 1536 at 1,024 pixels: 13 % of the pixels
 * differed by more than two of 255 steps, at every edge of the picture, where nothing was edited.)
 */
export function scaledAlike(layers: readonly Layer[], others: readonly Layer[]): readonly Layer[] {
  const maskSources = sourcesOf(others);
  if (maskSources.length === 0 || sourcesOf(layers).length > 0) return layers;
  const { version, write } = EXPOSURE;
  const idle = write({ mode: 0, black: 0, exposure: 0, compensate_exposure_bias: 0 });
  const blend = uniformBlend(BLEND_CST.RGB_SCENE);
  return [...layers, { operation: 'exposure', version, params: idle, name: 'idle', blend, forms: [], maskSources }];
}

const EXPOSURE = moduleCodec('exposure', 6);

const sourcesOf = (layers: readonly Layer[]): readonly Layer[] =>
  layers.flatMap(({ maskSources }) => maskSources ?? []);
