import { BLEND_CST, moduleCodec, moduleTooNew, uniformBlend } from '@chemigram/darktable';
import { maskId } from '@chemigram/mask';
import type { Mask } from '@chemigram/mask';
import { moduleSettings } from '@chemigram/vocabulary';
import type { ModuleSetting, Vocabulary } from '@chemigram/vocabulary';
import type { Move } from '@chemigram/workspace';
import type { CompiledMask } from '../masks/place.ts';
import type { WorkingSpace } from '../masks/ranges/channels.ts';
import { layersOfStored } from '../interchange/stored-layers.ts';
import type { Layer } from './development.ts';
import { RETOUCH } from '../repair/spot-layer.ts';
import { stageOf } from './stages.ts';
import { frameOf, frameOfMask, framesPicture } from './frame.ts';
import type { Frame } from './frame.ts';

/** A mask to be put into darktable for modules of one working space. */
export interface MaskRequest {
  readonly mask: Mask;
  /** Shown in darktable beside its forms. */
  readonly name: string;
  readonly space: WorkingSpace;
  /** One of the modules; it decides the stage, and so the module's input. */
  readonly operation: string;
  /** Layers of the moves before it, those of framing aside: they make the module's input. */
  readonly before: readonly Layer[];
  /** Those of the picture that the mask speaks of: without what moves of the same group did meanwhile. */
  readonly seen: readonly Layer[];
  /** The framing that the mask speaks of. */
  readonly frame: Frame;
}

/** The spots of a move, to be made a layer. */
export interface RepairRequest {
  readonly move: Move;
  readonly name: string;
  /** Layers of the moves before it, those of framing aside. */
  readonly before: readonly Layer[];
}

/** What the layers of moves are asked for, where a move has a place in the picture. */
export interface Placing {
  /** For masked moves, once per working space of the move. */
  mask(request: MaskRequest): Promise<CompiledMask>;
  /** Hears of each layer that is seen through a mask, and what that was asked for with. */
  masked(layer: Layer, mask: CompiledMask, request: MaskRequest): void;
  /** For moves of spots. */
  spots(request: RepairRequest): Promise<Layer>;
}

export interface DevelopedMove {
  readonly move: Move;
  /** The mask of the move's modules; null for a move of the whole picture or one that does nothing. */
  readonly mask: CompiledMask | null;
}

/**
 * A recipe's moves as layers, in its order, those of framing aside: each move's modules with its values, blended
 * through its mask.
 * @param darktable its version: what it lacks is done in another way, or refused
 */
export async function layersOf(
  moves: readonly Move[],
  vocabulary: Vocabulary,
  darktable: string,
  placing: Placing,
): Promise<{ layers: Layer[]; moves: DevelopedMove[] }> {
  const layers: Layer[] = [];
  const developed: DevelopedMove[] = [];
  const lacks = (operation: string, version: number) => moduleTooNew(operation, version, darktable);
  const beforeGroup = new Map<string, readonly Layer[]>();
  const nameOfMask = namesOfMasks();
  for (const [i, move] of moves.entries()) {
    if (move.layers !== undefined) {
      layers.push(...layersOfStored(move.layers, frameOf(moves.slice(0, i), vocabulary)));
      developed.push({ move, mask: null });
      continue;
    }
    const primitive = vocabulary.primitive(move.primitive);
    const before = [...layers];
    const seen = (move.group === undefined ? undefined : beforeGroup.get(move.group)) ?? before;
    if (move.group !== undefined) beforeGroup.set(move.group, seen);
    const placed = new Map<WorkingSpace, { request: MaskRequest; mask: CompiledMask }>();
    let mask: CompiledMask | null = null;
    for (const settings of framesPicture(primitive) ? [] : moduleSettings(primitive, move.values, lacks)) {
      const { operation } = settings;
      if (operation === RETOUCH) {
        layers.push(await placing.spots({ move, name: layerName(move), before }));
        continue;
      }
      const { layer: whole, space } = wholeLayer(settings, layerName(move));
      if (move.mask === null) {
        layers.push(whole);
        continue;
      }
      const [asked, frame] = [move.mask as Mask, frameOfMask(move)];
      const name = nameOfMask(asked, frame, move);
      const request = placed.get(space)?.request ?? { mask: asked, name, space, operation, before, seen, frame };
      mask = placed.get(space)?.mask ?? (await placing.mask(request));
      placed.set(space, { request, mask });
      const layer = await throughMask(whole, mask);
      placing.masked(layer, mask, request);
      layers.push(layer);
    }
    developed.push({ move, mask });
  }
  return { layers, moves: developed };
}

/** A module with its values, on the whole picture; and the space that its masks work in. */
function wholeLayer(
  { operation, version, params }: ModuleSetting,
  name: string,
): { layer: Layer; space: WorkingSpace } {
  const codec = moduleCodec(operation, version);
  const space = codec.blendColorspace;
  const layer: Layer = {
    operation,
    version: codec.version,
    params: codec.write(params),
    name,
    blend: uniformBlend(space === 'lab' ? BLEND_CST.LAB : BLEND_CST.RGB_SCENE),
    forms: [],
    ...(stageOf(operation) === 'tone_mapper' ? { single: true } : {}),
  };
  return { layer, space };
}

/** One mask of several moves is one in darktable, called after the first of them. */
function namesOfMasks(): (mask: Mask, frame: Frame, move: Move) => string {
  const names = new Map<string, string>();
  return (mask, frame, move) => {
    const key = JSON.stringify([maskId(mask), frame]);
    const name = names.get(key) ?? layerName(move);
    names.set(key, name);
    return name;
  };
}

/** A layer through a mask, in the place of the one that it had: what that was read from goes with it. */
export async function throughMask(
  layer: Layer,
  { blend, forms, sources }: Pick<CompiledMask, 'blend' | 'forms' | 'sources'>,
): Promise<Layer> {
  const { maskSources: _, ...own } = layer;
  const maskSources = await sources();
  return { ...own, blend, forms, ...(maskSources.length === 0 ? {} : { maskSources }) };
}

/** What darktable shows beside the module and its mask. */
const layerName = (move: Move): string => move.label ?? `${move.primitive} ${move.move_id}`;
