import { ChemigramError } from '@chemigram/errors';
import type { Layer } from '../../develop/development.ts';
import { throughMask } from '../../develop/recipe-layers.ts';
import type { CompiledMask } from '../../masks/place.ts';
import { EXPORT } from '../masks/target.ts';
import type { Target } from '../masks/target.ts';
import type { Asker } from '../session/asker.ts';
import { keptFor } from './kept-for.ts';
import type { KeptFor } from './kept-for.ts';

/** Puts the mask of a layer elsewhere. */
type Put = (target: Target, asker: Asker) => Promise<CompiledMask>;

/** Layers by how their masks are put elsewhere than into the photo as its previews have it: into a base picture or an export. */
export class PlacedLayers {
  readonly #masks = new WeakMap<Layer, Put>();
  readonly #elsewhere: KeptFor<readonly Layer[], readonly Layer[]> = keptFor();
  // One by one too: what stands before each move of an edit has most layers in common with what stands before the next.
  readonly #oneElsewhere: KeptFor<Layer, Layer> = keptFor();

  /** Says how the mask of a layer is put there: it looks at the photo as it did, and is put elsewhere. */
  put(layer: Layer, mask: Put): void {
    this.#masks.set(layer, mask);
  }

  /** The layers as they are there; of the same ones the same list. */
  on(layers: readonly Layer[], target: Target, asker: Asker): Promise<readonly Layer[]> {
    const key = JSON.stringify(target);
    return this.#elsewhere(layers, key, async () => {
      const placed: Layer[] = [];
      for (const layer of layers) {
        placed.push(await this.#oneElsewhere(layer, key, () => this.#on(layer, target, asker)));
      }
      return placed;
    });
  }

  async #on(layer: Layer, target: Target, asker: Asker): Promise<Layer> {
    const mask = this.#masks.get(layer);
    if (mask !== undefined) return throughMask(layer, await mask(target, asker));
    // What an export has besides, spots above all, it has as the photo.
    if (layer.forms.length === 0 || target === EXPORT) return layer;
    throw new ChemigramError(
      'internal',
      `The mask of ${layer.name} was to be put into a base picture, and is not known.`,
    );
  }
}
