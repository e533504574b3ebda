import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ownerState, processIdentity } from './processes/process-identity.ts';

const FREE = 'free';
/** Folders of other machines (containers come and go under new names) are swept when nobody used them this long. */
const FOREIGN_AFTER_MS = 7 * 24 * 3600 * 1000;

/** A folder that one darktable at a time may use: `config` and `cache` are kept (0.3 s faster), `job` is emptied. */
export interface WorkerFolder {
  readonly config: string;
  readonly cache: string;
  readonly job: string;
  /** Gives it back for others. */
  release(): Promise<void>;
}

/**
 * Claims a worker folder under `root`, across processes. darktable locks its config folder, so no two may share one.
 *
 * A folder's name says whose it is, and a claim is its renaming: of several that try, one succeeds. Folders of
 * processes that are gone are claimed like free ones.
 */
export async function claimWorkerFolder(root: string): Promise<WorkerFolder> {
  await mkdir(root, { recursive: true });
  const folder = join(root, `${await processIdentity(process.pid)}-${randomName()}`);
  if (!(await takeOver(root, folder))) await mkdir(folder);
  const job = join(folder, 'job');
  await rm(job, { recursive: true, force: true });
  for (const name of ['config', 'cache', 'job']) await mkdir(join(folder, name), { recursive: true });
  // A darktable that was killed leaves the lock of its data base behind.
  for (const name of await readdir(join(folder, 'config'))) {
    if (name.endsWith('.lock')) await rm(join(folder, 'config', name), { force: true });
  }
  return {
    config: join(folder, 'config'),
    cache: join(folder, 'cache'),
    job,
    release: async () => {
      await rm(job, { recursive: true, force: true });
      await rename(folder, join(root, `${FREE}-${randomName()}`));
    },
  };
}

const randomName = (): string => randomBytes(6).toString('hex');

async function takeOver(root: string, folder: string): Promise<boolean> {
  for (const name of await readdir(root)) {
    const owner = name.startsWith(`${FREE}-`) ? 'gone' : await ownerState(name);
    if (owner === 'elsewhere') await sweepForeign(join(root, name));
    if (owner !== 'gone') continue;
    const won = await rename(join(root, name), folder).then(
      () => true,
      () => false,
    );
    if (won) return true;
  }
  return false;
}

async function sweepForeign(folder: string): Promise<void> {
  const info = await stat(folder).catch(() => null);
  if (info === null || Date.now() - info.mtimeMs < FOREIGN_AFTER_MS) return;
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}
