import { readFile } from 'node:fs/promises';

/** Field 2 of proc(5)'s statm counts pages; Linux on all that Node runs on has pages of 4 kB or says VmRSS instead. */
const RSS_KB = /^VmRSS:\s+(\d+) kB$/m;
const KB_PER_MB = 1024;

/**
 * What a process and all that it started hold in memory, in MB; null where /proc does not tell (not Linux, or the process
 * is gone). Pages that several of them share count for each.
 */
export async function treeMemoryMb(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => null);
  const own = status === null ? null : RSS_KB.exec(status)?.[1];
  if (own === null || own === undefined) return null;
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const theirs = await Promise.all(
    children
      .split(' ')
      .filter(Boolean)
      .map((child) => treeMemoryMb(Number(child))),
  );
  return theirs.reduce<number>((sum, each) => sum + (each ?? 0), Number(own) / KB_PER_MB);
}
