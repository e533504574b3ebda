import { createHash } from 'node:crypto';

/** A file name that says what the picture is of; the same question finds the same file. */
export function pictureName(what: string, ...parts: unknown[]): string {
  return `${what}-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12)}.jpg`;
}

/** A name for a file that is made again whenever its content would differ. */
export const shortHash = (hash: string): string => hash.slice(0, 12);
