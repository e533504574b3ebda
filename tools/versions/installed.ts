import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the trees and wrappers of further darktables are kept. */
export const versionsFolder = (): string =>
  process.env['CHEMIGRAM_VERSIONS_DIR'] || join(homedir(), '.cache/chemigram/darktable');

const WRAPPER = /^darktable-cli-\d+(?:\.\d+)+$/;

/** Wrappers of the darktables that test:versions has set up; nothing is fetched. */
export function installedWrappers(folder: string = versionsFolder()): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => WRAPPER.test(name))
    .sort()
    .map((name) => join(folder, name));
}
