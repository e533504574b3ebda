import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DISPLACED } from './history/working-files.ts';

/** How much the caches of all photos may hold, and for how long what nobody uses is kept. */
export interface CacheBounds {
  readonly bytes: number;
  readonly unusedMs: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The renders of 25 photos at their own bound of 400 MB; a photo that nobody looked at for a month renders anew. */
const CACHE_BOUNDS: CacheBounds = { bytes: 10_000_000_000, unusedMs: 30 * DAY_MS };
/** What was used so lately somebody may be about to read. */
const IN_USE_MS = HOUR_MS;
/** A file in the making that is so old will not be finished. */
const ABANDONED_MS = DAY_MS;
const IN_THE_MAKING = /\.part-\d/;
/** What cannot be made again: what was edited by hand, and rasters of masks, which exported sidecars name. */
const NOT_SWEPT = [DISPLACED, 'masks'];

/** Beside the photos: renders of photos while they are taken in. */
const OWN_CACHES = ['.chemigram/drafts'];
const SWEPT_FILE = '.chemigram/swept';

interface Cached {
  readonly path: string;
  readonly bytes: number;
  /** Since it was written or used. */
  readonly unusedMs: number;
}

/**
 * Removes from the caches of all photos under a home what nobody used for long, and beyond the bound what was unused
 * longest. What goes can be made again.
 * @returns what was removed
 */
export async function sweepCaches(
  home: string,
  bounds: CacheBounds = CACHE_BOUNDS,
  now = Date.now(),
): Promise<{ files: number; bytes: number }> {
  const photos = (await namesIn(home)).filter((name) => !name.startsWith('.')).map((name) => `${name}/cache`);
  const found: Cached[] = [];
  for (const folder of [...photos, ...OWN_CACHES]) found.push(...(await filesBelow(join(home, folder), now)));
  let total = found.reduce((sum, { bytes }) => sum + bytes, 0);
  let [files, freed] = [0, 0];
  for (const { path, bytes, unusedMs } of found.sort((a, b) => b.unusedMs - a.unusedMs)) {
    const isOld = unusedMs > (IN_THE_MAKING.test(path) ? ABANDONED_MS : bounds.unusedMs);
    if (unusedMs <= IN_USE_MS || !(isOld || total > bounds.bytes)) continue;
    await rm(path, { force: true });
    total -= bytes;
    freed += bytes;
    files++;
  }
  return { files, bytes: freed };
}

/** The same where it was not done for a day; what cannot be removed stays until then. */
export async function sweepCachesDaily(home: string, now = Date.now()): Promise<void> {
  const stamp = join(home, SWEPT_FILE);
  const last = await stat(stamp).catch(() => null);
  if (last !== null && now - last.mtimeMs < DAY_MS) return;
  await mkdir(join(stamp, '..'), { recursive: true });
  await writeFile(stamp, new Date(now).toISOString());
  await sweepCaches(home, CACHE_BOUNDS, now);
}

async function filesBelow(folder: string, now: number): Promise<Cached[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries.map(async (entry): Promise<Cached[]> => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return NOT_SWEPT.includes(entry.name) ? [] : filesBelow(path, now);
      const info = entry.isFile() ? await stat(path).catch(() => null) : null;
      return info === null ? [] : [{ path, bytes: info.size, unusedMs: now - info.mtimeMs }];
    }),
  );
  return found.flat();
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
