/**
 * Adding to a history, and saying which forms exist at which moment of it.
 *
 * How darktable (4.2 and 5.4 alike) reads masks: sorted by mask_num, each form is attached to the loaded history item
 * of that `num`; the forms in force are ALL those of the highest mask_num below history_end, and no others. So
 * - a later mask_num replaces the whole list: forms of the baseline that are still used must be written again with it;
 * - the number must be that of an item that is there AND that the darktable at hand loads. An item of a module version
 *   that it does not know is skipped, its forms are dropped with a line on stderr, and no form at all is in force:
 *   every drawn mask then is filled with 1.0, the edit goes over the whole photo;
 * - darktable prepends always-on modules that the history lacks, which renumbers the items but NOT the masks. Their
 *   forms then hang at an earlier item, and are still the last ones: harmless.
 * Therefore forms are recorded at the FIRST of the appended items (any later one would leave the edits between
 * without their masks when one steps back in darktable), or at an entry of the mask manager put before them, which
 * every version loads: `maskManagerItem`.
 */
import { ChemigramError } from '@chemigram/errors';
import type { HistoryItem } from './history-item.ts';
import type { MaskItem } from './mask-item.ts';
import type { Sidecar } from './sidecar.ts';

/** A history item that has no number yet. */
export type NewHistoryItem = Omit<HistoryItem, 'num'>;

/** The `num` that the next appended item gets: darktable counts the items, whatever numbers they have. */
export const nextNum = (s: Sidecar): number => inForce(s).length;

/** The items that are in force: darktable applies the first `historyEnd` by num. */
export const inForce = (s: Sidecar): HistoryItem[] =>
  [...s.history].sort((a, b) => a.num - b.num).slice(0, Math.max(0, s.historyEnd));

/**
 * The sidecar with further items at the end of what is in force, all numbered by their place. Entries above historyEnd (undone in
 * darktable) go, as they do in darktable, and forms that were recorded at them.
 */
export function appendHistory(s: Sidecar, items: readonly NewHistoryItem[]): Sidecar {
  const kept = inForce(s).map((item, num) => (item.num === num ? item : { ...item, num }));
  const first = kept.length;
  const history = [...kept, ...items.map((item, i) => ({ ...item, num: first + i }))];
  return { ...s, history, historyEnd: history.length, masks: s.masks.filter((m) => m.maskNum < first) };
}

/** The forms that are in force: those of the highest mask_num below historyEnd. */
export function masksInForce(s: Sidecar): MaskItem[] {
  const nums = s.masks.map((m) => m.maskNum).filter((num) => num < s.historyEnd);
  const last = nums.reduce((a, b) => Math.max(a, b), -1);
  return s.masks.filter((m) => m.maskNum === last);
}

/**
 * The sidecar whose forms from entry `num` on are exactly `masks`: what was recorded at `num` or later goes.
 * Merge with `masksInForce` first when forms of the baseline are still used.
 * @param num of an item of the history below historyEnd
 * @throws ChemigramError invalid_input when there is no such item, or a form's id stands twice
 */
export function setMasks(s: Sidecar, num: number, masks: readonly MaskItem[]): Sidecar {
  if (num >= s.historyEnd || !s.history.some((item) => item.num === num)) {
    throw new ChemigramError('invalid_input', `recording masks at history entry ${num}: no such entry is in force`, {
      field: 'num',
    });
  }
  const ids = new Set(masks.map((m) => m.maskId));
  if (ids.size !== masks.length) {
    throw new ChemigramError('invalid_input', `recording masks at history entry ${num}: an id stands twice`, {
      field: 'masks',
    });
  }
  return {
    ...s,
    masks: [...s.masks.filter((m) => m.maskNum < num), ...masks.map((m) => ({ ...m, maskNum: num }))],
  };
}

/** Version 2, the same in darktable 4.2 to 5.4: one unused integer. */
const MASK_MANAGER = { modversion: 2, params: '00000000' };

/** The entry that darktable itself writes when a form changes by itself: a place to record forms at. */
export const maskManagerItem = (): NewHistoryItem => ({
  operation: 'mask_manager',
  enabled: false,
  modversion: MASK_MANAGER.modversion,
  params: MASK_MANAGER.params,
  multiName: '',
  multiPriority: 0,
  blendopVersion: 1,
  blendopParams: '',
  extra: {},
});
