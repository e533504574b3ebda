import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ChemigramError } from '@chemigram/errors';

/** Where the shipped pack lies, seen from src and dist alike: in the published package, else in the repository. */
const PLACES = ['../packs/core', '../../../vocabulary/core'];

/**
 * The packs to load: the shipped one, then `personal` ones in order.
 *
 * @throws ChemigramError `internal` when the shipped pack is missing: the installation is incomplete.
 */
export function defaultPackDirs(personal: readonly string[] = []): string[] {
  const shipped = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((dir) => existsSync(dir));
  if (shipped === undefined) {
    throw new ChemigramError('internal', 'The shipped vocabulary pack "core" is missing', {
      hint: 'Install chemigram again.',
    });
  }
  return [shipped, ...personal];
}
