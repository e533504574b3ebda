import { readFile } from 'node:fs/promises';
import { isSince, moduleTooNew, OLDEST_DARKTABLE, RELEASES } from '@chemigram/darktable';
import { reportOf } from '@chemigram/errors';
import { findDarktable, workerCount } from '@chemigram/renderer';
import type { LoadedLook, Primitive } from '@chemigram/vocabulary';
import type { Handler, Result } from '../contracts/index.ts';
import { maskOfPack } from '../named-masks/lookup.ts';
import type { Studio } from '../studio.ts';
import { describeMove } from '../words/words.ts';

export const listVocabulary: Handler<'list_vocabulary', Studio> = async (studio, { query, group }) => {
  const vocabulary = await studio.vocabulary();
  const entries = vocabulary
    .list({ text: query })
    .filter((each) => group === undefined || each.group === group)
    .map((primitive) => {
      const { name, title, description, words, parameters, masks, where, cost, example } = primitive;
      return {
        name,
        kind: 'primitive' as const,
        title,
        group: primitive.group,
        description,
        words: [...words],
        parameters,
        masks,
        where,
        darktable: oldestFor(primitive),
        cost,
        example,
      };
    });
  const looks = [...(await studio.looks()).values()]
    .filter((look) => (group === undefined || look.group === group) && mentions(look, query))
    .map((look) => shownLook(look, studio.store.home));
  return { result: { entries, looks } };
};

const mentions = ({ name, title, description, words }: LoadedLook, text = ''): boolean =>
  [name, title, description, ...words].some((part) => part.toLowerCase().includes(text.toLowerCase()));

function shownLook(look: LoadedLook, home: string) {
  const { name, title, group, description, words, likely_wrong_when = [], moves, file } = look;
  const does = moves.map(({ primitive, values, mask_spec }) =>
    describeMove({ primitive, values, mask: mask_spec === undefined ? null : maskOfPack(mask_spec), label: null }),
  );
  const source = file.startsWith(home) ? ('personal' as const) : ('shipped' as const);
  return { name, title, group, description, words, likely_wrong_when, source, does };
}

/** The oldest darktable that can do it, of those whose modules are known. */
const oldestFor = ({ modules, otherwise }: Primitive): string =>
  RELEASES.find((release) =>
    [modules, otherwise].some((uses) =>
      uses?.every(({ operation, version }) => moduleTooNew(operation, version, release) === null),
    ),
  ) ?? `newer than ${RELEASES.at(-1)!}`;

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
