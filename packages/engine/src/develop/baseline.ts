import { masksInForce, orderOf, parseSidecar, withOrder, builtinOrder } from '@chemigram/darktable';
import type { HistoryItem, Sidecar } from '@chemigram/darktable';
import { stageEnd, TECHNICAL } from './stages.ts';
import type { BlockStage } from './stages.ts';
import { ChemigramError } from '@chemigram/errors';

/** Where a photo's baseline came from: darktable's own defaults for it, or the photographer's sidecar. */
export type BaselineKind = 'auto' | 'sidecar';

/** Pipe order of already developed pictures, the one that 4.2, 5.0 and 5.4 all know ("v3.0 for JPEG"). */
const DEVELOPED_ORDER = 3;
/** Modules that only a raw's pipe runs. */
const RAW_MODULES = ['rawprepare', 'demosaic', 'temperature'];

/** Whether darktable developed the photo from sensor data, by the modules that it ran. */
export const isRaw = (modules: readonly string[]): boolean => modules.some((name) => RAW_MODULES.includes(name));

/**
 * The history that darktable itself gave a photo, from the XMP packet in a picture that it exported without a sidecar.
 *
 * For developed pictures darktable-cli records the raw order, under which exposure would work on encoded values
 * (+1 EV came out as 4.6 times the light); they get the order that is made for them.
 */
export function baselineFromExport(xmp: string | null, modules: readonly string[]): Sidecar {
  if (xmp === null) {
    throw new ChemigramError('darktable_failed', 'darktable exported a picture without its history in it.', {
      hint: 'Check that this darktable writes XMP metadata into exports.',
    });
  }
  const sidecar = parseSidecar(xmp);
  if (isRaw(modules)) return sidecar;
  return withOrder(
    sidecar,
    builtinOrder(DEVELOPED_ORDER).map((operation) => ({ operation, instance: 0 })),
  );
}

/** A sidecar without the modules for which `drop` holds; its forms stay, for those that use them. */
export function withoutModules(sidecar: Sidecar, drop: (item: HistoryItem) => boolean): Sidecar {
  const kept = sidecar.history
    .toSorted((a, b) => a.num - b.num)
    .slice(0, sidecar.historyEnd)
    .filter((item) => !drop(item));
  // Renumbered by its place: darktable counts history_end items from 0.
  const history = kept.map((item, num) => ({ ...item, num }));
  const masks = history.length === 0 ? [] : masksInForce(sidecar).map((form) => ({ ...form, maskNum: 0 }));
  return { ...sidecar, history, historyEnd: history.length, masks };
}

/** The position of an item's module instance in the pipe. */
function pipePosition(sidecar: Sidecar): (item: HistoryItem) => number {
  const order = orderOf(sidecar);
  const position = new Map(order.map(({ operation, instance }, i) => [`${operation},${instance}`, i]));
  return (item) => position.get(`${item.operation},${item.multiPriority}`) ?? order.length;
}

/** The part of a history that stands before the end of a stage, with what it takes to make a picture of it. */
export function baselineUpTo(sidecar: Sidecar, stage: BlockStage): Sidecar {
  const end = stageEnd(orderOf(sidecar), stage);
  const position = pipePosition(sidecar);
  return withoutModules(sidecar, (item) => !TECHNICAL.includes(item.operation) && position(item) >= end);
}

/** The rest of a history: what stands behind the end of a stage, without what it takes to make a picture. */
export function baselineFrom(sidecar: Sidecar, stage: BlockStage): Sidecar {
  const end = stageEnd(orderOf(sidecar), stage);
  const position = pipePosition(sidecar);
  return withoutModules(sidecar, (item) => TECHNICAL.includes(item.operation) || position(item) < end);
}
