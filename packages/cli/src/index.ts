import { readFileSync } from 'node:fs';
import { CONTRACT_LIST, createEngine } from '@chemigram/engine';
import { guardStdout } from '@chemigram/providers/stdout-guard';
import { main, wantsJson } from './main.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** Aborted by the first Ctrl-C, or when the terminal is closed; the second ends the process at once, as one expects of it. */
function signalOfProcess(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort();
    });
  }
  return controller.signal;
}

/** Runs the command line of this process and ends it with its exit code. */
export async function runProcess(): Promise<void> {
  const argv = process.argv.slice(2);
  // With --json nothing but the one object may reach stdout, not even what a dependency prints.
  const out = wantsJson(argv) ? guardStdout() : process.stdout;
  // A reader that has seen enough (`| head`) is no failure.
  out.on('error', () => undefined);
  const code = await main(argv, {
    version,
    contracts: CONTRACT_LIST,
    createEngine: (session) =>
      createEngine({
        env: process.env,
        // A verb ends with its answer; a server has time between two of them.
        stays: session === undefined,
        ...(process.env['CHEMIGRAM_SESSION'] || session === undefined ? {} : { session }),
      }),
    async serveMcp(engine, signal) {
      const { serveMcp } = await import('@chemigram/mcp');
      const server = serveMcp(engine, {
        identity: { name: 'chemigram', version },
        onerror: (error) => console.error(`chemigram: ${error.message}`),
      });
      signal.addEventListener('abort', () => void server.close(), { once: true });
      await server.closed;
    },
    stdout: (text) => void out.write(text),
    stderr: process.stderr,
    signal: signalOfProcess(),
  });
  // What was written is out before the process ends; whatever still holds it open (a socket, a timer) does not matter.
  out.write('', () => process.exit(code));
}
