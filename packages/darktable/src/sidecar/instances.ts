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

/** Whether a module blends at all, in any version: the mask mode stands first, and "off" is also what a lost one becomes. */
export function blends({ blendopParams }: HistoryItem): boolean {
  if ((blobLength(blendopParams) ?? 0) < 4) return false;
  const bytes = decodeBlob(blendopParams);
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) !== MASK_MODE.OFF;
}
