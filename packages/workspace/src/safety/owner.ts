import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

// Locks, temporary files and exports in the making carry the name of the process that made them. Whoever finds one can then tell at once,
// without waiting for it to grow old, whether its maker was killed.

const HOST = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
const TAG = /^(\d+)-([0-9a-f]{8})-([0-9a-f]+)$/;

/** Another process may have had this one's id before: in a container every run of a program tends to have the same. */
const RUN = randomBytes(6).toString('hex');
let made = 0;

/** A name for something that this process makes: `<pid>-<host>-<random and count>`; no two are alike. */
export function ownerTag(): string {
  return `${process.pid}-${HOST}-${RUN}${(made++).toString(16).padStart(6, '0')}`;
}

/** True when the process of this tag certainly no longer runs; false when it does, or ran on another machine. */
export function ownerIsGone(tag: string): boolean {
  const [, pid, host, run] = TAG.exec(tag) ?? [];
  if (pid === undefined || host !== HOST) return false;
  if (Number(pid) === process.pid) return !run!.startsWith(RUN);
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
