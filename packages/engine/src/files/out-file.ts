import { access, constants, lstat, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import { type Store, whyNoFolder } from '@chemigram/workspace';
import { photographersFiles } from '../photos/photographers-files.ts';

/** Longest name of a file, in bytes, on the file systems in use. */
const LONGEST_NAME = 255;

/**
 * The absolute path of a file that may be written: no photo of this home nor its sidecar, nothing of the workspaces, no
 * device, and no file that is there unless it may be replaced.
 */
export async function writable(given: string, overwrite: boolean, store: Store): Promise<string> {
  checkName(given);
  const folder = await folderOf(given);
  const out = join(folder, basename(given));
  const home = await realpath(store.home).catch(() => store.home);
  if (out.startsWith(`${home}/`)) throw forbidden(`${given} is inside chemigram's own folders.`);
  const link = await lstat(out).catch(() => null);
  const file = link === null ? null : await stat(out).catch(() => null);
  if (file?.isDirectory()) {
    throw new ChemigramError('invalid_input', `${given} is a folder; out names a file to write.`, {
      field: 'out',
      hint: `Add the name of a file: ${join(given, `picture.jpg`)}.`,
    });
  }
  if (file !== null && !file.isFile()) throw forbidden(`${given} is a device, pipe or socket, no file.`);
  for (const { image_id, path, what } of await photographersFiles(store)) {
    const theirs = await stat(path).catch(() => null);
    const same = theirs !== null && file !== null && theirs.dev === file.dev && theirs.ino === file.ino;
    if (same || path === out) throw forbidden(`${given} is the ${what} of "${image_id}".`);
  }
  await mayBeWritten(folder);
  if (link !== null && !overwrite) throw isThere(out);
  return out;
}

/** The refusal of a file that is there. */
export const isThere = (out: string, cause?: unknown): ChemigramError =>
  new ChemigramError('conflict', `${out} is there already.`, {
    field: 'out',
    hint: 'Choose another name, or set overwrite.',
    cause,
  });

const forbidden = (message: string): ChemigramError =>
  new ChemigramError('forbidden_path', message, {
    field: 'out',
    hint: 'Choose another name or place; photos and their sidecars are never written.',
  });

/** What no file can be called is refused before anything is rendered. */
function checkName(given: string): void {
  const name = basename(given);
  const bytes = Buffer.byteLength(name);
  const wrong = given.includes('\0')
    ? 'holds a null byte, which no name of a file can'
    : /(^|\/)\.{0,2}$/.test(given)
      ? 'names a folder, and no file in it'
      : bytes > LONGEST_NAME
        ? `ends in a name of ${bytes} bytes; allowed: up to ${LONGEST_NAME}`
        : null;
  if (wrong === null) return;
  const shown = given.replaceAll('\0', '\\0');
  throw new ChemigramError(
    'invalid_input',
    `out is ${shown.length > 80 ? `${shown.slice(0, 80)}...` : shown}: it ${wrong}.`,
    {
      field: 'out',
      hint: 'Give the path of a file, such as evening.jpg.',
    },
  );
}

async function folderOf(given: string): Promise<string> {
  const parent = resolve(dirname(given));
  const folder = await realpath(parent).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') {
      throw new ChemigramError('not_found', `The folder of ${given} is not there.`, {
        field: 'out',
        hint: 'Make it first.',
        cause,
      });
    }
    throw new ChemigramError(
      'invalid_input',
      `out lies in a folder that cannot be opened: ${cause.message.slice(0, 200)}`,
      {
        field: 'out',
        hint: 'Give a shorter path, in a folder that is there.',
        cause,
      },
    );
  });
  if ((await stat(folder)).isDirectory()) return folder;
  throw new ChemigramError(
    'invalid_input',
    `${dirname(given)} is a file, not a folder that ${basename(given)} could be in.`,
    {
      field: 'out',
      hint: 'Give a path in a folder that is there.',
    },
  );
}

async function mayBeWritten(folder: string): Promise<void> {
  const why = await whyNoFolder(folder);
  if (why !== null) throw forbidden(`Nothing can be written to ${folder}: it ${why}.`);
  await access(folder, constants.W_OK).catch((cause: unknown) => {
    throw new ChemigramError('forbidden_path', `${folder} cannot be written to.`, {
      field: 'out',
      hint: 'Choose another folder.',
      cause,
    });
  });
}
