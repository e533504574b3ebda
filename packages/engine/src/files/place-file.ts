import { copyFile, link, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { ChemigramError, ofFile, type ErrorCode } from '@chemigram/errors';
import { ownerIsGone, ownerTag } from '@chemigram/workspace';
import type { Store } from '@chemigram/workspace';
import { isThere } from './out-file.ts';

/** Of what is in the making; its maker's tag follows, so that the next one can tell whether that was killed. */
const PREFIX = '.chemigram-';
const nameInTheMaking = (): string => PREFIX + ownerTag();

/**
 * Writes a file in a folder of the engine and places it when it is whole: a kill leaves the old file or the new one, and
 * nothing beside the photographer's pictures.
 *
 * @param out from writable()
 * @throws conflict where a file came to be there meanwhile that may not be replaced
 */
export async function intoPlace(
  out: string,
  { overwrite, store }: { readonly overwrite: boolean; readonly store: Store },
  write: (part: string) => Promise<void>,
): Promise<void> {
  const drafts = join(store.home, '.chemigram', 'exports');
  await mkdir(drafts, { recursive: true });
  await Promise.all([drafts, dirname(out)].map(sweep));
  const draft = join(drafts, nameInTheMaking());
  await mkdir(draft);
  try {
    const part = join(draft, `file${extname(out)}`);
    await write(part).catch((error: unknown) => {
      throw ofFile(drafts, error);
    });
    await place(part, out, overwrite)
      .catch(async (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EXDEV') throw error;
        // Another file system: only a copy beside the target can be given its name at once.
        const beside = join(dirname(out), nameInTheMaking());
        try {
          await copyFile(part, beside);
          await place(beside, out, overwrite);
        } finally {
          await rm(beside, { force: true });
        }
      })
      .catch((error: unknown) => {
        throw notPlaced(out, error);
      });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** What the system says when a whole file is given its place: of `out`, and not of what was in the making. */
const NOT_PLACED: Readonly<Record<string, readonly [code: ErrorCode, why: string, hint: string]>> = {
  EISDIR: ['conflict', 'a folder of that name has come to be there', 'Choose another name, or put the folder away.'],
  ENOENT: ['not_found', 'its folder is gone', 'Make the folder again, or choose another.'],
  ENOSPC: ['forbidden_path', 'that disk is full', 'Make room there, or choose a folder on another disk.'],
  EDQUOT: ['forbidden_path', 'the room that you may use there is full', 'Make room there, or choose another folder.'],
  EFBIG: ['forbidden_path', 'that disk takes no file as large', 'Choose a folder on another disk.'],
  EROFS: ['forbidden_path', 'that disk can only be read', 'Choose a folder on another disk.'],
  EACCES: ['forbidden_path', 'the rights to that folder are lacking', 'Give yourself the rights, or choose another.'],
  EPERM: ['forbidden_path', 'the system does not allow it', 'Choose another folder.'],
};

function notPlaced(out: string, cause: unknown): unknown {
  const refused = NOT_PLACED[(cause as NodeJS.ErrnoException | null)?.code ?? ''];
  if (cause instanceof ChemigramError || refused === undefined) return cause;
  const [code, why, hint] = refused;
  return new ChemigramError(code, `${out} could not be written: ${why}. Nothing was left there.`, {
    field: 'out',
    hint,
    cause,
  });
}

/** Gives a whole file its name at once; without `overwrite`, one of two who do so is refused. */
async function place(part: string, out: string, overwrite: boolean): Promise<void> {
  if (overwrite) return rename(part, out);
  try {
    await link(part, out);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw isThere(out, error);
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code)) throw error;
    // A file system without hard links, of a memory card say: the name is taken first.
    const taken = await open(out, 'wx').catch((cause: NodeJS.ErrnoException) => {
      throw cause.code === 'EEXIST' ? isThere(out, cause) : cause;
    });
    await taken.close();
    await rename(part, out).catch(async (cause: unknown) => {
      await rm(out, { force: true });
      throw cause;
    });
  }
}

/** Removes what processes that were killed had in the making. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(PREFIX) || !ownerIsGone(name.slice(PREFIX.length))) continue;
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined);
  }
}
