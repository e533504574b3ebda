import {
  appendHistory,
  encodeBlob,
  insertInstances,
  maskManagerItem,
  masksInForce,
  nextNum,
  orderOf,
  serialiseSidecar,
  setMasks,
  withOrder,
  withRasterMask,
  writeBlend,
  writeForm,
  BLEND_VERSION,
} from '@chemigram/darktable';
import type {
  BlendParams,
  Form,
  FormUsage,
  IopInstance,
  MaskItem,
  NewHistoryItem,
  Point,
  Sidecar,
} from '@chemigram/darktable';
import type { Move } from '@chemigram/workspace';
import { BLOCK_STAGES, comesBefore, stageEnd, stageOf } from './stages.ts';
import type { BlockStage } from './stages.ts';
import { withOneToneMapper } from './tone-mapper.ts';

/** One module instance that a move adds, before it has its number in the pipe. */
export interface Layer {
  readonly operation: string;
  readonly version: number;
  readonly params: Uint8Array;
  /** Shown beside the module's name in darktable. */
  readonly name: string;
  readonly blend: BlendParams;
  /** The forms that `blend.maskId` needs, group last. */
  readonly forms: readonly NamedForm[];
  /** The layer takes the place of the photo's own instance: the only one, or the one of the number that the layer is stored with. */
  readonly single?: true;
  /** As a file has it: written byte for byte, beside darktable's own instance or in its place, not in a stage's block. */
  readonly stored?: StoredLayer;
  /** Modules that this one reads its mask from. */
  readonly maskSources?: readonly Layer[];
}

interface StoredLayer {
  readonly item: NewHistoryItem;
  readonly forms: readonly MaskItem[];
  /** The framing of the picture that it was put on. */
  readonly frame: readonly Pick<Move, 'primitive' | 'values'>[];
}

export interface NamedForm {
  readonly id: number;
  readonly name: string;
  readonly form: Form;
  /** What it is for, where it is not a mask. */
  readonly usage?: FormUsage;
  /** Where a clone copies from, as a position of the stored frame. */
  readonly source?: Point;
}

/** An instance of a module in the pipe. */
export interface PlacedLayer {
  readonly layer: Layer;
  readonly instance: number;
}

/** darktable keeps 128 bytes for a module's or a form's name. */
const NAME_LENGTH = 120;

/**
 * A baseline with layers on top of it, as an XMP for darktable.
 * @param baseline what darktable or the photographer's sidecar had; its items and forms are kept byte for byte
 */
export function developSidecar(baseline: Sidecar, layers: readonly Layer[]): string {
  return serialiseSidecar(withLayers(baseline, layers));
}

/** The same as a document. */
export function withLayers(below: Sidecar, moved: readonly Layer[]): Sidecar {
  if (moved.length === 0) return below;
  const { baseline, layers } = withOneToneMapper(below, moved);
  const placed = placeLayers(orderOf(baseline), layers);
  const formsAt = nextNum(baseline);
  // The forms hang at an entry of the mask manager before all edits, which every version loads.
  const items = [maskManagerItem(), ...placed.layers.map(({ layer, instance }) => historyItem(layer, instance))];
  const added = uniqueForms(layers).map(({ name, form, ...rest }) =>
    writeForm(form, { ...rest, name: shortName(name), num: formsAt }),
  );
  const stored = layers.flatMap((layer) => layer.stored?.forms ?? []);
  const forms = new Map([...masksInForce(baseline), ...added, ...stored].map((form) => [form.maskId, form]));
  const developed = setMasks(appendHistory(baseline, items), formsAt, [...forms.values()]);
  return withOrder(developed, placed.order);
}

function historyItem(layer: Layer, instance: number): NewHistoryItem {
  if (layer.stored !== undefined) return { ...layer.stored.item, multiPriority: instance };
  return {
    operation: layer.operation,
    enabled: true,
    modversion: layer.version,
    params: encodeBlob(layer.params),
    multiName: shortName(layer.name),
    multiNameHandEdited: true,
    multiPriority: instance,
    blendopVersion: BLEND_VERSION,
    blendopParams: encodeBlob(writeBlend(layer.blend)),
    extra: {},
  };
}

const shortName = (name: string): string =>
  Buffer.from(name)
    .subarray(0, NAME_LENGTH)
    .toString()
    .replace(/\uFFFD$/, '');

/**
 * Gives each layer an instance number and a place in the pipe: its stage's block, in the order of the recipe. A layer's
 * mask sources come right behind darktable's own instance of their module, before everything that moves pixels.
 */
function placeLayers(
  order: readonly IopInstance[],
  layers: readonly Layer[],
): { order: IopInstance[]; layers: PlacedLayer[] } {
  const used = new Map<string, number>();
  for (const { operation, instance } of order) used.set(operation, Math.max(used.get(operation) ?? 0, instance));
  const number = (operation: string): number => {
    const instance = (used.get(operation) ?? 0) + 1;
    used.set(operation, instance);
    return instance;
  };
  const blocks: Record<BlockStage, IopInstance[]> = { repair: [], clean: [], scene: [], display: [] };
  const placed: PlacedLayer[] = [];
  let result = [...order];
  for (const layer of layers) {
    let blend = layer.blend;
    for (const source of layer.maskSources ?? []) {
      const instance = number(source.operation);
      result = insertInstances(result, [{ operation: source.operation, instance }]);
      placed.push({ layer: source, instance });
      blend = withRasterMask(blend, source.operation, instance);
    }
    if (layer.single === true) {
      placed.push({ layer, instance: layer.stored?.item.multiPriority ?? 0 });
      continue;
    }
    const instance = number(layer.operation);
    if (layer.stored !== undefined) {
      result = insertInstances(result, [{ operation: layer.operation, instance }]);
      placed.push({ layer, instance });
      continue;
    }
    blocks[stageOf(layer.operation) as BlockStage].push({ operation: layer.operation, instance });
    placed.push({ layer: { ...layer, blend }, instance });
  }
  for (const stage of BLOCK_STAGES) {
    const at = stageEnd(result, stage);
    result = [...result.slice(0, at), ...blocks[stage], ...result.slice(at)];
  }
  return { order: result, layers: placed };
}

/** Whether a layer works on what a module of a stage is given, moves of the same stage in their order. */
export function standsBefore(layer: Layer, stage: BlockStage, order: readonly IopInstance[]): boolean {
  if (layer.stored === undefined) return comesBefore(layer.operation, stage);
  const at = order.findIndex(({ operation }) => operation === layer.operation);
  return at !== -1 && at < stageEnd(order, stage);
}

function uniqueForms(layers: readonly Layer[]): NamedForm[] {
  const forms = new Map<number, NamedForm>();
  for (const layer of layers.flatMap((one) => [...(one.maskSources ?? []), one])) {
    for (const form of layer.forms) forms.set(form.id, form);
  }
  return [...forms.values()];
}
