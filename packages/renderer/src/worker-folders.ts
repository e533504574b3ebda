import { mkdir, open, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const CLAIM = 'claimed-by';
const MAX_WORKERS = 64;

/** A folder that one darktable at a time may use: `config` and `cache` are kept (0.3 s faster), `job` is emptied. */
export interface WorkerFolder {
  readonly config: string;
  readonly cache: string;
  readonly job: string;
  release(): Promise<void>;
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/**
 * Claims the first free worker folder under `root`, across processes. darktable locks its config folder, so no two
 * may share one; a claim whose process is gone is taken over.
 */
export async function claimWorkerFolder(root: string): Promise<WorkerFolder> {
  for (let n = 1; n <= MAX_WORKERS; n++) {
    const folder = join(root, `worker-${n}`);
    await mkdir(folder, { recursive: true });
    const claim = join(folder, CLAIM);
    if (!(await tryClaim(claim))) continue;
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
        await rm(claim, { force: true });
      },
    };
  }
  throw new Error(`all ${MAX_WORKERS} worker folders under ${root} are claimed by running processes`);
}

async function tryClaim(claim: string): Promise<boolean> {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const handle = await open(claim, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(await readFile(claim, 'utf8').catch(() => ''));
    // An empty claim is one being written this moment by somebody else.
    if (!Number.isInteger(holder) || holder <= 0 || holder === process.pid || alive(holder)) return false;
    await rm(claim, { force: true });
  }
  return false;
}
