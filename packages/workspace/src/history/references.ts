import { ChemigramError, nearestNames } from '@chemigram/errors';
import { isObjectId } from '../git/git-object.ts';
import { BRANCHES, TAGS, type Repository } from './repository.ts';
import type { Snapshot } from './snapshot.ts';

/** The first snapshot, remembered so that finding it costs the same however long the history is. */
export const ORIGINAL_REF = 'refs/chemigram/original';

const FOLDER = { tag: TAGS, branch: BRANCHES } as const;

const SHORTEST_PREFIX = 4;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
/** Names made by hand with git may also have folders. */
const LOOKED_UP = /^[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/;
const LONGEST_NUMBER = 9;

/**
 * The snapshot that a person or a model means: HEAD, original, a tag, a branch, or at least 4 digits of an id that
 * begin only one snapshot; each with ~N for the N-th before it.
 *
 * @throws ChemigramError not_found with what there is, conflict when several begin so, out_of_range for ~N too far
 */
export async function resolveReference(repository: Repository, ref: string): Promise<Snapshot> {
  const parts = /^([^~^]+)(?:~(\d*)|\^)?$/.exec(ref.trim());
  if (parts === null || (parts[2]?.length ?? 0) > LONGEST_NUMBER) throw await unknownReference(repository, ref);
  const [whole, name = '', count] = parts;
  const steps = whole.endsWith('^') || count === '' ? 1 : Number(count ?? 0);
  const oid = await lookUp(repository, name);
  if (oid === null) throw await unknownReference(repository, ref);
  return stepsBefore(repository, oid, steps, ref);
}

/**
 * The N-th snapshot before another.
 *
 * @throws ChemigramError out_of_range when the history does not reach that far back
 */
async function stepsBefore(repository: Repository, oid: string, steps: number, ref: string): Promise<Snapshot> {
  let passed = 0;
  for await (const snapshot of repository.line(oid)) {
    if (passed === steps) return snapshot;
    passed++;
  }
  throw new ChemigramError('out_of_range', `"${ref}" reaches back too far: there are ${passed - 1} snapshots before.`, {
    field: 'ref',
    hint: '"original" is the first snapshot.',
  });
}

async function lookUp(repository: Repository, name: string): Promise<string | null> {
  if (name === 'HEAD') return (await repository.head()).oid;
  if (name === 'original') return repository.ref(ORIGINAL_REF);
  // One that was read before and is gone since is damage, and no name that nobody knows.
  if (repository.hasRead(name)) return name;
  if (isObjectId(name)) return (await repository.snapshotsBeginningWith(name))[0] ?? null;
  if (LOOKED_UP.test(name)) {
    const named = (await tagged(repository, name)) ?? (await repository.ref(BRANCHES + name));
    if (named !== null) return named;
  }
  if (!/^[0-9a-f]{4,40}$/.test(name)) return null;
  const found = await repository.snapshotsBeginningWith(name);
  if (found.length <= 1) return found[0] ?? null;
  throw new ChemigramError('conflict', `"${name}" begins ${found.length} snapshots: ${found.join(', ')}.`, {
    field: 'ref',
    hint: 'Give more digits.',
  });
}

async function tagged(repository: Repository, name: string): Promise<string | null> {
  const oid = await repository.ref(TAGS + name);
  return oid === null ? null : repository.peel(oid);
}

async function unknownReference(repository: Repository, ref: string): Promise<ChemigramError> {
  const tags = await namesBelow(repository, TAGS);
  const branches = await namesBelow(repository, BRANCHES);
  const nearest = nearestNames(ref, ['HEAD', 'original', ...tags, ...branches]);
  return new ChemigramError('not_found', `There is no snapshot "${ref}".`, {
    field: 'ref',
    hint:
      `Nearest names: ${nearest.join(', ')}. ` +
      `Also known: HEAD~N, and the first ${SHORTEST_PREFIX} or more digits of an id in the log.`,
  });
}

/** The names of all tags or branches, sorted. */
async function namesBelow(repository: Repository, folder: string): Promise<string[]> {
  return (await repository.refsBelow(folder)).map((name) => name.slice(folder.length)).sort();
}

/** A name that somebody gave to a snapshot, or to a line of them. */
export interface Named {
  name: string;
  snapshot: Snapshot;
}

/** All tags or branches with what they name, sorted by name. */
export async function allNamed(repository: Repository, folder: string): Promise<Named[]> {
  const all: Named[] = [];
  for (const name of await namesBelow(repository, folder)) {
    const oid = await repository.ref(folder + name);
    if (oid !== null) all.push({ name, snapshot: await repository.snapshot(await repository.peel(oid)) });
  }
  return all;
}

/**
 * Gives a snapshot a new name. Call it under the lock.
 *
 * @throws ChemigramError invalid_input for what cannot be a name, conflict when a tag or branch has it
 */
export async function giveName(
  repository: Repository,
  kind: 'tag' | 'branch',
  name: string,
  oid: string,
): Promise<void> {
  await mustBeFree(repository, kind, name, 'name');
  await repository.setRef(FOLDER[kind] + name, oid);
}

/** Refuses a name that cannot be given: it is none, or a tag or branch has it. */
export async function mustBeFree(
  repository: Repository,
  kind: 'tag' | 'branch',
  name: string,
  field: string,
): Promise<void> {
  checkReferenceName(name, kind, field);
  for (const [what, folder] of Object.entries(FOLDER)) {
    if ((await repository.ref(folder + name)) === null) continue;
    throw new ChemigramError('conflict', `There is a ${what} "${name}" already.`, {
      field,
      hint: 'Choose another name.',
    });
  }
}

/**
 * The snapshot that a tag or branch of exactly this name stands for.
 *
 * @throws ChemigramError not_found with the nearest names of its kind
 */
export async function namedSnapshot(repository: Repository, kind: 'tag' | 'branch', name: string): Promise<Snapshot> {
  const folder = FOLDER[kind];
  const oid = LOOKED_UP.test(name) ? await repository.ref(folder + name) : null;
  if (oid !== null) return repository.snapshot(await repository.peel(oid));
  const names = await namesBelow(repository, folder);
  throw new ChemigramError('not_found', `There is no ${kind} "${name}".`, {
    field: 'name',
    hint: names.length === 0 ? `There is no ${kind} yet.` : `Nearest: ${nearestNames(name, names).join(', ')}.`,
  });
}

/** Refuses what cannot be the name of a new tag or branch, or would be taken for something else. */
function checkReferenceName(name: string, kind: 'tag' | 'branch', field: string): void {
  if (mayBeName(name)) return;
  const near = name
    .trim()
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replaceAll(/^[._-]+|[._-]+$/g, '');
  throw new ChemigramError(
    'invalid_input',
    `${JSON.stringify(name)} cannot name a ${kind}: letters, digits, ".", "_", "-", the first a letter or digit; ` +
      'not HEAD, not original, nothing that reads like the id of a snapshot.',
    { field, ...(mayBeName(near) ? { hint: `For example ${near}.` } : {}) },
  );
}

function mayBeName(name: string): boolean {
  const taken = ['head', 'original'].includes(name.toLowerCase()) || /^[0-9a-f]{4,40}$/.test(name);
  return NAME.test(name) && !taken && !/\.\.|\.$|\.lock$/.test(name);
}
