import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { ChemigramError } from '@chemigram/errors';

/** Where darktable-cli may be when it is not on the PATH: the app bundle of a Mac. */
const USUAL_PLACES = ['/Applications/darktable.app/Contents/MacOS/darktable-cli'];
/** A version answer takes well under a second; a program that hangs here is no darktable-cli. */
const VERSION_TIMEOUT_MS = 20_000;

const HOW_TO_INSTALL =
  'Install darktable (Debian and Ubuntu: apt-get install darktable; Mac: brew install --cask darktable) or set ' +
  'CHEMIGRAM_DARKTABLE to the path of a darktable-cli.';

export interface FoundDarktable {
  readonly program: string;
  readonly version: string;
}

const runnable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

async function locate(env: NodeJS.ProcessEnv): Promise<string> {
  const asked = env['CHEMIGRAM_DARKTABLE'];
  if (asked !== undefined && asked !== '') {
    const path = resolve(asked);
    if (await runnable(path)) return path;
    throw new ChemigramError('darktable_missing', `CHEMIGRAM_DARKTABLE is ${asked}, which is not a program I can run.`, {
      field: 'CHEMIGRAM_DARKTABLE',
      hint: HOW_TO_INSTALL,
    });
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  for (const path of [...folders.map((folder) => join(folder, 'darktable-cli')), ...USUAL_PLACES]) {
    if (await runnable(path)) return path;
  }
  throw new ChemigramError('darktable_missing', 'Looked for darktable-cli on the PATH and did not find it.', {
    hint: HOW_TO_INSTALL,
  });
}

/**
 * Finds darktable-cli and asks its version.
 * @param env CHEMIGRAM_DARKTABLE names the program (a wrapper script is fine); otherwise the PATH is searched.
 * @throws darktable_missing when there is none, or when what is there does not answer as darktable-cli does.
 */
export async function findDarktable(env: NodeJS.ProcessEnv): Promise<FoundDarktable> {
  const program = await locate(env);
  const answer = await promisify(execFile)(program, ['--version'], { timeout: VERSION_TIMEOUT_MS, env }).then(
    (out) => `${out.stdout}\n${out.stderr}`,
    (error: { stdout?: string; stderr?: string; message: string }) =>
      `${error.stdout ?? ''}\n${error.stderr ?? ''}\n${error.message}`,
  );
  // 4.2 says "this is darktable-cli 4.2.1", 5.x says "darktable 5.4.1".
  const version = /darktable(?:-cli)? (\d+\.\d+\.\d+)/.exec(answer)?.[1];
  if (version === undefined) {
    throw new ChemigramError(
      'darktable_missing',
      `Asked ${program} for its version and got: ${answer.trim().slice(0, 200) || 'nothing'}.`,
      { hint: HOW_TO_INSTALL },
    );
  }
  return { program, version };
}
