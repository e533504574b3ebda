import { readFileSync, readdirSync } from 'node:fs';
import { ChemigramError } from '@chemigram/errors';

const FOLDER = new URL('../../../fixtures/sidecars/', import.meta.url);

/** Sidecars that darktable 4.2.1, 5.0.1 and 5.4.1 wrote, and one that exiftool rewrote. */
export const FIXTURES = readdirSync(FOLDER).filter((name) => name.endsWith('.xmp'));

export const fixture = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8');

/** Whether `act` does its work or refuses; a bug of ours (any other error, or an `internal` one) is thrown on. */
export function worksOrRefuses(act: () => unknown): boolean {
  try {
    act();
  } catch (thrown) {
    if (!(thrown instanceof ChemigramError) || thrown.code === 'internal') throw thrown;
  }
  return true;
}
