import { finalItems, instanceName, inForce, MASK_MODE, maskModeOf, orderOf } from '@chemigram/darktable';
import type { HistoryItem, Sidecar, Style } from '@chemigram/darktable';
import { FRAMED_BY_HAND } from '../develop/stages.ts';
import { GRADUATED } from '../develop/turned-layers.ts';
import type { LeftOut } from './take-layers.ts';

/** What makes an entry no part of a look: by module, then by mask. */
const OWN_TO_THE_PHOTO: ReadonlyArray<{ readonly why: string; readonly operations: readonly string[] }> = [
  { why: 'it frames this picture', operations: FRAMED_BY_HAND },
  { why: 'its places are those of this picture', operations: ['retouch', 'spots'] },
];
/** Entries that serve others. */
const SERVING: readonly string[] = ['mask_manager', 'rasterfile'];

/**
 * The edits on top of a baseline as a style.
 *
 * The order of the pipe goes along, so that the style runs where the edits do: darktable else puts each further instance
 * beside its module's own place.
 * @param developed the baseline with the edits
 * @param baseline without them
 */
export function styleOfEdit(developed: Sidecar, baseline: Sidecar, name: string): { style: Style; leftOut: LeftOut[] } {
  const leftOut: LeftOut[] = [];
  const items: HistoryItem[] = [];
  const gone = new Set<string>();
  const own = finalItems(baseline);
  for (const item of inForce(developed).slice(inForce(baseline).length)) {
    const why = own.some((one) => isTurned(one, item)) ? "it is the photo's own, turned with it" : placeIn(item);
    if (why === null && !SERVING.includes(item.operation)) items.push({ ...item, num: items.length });
    else if (item.multiPriority > 0) gone.add(`${item.operation},${item.multiPriority}`);
    if (why !== null) leftOut.push({ setting: instanceName(item), why });
  }
  const order = orderOf(developed).filter(({ operation, instance }) => !gone.has(`${operation},${instance}`));
  return { style: { name, description: '', iopOrderList: order, items }, leftOut };
}

/** Whether an entry is one of the baseline's as it lies in the turned picture. */
const isTurned = (own: HistoryItem, item: HistoryItem): boolean =>
  item.operation === GRADUATED && own.operation === GRADUATED && own.multiPriority === item.multiPriority;

/** What ties an entry to a place of the picture; null where nothing does. */
function placeIn(item: HistoryItem): string | null {
  const found = OWN_TO_THE_PHOTO.find(({ operations }) => operations.includes(item.operation));
  if (found !== undefined) return found.why;
  if (SERVING.includes(item.operation)) return null;
  const maskMode = maskModeOf(item);
  if ((maskMode & MASK_MODE.DRAWN) !== 0) return 'its mask is drawn, and a style of darktable holds no forms';
  return (maskMode & MASK_MODE.RASTER) !== 0 ? 'its mask is a raster of this picture' : null;
}
