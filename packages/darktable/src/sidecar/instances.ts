/** What a history comes to: of each module instance the entry that counts. */
import { MASK_MODE } from '../blend/blend-params.ts';
import { decodeBlob } from '../bytes/encoding.ts';
import type { HistoryItem } from './history-item.ts';
import { inForce } from './history.ts';
import type { Sidecar } from './sidecar.ts';

export const instanceKey = ({ operation, multiPriority }: Pick<HistoryItem, 'operation' | 'multiPriority'>): string =>
  `${operation},${multiPriority}`;

/** The last entry in force of every module instance, in the order of the history. */
export function finalItems(s: Sidecar): HistoryItem[] {
  const last = new Map<string, HistoryItem>();
  for (const item of inForce(s)) {
    last.delete(instanceKey(item));
    last.set(instanceKey(item), item);
  }
  return [...last.values()];
}

/** How an instance is named to people: `exposure 1 "lift the face"`. */
export const instanceName = ({ operation, multiPriority, multiName }: HistoryItem): string =>
  `${operation}${multiPriority === 0 ? '' : ` ${multiPriority}`}${multiName.trim() === '' ? '' : ` "${multiName}"`}`;

/** The size of a blob in bytes, or null for one that cannot be decoded. */
export function blobLength(blob: string): number | null {
  try {
    return decodeBlob(blob).length;
  } catch {
    return null;
  }
}

/** How a module is masked, bits of MASK_MODE: it stands first in every version of the blend parameters, those that are not read too. */
export function maskModeOf({ blendopParams }: Pick<HistoryItem, 'blendopParams'>): number {
  if ((blobLength(blendopParams) ?? 0) < MASK_MODE_BYTES) return MASK_MODE.OFF;
  const bytes = decodeBlob(blendopParams);
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
}

const MASK_MODE_BYTES = 4;

/** Whether a module blends at all, in any version: "off" is also what a lost mask mode becomes. */
export const blends = (item: HistoryItem): boolean => maskModeOf(item) !== MASK_MODE.OFF;
