import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workspace } from '../../src/index.ts';
import { git } from './photos.ts';

/** Every file of a folder with its content. */
export function contents(dir: string): Record<string, string> {
  const files = readdirSync(dir, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'hex')]),
  );
}

/** The file of a loose object, by any name that git has for it. */
export function objectFile({ dir }: Workspace, name: string): string {
  const oid = git(dir, 'rev-parse', name).trim();
  return join(dir, '.git', 'objects', oid.slice(0, 2), oid.slice(2));
}

/** A path in a photo's repository. */
export const inGit = ({ dir }: Workspace, ...path: string[]): string => join(dir, '.git', ...path);
