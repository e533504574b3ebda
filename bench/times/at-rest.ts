import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_MS = 100;
/** So long nothing may be at work: what is made ahead begins a quarter of a second after what was asked. */
const QUIET_MS = 300;
/** What is at work for longer is a part of what is measured. */
const PATIENCE_MS = 20_000;
/** Of a processor. Less than this is listening, not work. */
const IDLE_SHARE = 0.1;
/** The unit of /proc, on every Linux of today (`getconf CLK_TCK`). */
const TICK_MS = 10;

/**
 * Waits until what the case before has left to be made ahead is done: it would fall on whichever case comes next. Where the
 * system does not tell what processes do, it waits as long as such work mostly takes.
 */
export async function atRest(): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  let before = await workOf(process.pid);
  if (before === null) return sleep(2 * QUIET_MS);
  for (let quiet = 0; quiet < QUIET_MS && performance.now() < until;) {
    await sleep(LOOK_MS);
    const now: number = (await workOf(process.pid)) ?? before;
    quiet = now - before <= IDLE_SHARE * LOOK_MS ? quiet + LOOK_MS : 0;
    before = now;
  }
}

/** Milliseconds of processor that a process and all below it have taken; null where the system does not tell. */
async function workOf(root: number): Promise<number | null> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const all = (await Promise.all(pids.map(workAndParent))).filter((one) => one !== null);
  if (all.length === 0) return null;
  const below = (of: number): number =>
    all.filter(({ parent }) => parent === of).reduce((sum, one) => sum + one.milliseconds + below(one.pid), 0);
  return below(root) + (all.find(({ pid }) => pid === root)?.milliseconds ?? 0);
}

async function workAndParent(pid: string): Promise<{ pid: number; parent: number; milliseconds: number } | null> {
  // One that has ended meanwhile works no more.
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (stat === null) return null;
  // Behind the name, which may hold anything: state, parent, and ten fields later the ticks of user and system (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const milliseconds = TICK_MS * (Number(fields[11]) + Number(fields[12]));
  return { pid: Number(pid), parent: Number(fields[1]), milliseconds };
}
