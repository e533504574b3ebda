import { access, mkdtemp, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import type { Workspace } from '@chemigram/workspace';

/** The absolute path of a file that may be written: not the photo, nothing of the workspaces, no file that is there. */
export async function writable(given: string, overwrite: boolean, workspace: Workspace): Promise<string> {
  const folder = await realpath(resolve(dirname(given))).catch((cause: unknown) => {
    throw new ChemigramError('not_found', `The folder of ${given} is not there.`, {
      field: 'out',
      hint: 'Make it first.',
      cause,
    });
  });
  const out = join(folder, basename(given));
  const inside = (parent: string): boolean => out.startsWith(`${parent}/`);
  const home = await realpath(workspace.dir);
  const source = await realpath(workspace.photo.source).catch(() => workspace.photo.source);
  const there = await realpath(out).catch(() => out);
  if (inside(home) || inside(dirname(home)) || there === source || there === `${source}.xmp`) {
    throw new ChemigramError(
      'forbidden_path',
      `${given} is the photo itself, its sidecar, or inside chemigram's own folders.`,
      {
        field: 'out',
        hint: 'Choose another place; the photo and its sidecar are never written.',
      },
    );
  }
  if (overwrite) return out;
  const exists = await access(out).then(
    () => true,
    () => false,
  );
  if (!exists) return out;
  throw new ChemigramError('conflict', `${out} is there already.`, {
    field: 'out',
    hint: 'Choose another name, or set overwrite.',
  });
}

/** Writes beside the target first, so that a kill leaves either the old file or the whole new one. */
export async function intoPlace(out: string, write: (part: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(dirname(out), '.chemigram-')).catch((cause: unknown) => {
    throw new ChemigramError('forbidden_path', `${dirname(out)} cannot be written to.`, {
      field: 'out',
      hint: 'Choose another folder.',
      cause,
    });
  });
  try {
    const part = join(folder, basename(out));
    await write(part);
    await rename(part, out);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
