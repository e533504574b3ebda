import { ChemigramError } from '@chemigram/errors';
import type { Layer } from '../../develop/development.ts';
import { throughMask } from '../../develop/recipe-layers.ts';
import type { CompiledMask } from '../../masks/place.ts';
import type { Base } from '../masks/photo-masks.ts';
import type { Asker } from '../session/asker.ts';
import { keptFor } from './kept-for.ts';
import type { KeptFor } from './kept-for.ts';

/** Puts the mask of a layer into a base picture. */
type OntoBase = (base: Base, asker: Asker) => Promise<CompiledMask>;

/** Layers by how their masks are put into a base picture, where they stand elsewhere than in the photo. */
export class PlacedLayers {
  readonly #masks = new WeakMap<Layer, OntoBase>();
  readonly #onBases: KeptFor<readonly Layer[], readonly Layer[]> = keptFor();

  /** Says how the mask of a layer is put there: it looks at the photo as it did, and is put elsewhere. */
  put(layer: Layer, mask: OntoBase): void {
    this.#masks.set(layer, mask);
  }

  /** The layers as they are on a base picture; of the same ones the same list. */
  on(layers: readonly Layer[], base: Base, asker: Asker): Promise<readonly Layer[]> {
    return this.#onBases(layers, JSON.stringify(base), async () => {
      const placed: Layer[] = [];
      for (const layer of layers) placed.push(await this.#on(layer, base, asker));
      return placed;
    });
  }

  async #on(layer: Layer, base: Base, asker: Asker): Promise<Layer> {
    const mask = this.#masks.get(layer);
    if (mask !== undefined) return throughMask(layer, await mask(base, asker));
    if (layer.forms.length === 0) return layer;
    throw new ChemigramError(
      'internal',
      `The mask of ${layer.name} was to be put into a base picture, and is not known.`,
    );
  }
}
