import { BLEND_CST, moduleCodec, uniformBlend } from '@chemigram/darktable';
import type { Mask } from '@chemigram/mask';
import { moduleSettings } from '@chemigram/vocabulary';
import type { Vocabulary } from '@chemigram/vocabulary';
import type { Move } from '@chemigram/workspace';
import type { PlacedMask } from '../masks/place.ts';
import type { WorkingSpace } from '../masks/channels.ts';
import type { Layer } from './development.ts';

/** Puts the mask of a move into darktable, for modules of one working space, on top of the layers before it. */
export type PlaceMask = (request: {
  readonly mask: Mask;
  readonly name: string;
  readonly space: WorkingSpace;
  readonly operation: string;
  readonly before: readonly Layer[];
}) => Promise<PlacedMask>;

export interface DevelopedMove {
  readonly move: Move;
  /** The last layer's mask; null for a move of the whole picture or one that does nothing. */
  readonly mask: PlacedMask | null;
}

/**
 * A recipe as layers, in its order: each move's modules with its values, blended through its mask.
 * @param place called for masked moves only, once per working space of the move
 */
export async function layersOf(
  moves: readonly Move[],
  vocabulary: Vocabulary,
  place: PlaceMask,
): Promise<{ layers: Layer[]; moves: DevelopedMove[] }> {
  const layers: Layer[] = [];
  const developed: DevelopedMove[] = [];
  for (const move of moves) {
    const before = [...layers];
    const placed = new Map<WorkingSpace, PlacedMask>();
    let mask: PlacedMask | null = null;
    for (const { operation, version, params } of moduleSettings(vocabulary.primitive(move.primitive), move.values)) {
      const codec = moduleCodec(operation, version);
      const space = codec.blendColorspace;
      const name = layerName(move);
      if (move.mask !== null) {
        mask = placed.get(space) ?? (await place({ mask: move.mask as Mask, name, space, operation, before }));
        placed.set(space, mask);
      }
      const whole = uniformBlend(space === 'lab' ? BLEND_CST.LAB : BLEND_CST.RGB_SCENE);
      layers.push({
        operation,
        version: codec.version,
        params: codec.write(params),
        name,
        blend: mask === null ? whole : mask.blend,
        forms: mask === null ? [] : mask.forms,
        ...(mask === null || mask.sources.length === 0 ? {} : { maskSources: mask.sources }),
      });
    }
    developed.push({ move, mask });
  }
  return { layers, moves: developed };
}

/** What darktable shows beside the module and its mask. */
const layerName = (move: Move): string => move.label ?? `${move.primitive} ${move.move_id}`;
