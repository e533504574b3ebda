import { execFile } from 'node:child_process';
import { cpus, platform, release, totalmem } from 'node:os';
import { promisify } from 'node:util';

/** From this load on other work runs beside, and times say less than ratios. */
const SHARED_LOAD = 1;

/**
 * What a run was measured on, in lines.
 * @param load of the machine before the run began
 */
export async function describeMachine(darktable: string, load: number): Promise<string[]> {
  const beside = load < SHARED_LOAD ? 'nothing else ran' : 'other work ran beside: the ratios say more than the times';
  return [
    `${cpus().length} cores of ${cpus()[0]?.model}, ${(totalmem() / 1e9).toFixed(0)} GB, ${platform()} ${release()}`,
    `darktable ${darktable}, Node ${process.version}, commit ${await commit()}, ${new Date().toISOString().slice(0, 10)}`,
    `load ${load.toFixed(1)} at the start: ${beside}`,
  ];
}

async function commit(): Promise<string> {
  const git = (...args: string[]): Promise<string> =>
    promisify(execFile)('git', args, { cwd: import.meta.dirname }).then(
      ({ stdout }) => stdout.trim(),
      () => '',
    );
  const changed = (await git('status', '--porcelain', '--untracked-files=no')) !== '';
  return `${(await git('rev-parse', '--short', 'HEAD')) || 'unknown'}${changed ? ' with changes' : ''}`;
}
