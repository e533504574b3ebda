import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isMissing } from './if-there.ts';

/**
 * File systems that show what the kernel knows, by the numbers of Linux' `magic.h`: nobody can keep files there. They have to be
 * known before, for where `/proc` answers that a new folder's parent is missing, Node's recursive mkdir makes that parent again
 * and again, for ever.
 */
const OF_THE_KERNEL: ReadonlySet<number> = new Set([
  0x9fa0, // proc
  0x62656572, // sysfs
  0x27e0eb, // cgroup
  0x63677270, // cgroup2
  0x1cd1, // devpts
  0x64626720, // debugfs
  0x74726163, // tracefs
  0x73636673, // securityfs
  0x62656570, // configfs
]);

/**
 * Why no folder can be made at a path, or no file in the one that is there, in words that follow its name; null where nothing
 * speaks against it yet.
 */
export async function whyNoFolder(path: string): Promise<string | null> {
  const there = await nearestThere(path);
  if (there === null) return null;
  const where = there.path === path ? 'is' : `is below ${there.path}, which is`;
  if (!there.isFolder) return `${where} a file or a device and no folder`;
  return OF_THE_KERNEL.has((await statfs(there.path)).type) ? `${where} a view of the kernel and keeps no files` : null;
}

/** What lies at the path, or else the nearest folder above it that is there; null where the system does not let see it. */
async function nearestThere(path: string): Promise<{ path: string; isFolder: boolean } | null> {
  for (let at = path; ; at = dirname(at)) {
    try {
      return { path: at, isFolder: (await stat(at)).isDirectory() };
    } catch (error) {
      if (!isMissing(error) || at === dirname(at)) return null;
    }
  }
}
