import { readFile } from 'node:fs/promises';
import { isSince, OLDEST_DARKTABLE } from '@chemigram/darktable';
import { reportOf } from '@chemigram/errors';
import { findDarktable, workerCount } from '@chemigram/renderer';
import type { Handler, Result } from '../contracts/index.ts';
import type { Studio } from '../studio.ts';

/** Versions, what darktable is there, and the providers, each asked who it is. What cannot be asked says why. */
export const status: Handler<'status', Studio> = async (studio) => {
  const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return {
    result: {
      versions: { chemigram: version, node: process.versions.node },
      darktable: await darktableStatus(studio.env),
      workspace: studio.store.home,
      photos: (await studio.store.list()).length,
      renderer: { ...(await rendererStatus(studio)), workers: workerCount() },
      ...(await providersStatus(studio)),
    },
  };
};

async function rendererStatus(studio: Studio): Promise<{ way: 'warm' | 'cold' | null; why?: string }> {
  const way = await studio.renderer().then(
    (renderer) => renderer.way,
    () => null,
  );
  return way === null ? { way } : { way: way.kind, ...(way.kind === 'cold' ? { why: way.why } : {}) };
}

/** Every provider, started to describe itself where it was not yet; one that cannot be asked says why. */
async function providersStatus({
  providers,
}: Studio): Promise<Pick<Result<'status'>, 'providers' | 'providers_problem'>> {
  try {
    const asked = (await providers.list()).map(async ({ name, tally }) => {
      const { description, problem } = await providers.describe(name).then(
        (description) => ({ description, problem: undefined }),
        (error: unknown) => ({ description: null, problem: reportOf(error).message }),
      );
      const { model = null, version = null, kinds = [], queries = [], cost = null } = description ?? {};
      const said = { name, model, version, kinds: [...kinds], queries: [...queries], cost, took: tally };
      return problem === undefined ? said : { ...said, problem };
    });
    return { providers: await Promise.all(asked) };
  } catch (error) {
    return { providers: [], providers_problem: reportOf(error).message };
  }
}

async function darktableStatus(env: NodeJS.ProcessEnv) {
  try {
    const { program, version } = await findDarktable(env);
    const supported = isSince(version, OLDEST_DARKTABLE);
    return {
      path: program,
      version,
      supported,
      ...(supported ? {} : { hint: `Install darktable ${OLDEST_DARKTABLE} or later.` }),
    };
  } catch (error) {
    const { message, hint } = reportOf(error);
    return { path: null, version: null, supported: false, hint: hint ?? message };
  }
}
