import { appendHistory, finalItems, parseSidecar, serialiseSidecar } from '@chemigram/darktable';
import type { HistoryItem, Sidecar } from '@chemigram/darktable';
import { withoutModules } from './baseline.ts';

/**
 * darktable's module "framing" puts a border around the finished picture, behind all that is edited. Its pixels lie nowhere in
 * the photo, so the picture is looked at, and masks and crops are said, without it; exports have it.
 */
const BORDER = 'borders';

const bordersOf = (sidecar: Sidecar): HistoryItem[] =>
  finalItems(sidecar).filter(({ operation, enabled }) => operation === BORDER && enabled);

/** Whether an edit puts a border around the picture. */
export const hasBorder = (sidecar: Sidecar): boolean => bordersOf(sidecar).length > 0;

/** An edit without the border around its picture; the same one where there is none. */
export const unbordered = (sidecar: Sidecar): Sidecar =>
  hasBorder(sidecar) ? withoutModules(sidecar, ({ operation }) => operation === BORDER) : sidecar;

/** The same of a sidecar's text. */
export function unborderedText(text: string): string {
  const sidecar = parseSidecar(text);
  return hasBorder(sidecar) ? serialiseSidecar(unbordered(sidecar)) : text;
}

/** An edit with the border of another one around its picture. */
export const borderedAs = (sidecar: Sidecar, other: Sidecar): Sidecar =>
  hasBorder(other) ? appendHistory(sidecar, bordersOf(other)) : sidecar;
