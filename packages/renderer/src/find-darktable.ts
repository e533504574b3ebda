import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import { isProgram, onPath } from './on-path.ts';
import { runProcess } from './processes/run-process.ts';

/** Where darktable-cli may be when it is not on the PATH: the app bundle of a Mac. */
const USUAL_PLACES = ['/Applications/darktable.app/Contents/MacOS/darktable-cli'];
/** A version answer takes well under a second; a program that hangs here is no darktable-cli. */
const VERSION_TIMEOUT_MS = 20_000;
/** 4.2 says "this is darktable-cli 4.2.1", 5.x says "darktable 5.4.1". */
const VERSION = /\bdarktable(?:-cli)? (\d+\.\d+\.\d+)/;
/** So much of a strange answer is shown. */
const ANSWER_LENGTH = 200;

const HOW_TO_INSTALL =
  'Install darktable (Debian and Ubuntu: apt-get install darktable; Mac: brew install --cask darktable) or set ' +
  'CHEMIGRAM_DARKTABLE to the path of a darktable-cli.';

export interface FoundDarktable {
  readonly program: string;
  /** `4.2.1` */
  readonly version: string;
}

export interface FindOptions {
  /** How long the program may take to say its version; default 20 s. */
  readonly timeoutMs?: number;
}

async function locate(env: NodeJS.ProcessEnv): Promise<string> {
  const asked = env['CHEMIGRAM_DARKTABLE'];
  if (asked !== undefined && asked !== '') {
    const path = resolve(asked);
    if (await isProgram(path)) return path;
    throw new ChemigramError(
      'darktable_missing',
      `CHEMIGRAM_DARKTABLE is ${asked}, which is not a program I can run.`,
      {
        field: 'CHEMIGRAM_DARKTABLE',
        hint: HOW_TO_INSTALL,
      },
    );
  }
  const found = await onPath(env, ['darktable-cli']);
  if (found !== null) return found;
  for (const path of USUAL_PLACES) if (await isProgram(path)) return path;
  throw new ChemigramError('darktable_missing', 'Looked for darktable-cli on the PATH and did not find it.', {
    hint: HOW_TO_INSTALL,
  });
}

/**
 * Finds darktable-cli and asks its version. A program that has answered is not asked again as long as its file is the same.
 * @param env CHEMIGRAM_DARKTABLE names the program (a wrapper script is fine); otherwise the PATH is searched.
 * @throws darktable_missing when there is none, or when what is there does not answer as darktable-cli does.
 */
export async function findDarktable(env: NodeJS.ProcessEnv, options: FindOptions = {}): Promise<FoundDarktable> {
  const program = await locate(env);
  const { ino, size, mtimeMs, ctimeMs } = await stat(program);
  const file = JSON.stringify([program, ino, size, mtimeMs, ctimeMs]);
  const asked = answers.get(file) ?? askVersion(program, env, options.timeoutMs ?? VERSION_TIMEOUT_MS);
  answers.set(file, asked);
  try {
    return { program, version: await asked };
  } catch (error) {
    answers.delete(file);
    throw error;
  }
}

/** What programs said, or are saying; starting one takes as long as the least of a first picture's own work. */
const answers = new Map<string, Promise<string>>();

async function askVersion(program: string, env: NodeJS.ProcessEnv, timeoutMs: number): Promise<string> {
  const { log, stopped } = await runProcess(program, ['--version'], env, { timeoutMs });
  const version = VERSION.exec(log)?.[1];
  if (version !== undefined) return version;
  const said = log.trim().slice(0, ANSWER_LENGTH);
  const answer = stopped === null ? said || 'nothing' : `no end within ${timeoutMs / 1000} s`;
  throw new ChemigramError('darktable_missing', `Asked ${program} for its version and got: ${answer}.`, {
    hint: HOW_TO_INSTALL,
  });
}
