/** What a history comes to: of each module instance the entry that counts. */
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
