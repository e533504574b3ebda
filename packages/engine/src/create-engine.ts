import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { ChemigramError, nearestNames } from '@chemigram/errors';
import { findDarktable } from '@chemigram/renderer';
import { whyNoFolder } from '@chemigram/workspace';
import type { Call, Engine, Outcome } from './contract.ts';
import { checkArguments } from './contracts/schema/check-arguments.ts';
import { CONTRACT_LIST, CONTRACTS } from './contracts/index.ts';
import type { OperationName } from './contracts/index.ts';
import { toldAsTakenAway } from './files/taken-away.ts';
import { HANDLERS } from './operations/index.ts';
import { Studio } from './studio.ts';
import { withToldDigits } from './told-digits.ts';

/** How an engine is used: by one call or by a server, and under whose name it writes its transcript. */
export interface EngineOptions {
  /** Workspaces and caches; default CHEMIGRAM_HOME, else ~/Pictures/Chemigram. */
  readonly home?: string;
  /** The darktable-cli to use; default CHEMIGRAM_DARKTABLE, else the one on the PATH. */
  readonly darktable?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What the transcript is called; default CHEMIGRAM_SESSION, else one of its own for each engine. */
  readonly session?: string;
  /**
   * Whether it stays for many operations, as a server does: darktables are kept warm, and what will soon be asked for is
   * made while nothing is asked. A single command would only pay for it. What comes out is the same.
   */
  readonly stays?: boolean;
}

/**
 * Opens the engine. Nothing is written until an operation needs it, and nothing started but, where it stays, a look for
 * darktable.
 */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  const env = { ...(options.env ?? process.env) };
  if (options.darktable !== undefined) env['CHEMIGRAM_DARKTABLE'] = options.darktable;
  const home = resolve(options.home ?? (env['CHEMIGRAM_HOME'] || join(homedir(), 'Pictures', 'Chemigram')));
  const run: Engine['run'] = async (name, args, call) => {
    // Before the transcript, which would be written there.
    await checkHome(home);
    return studio.recorder.record(name, args, async (onStep) => {
      const operation = operationNamed(name);
      const checked = checkArguments(CONTRACTS[operation], args ?? {});
      if (call.signal.aborted) throw new ChemigramError('cancelled', `${name} was cancelled before it began.`);
      // The table's types tie each handler to its own contract; together they are a union that no call fits.
      const handler = HANDLERS[operation] as (studio: Studio, args: unknown, call: unknown) => Promise<Outcome>;
      const own = { ...call, progress: (...how) => call.progress(...how), onStep } satisfies Call;
      const outcome = await handler(studio, checked, own).catch((error: unknown) => {
        throw toldAsTakenAway(home, error);
      });
      return { ...outcome, result: withToldDigits(outcome.result) };
    });
  };
  const session = options.session ?? (env['CHEMIGRAM_SESSION'] || sessionOfItsOwn());
  const studio = new Studio(home, env, { session, run, stays: options.stays ?? false });
  // Whoever needs it hears what is wrong.
  if (options.stays === true) findDarktable(env).catch(() => undefined);
  return { contracts: CONTRACT_LIST, run, close: () => studio.close() };
}

/** "2026-03-01T10-20-30Z-4711": when it began, and the process. */
const sessionOfItsOwn = (): string =>
  `${new Date().toISOString().replace(/\.\d+/, '').replaceAll(':', '-')}-${process.pid}`;

/** A home in which nothing can ever be kept is refused by every operation, so that nobody believes to have no photos. */
async function checkHome(home: string): Promise<void> {
  const why = await whyNoFolder(home);
  if (why === null) return;
  throw new ChemigramError('forbidden_path', `The home of the photos cannot be ${home}: it ${why}.`, {
    field: 'CHEMIGRAM_HOME',
    hint: 'Set CHEMIGRAM_HOME to a folder that you may write to, such as ~/Pictures/Chemigram.',
  });
}

function operationNamed(name: string): OperationName {
  if (Object.hasOwn(CONTRACTS, name)) return name as OperationName;
  throw new ChemigramError('unknown_name', `There is no operation "${name}".`, {
    hint: `Nearest: ${nearestNames(name, Object.keys(CONTRACTS)).join(', ')}.`,
  });
}
