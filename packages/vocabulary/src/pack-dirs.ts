import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
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

/** Below the home folder: each folder in it is a pack of the photographer's own. */
const PERSONAL = 'packs';

/** The photographer's own packs in `home`, by name, which is their load order; none where there is no such folder. */
export function personalPackDirs(home: string): string[] {
  const folder = join(home, PERSONAL);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => join(folder, entry.name))
    .sort();
}
