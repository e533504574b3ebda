import { readFile, readdir } from 'node:fs/promises';

/** `pid (comm) state ppid pgrp ...`; the name may hold anything, also parentheses: see proc(5). */
const STAT = /^\d+ \(.*\) (\S) -?\d+ (-?\d+) /s;
/** A zombie holds no file and runs no code; in a container without an init it stays for ever. */
const DEAD = ['Z', 'X'];

/** Whether a process of this group still runs. Zombies do not count, where /proc tells them apart. */
export async function groupIsAlive(group: number): Promise<boolean> {
  try {
    process.kill(-group, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const pids = await readdir('/proc').catch(() => null);
  if (pids === null) return true;
  for (const pid of pids.filter((name) => /^\d+$/.test(name))) {
    const [, state, itsGroup] = STAT.exec(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')) ?? [];
    if (Number(itsGroup) === group && !DEAD.includes(state!)) return true;
  }
  return false;
}
