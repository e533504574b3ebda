import { spawn } from 'node:child_process';

/**
 * Reading returns when the other end of the pipe is gone: nobody writes to it. A provider that is at work, or hangs, does not
 * hear that its own stdin was closed, and a killed chemigram kills nothing.
 */
const WATCH = 'read -r never; kill -s KILL -- "-$1"';

/**
 * Sees to it that a process group ends with us, however we end.
 * @param group its number, that of its leader
 * @returns what ends the watch, once the group is gone: its number may be another's then
 */
export function endsWithUs(group: number): () => void {
  // Windows has no groups.
  if (process.platform === 'win32') return () => undefined;
  // In a session of its own: what ends us by our terminal does not end it before.
  const watch = spawn('/bin/sh', ['-c', WATCH, 'sh', String(group)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Where it cannot be started, the provider runs without.
  for (const part of [watch, watch.stdin]) part.on('error', () => undefined);
  return () => {
    watch.kill('SIGKILL');
    watch.stdin.destroy();
  };
}
