import { createHash } from 'node:crypto';
import type { Mask } from './mask.ts';

/** 48 bits: among ten thousand masks of one photo two meet by chance once in five million times. */
const ID_DIGITS = 12;

/** JSON with the keys of every object sorted, so that equal values have one text. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`).join(',')}}`;
}

/** The id of a normalised mask: 'm' and 12 hexadecimal digits of the SHA-256 of its canonical JSON. */
export function maskId(mask: Mask): string {
  const digest = createHash('sha256').update(canonicalJson(mask)).digest('hex');
  return `m${digest.slice(0, ID_DIGITS)}`;
}

/** Whether a range filter stands anywhere in it. */
export function hasRanges(mask: Mask): boolean {
  if (mask.kind === 'compose') return mask.operands.some(hasRanges);
  return mask.kind === undefined && (mask.range_filters?.length ?? 0) > 0;
}

/** Whether anything in it is snapped to the edges of the picture. */
export function isSnapped(mask: Mask): boolean {
  return mask.snap !== undefined || (mask.kind === 'compose' && mask.operands.some(isSnapped));
}

/** Whether rasterising it needs the displayed picture. */
export const needsPicture = (mask: Mask): boolean => hasRanges(mask) || isSnapped(mask);
