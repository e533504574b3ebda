import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';

const HOST = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
/** The process's start is the 20th number after its name: field 22 of proc(5)'s stat. */
const START = /^\d+ \(.*\) (?:\S+ ){19}(\d+) /s;
const IDENTITY = /^(\d+)-([0-9a-f]+)-([0-9a-f]{8})/;

/**
 * A name for a process that no other process of this machine had or will have: `<pid>-<start>-<host>`; null when it
 * does not run. The start is needed because in a container every run of a program tends to have the same number.
 */
export async function processIdentity(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  const start = stat === null ? await startByPs(pid) : (START.exec(stat)?.[1] ?? null);
  return start === null ? null : `${pid}-${start}-${HOST}`;
}

async function startByPs(pid: number): Promise<string | null> {
  const text = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
  return text === '' ? null : createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** What is known of the process that a name begins with: `elsewhere` is another machine, or no such name. */
export async function ownerState(name: string): Promise<'runs' | 'gone' | 'elsewhere'> {
  const [identity, pid, , host] = IDENTITY.exec(name) ?? [];
  if (identity === undefined || host !== HOST) return 'elsewhere';
  return (await processIdentity(Number(pid))) === identity ? 'runs' : 'gone';
}
