import { readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { processIdentity } from '../processes/process-identity.ts';
import { startProcess } from '../processes/start-process.ts';

/** A display without a screen: nothing is ever drawn on it. */
export interface Display {
  /** `:99`, for DISPLAY. */
  readonly name: string;
  close(): Promise<void>;
}

/** It says its number within some 50 ms. */
const START_TIMEOUT_MS = 10_000;
const SMALLEST_SCREEN = '64x64x24';

/**
 * Starts Xvfb under a number that it chooses itself.
 * @throws Error, with what it said, when it does not start
 */
export async function startDisplay(xvfb: string, env: NodeJS.ProcessEnv): Promise<Display> {
  const args = ['-displayfd', '1', '-screen', '0', SMALLEST_SCREEN, '-nolisten', 'tcp'];
  const server = startProcess(xvfb, args, { env, gently: true });
  const said = new Promise<string>((settle) =>
    server.onOutput(() => {
      const [, number] = /^(\d+)\n/m.exec(server.log()) ?? [];
      if (number !== undefined) settle(number);
    }),
  );
  const died = server.ended.then(() => Promise.reject(new Error(`Xvfb ended: ${server.log().trim().slice(-200)}`)));
  const late = sleep(START_TIMEOUT_MS, undefined, { ref: false }).then(() =>
    Promise.reject(new Error('Xvfb did not say its number')),
  );
  for (const promise of [died, late]) promise.catch(() => undefined);
  const number = await Promise.race([said, died, late]).catch(async (error: unknown) => {
    server.kill();
    await server.gone();
    throw error;
  });
  return {
    name: `:${number}`,
    close: async () => {
      server.kill();
      await server.gone();
      await removeLeftBehind(number);
    },
  };
}

/** One that was killed leaves its lock and its socket; those of another one that took the number meanwhile stay. */
async function removeLeftBehind(number: string): Promise<void> {
  const lock = `/tmp/.X${number}-lock`;
  const owner = Number(await readFile(lock, 'utf8').catch(() => Number.NaN));
  if (Number.isNaN(owner) || (await processIdentity(owner)) !== null) return;
  for (const file of [lock, `/tmp/.X11-unix/X${number}`]) await rm(file, { force: true }).catch(() => undefined);
}
