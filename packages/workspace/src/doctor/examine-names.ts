import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere } from '../safety/if-there.ts';
import { isObjectId } from '../git/git-object.ts';
import { mayBeRef, packedRefs } from '../git/ref-files.ts';
import { BRANCHES, type Repository } from '../history/repository.ts';
import type { Snapshot } from '../history/snapshot.ts';
import type { Trouble } from './trouble.ts';

/** A ref that cannot be followed to a whole state, and where it can be put instead. */
export interface BrokenRef {
  readonly name: string;
  readonly target: Snapshot | null;
}

/** Where HEAD can be put: on a branch, or on a state by itself. */
export type Goal = { readonly branch: string } | { readonly oid: string };

/** Names that lead to no whole state. */
export async function examineRefs(
  repository: Repository,
  whole: ReadonlyMap<string, Snapshot>,
  troubles: Trouble[],
): Promise<BrokenRef[]> {
  const broken: BrokenRef[] = [];
  for (const name of await refNames(repository)) {
    const text = (await readIfThere(join(repository.gitdir, name)))?.toString('latin1').trim();
    const oid = text ?? (await repository.ref(name)) ?? '';
    if (isObjectId(oid) && (whole.has(oid) || (await isAnnotation(repository, oid, whole)))) continue;
    const target = await nearestWhole(repository, oid, whole);
    broken.push({ name, target });
    troubles.push({
      kind: 'ref',
      where: name,
      what: isObjectId(oid)
        ? `The state ${oid} cannot be read whole.`
        : `It says ${JSON.stringify(oid)}, which is no snapshot.`,
      remedy:
        whole.size === 0
          ? null
          : target === null
            ? 'Take the name away.'
            : `Put it at ${said(target)}, the newest whole state that leads there.`,
    });
  }
  return broken;
}

/** States on the way of a whole one that are not whole themselves: nothing brings them back, but they are told. */
export async function examineLines(
  repository: Repository,
  whole: ReadonlyMap<string, Snapshot>,
  brokenRefs: readonly BrokenRef[],
  troubles: Trouble[],
): Promise<void> {
  const broken = new Set(brokenRefs.map(({ name }) => name));
  const seen = new Set<string>();
  for (const name of await refNames(repository)) {
    const tip = broken.has(name) ? null : await repository.ref(name);
    for (let next = tip === null ? null : await repository.peel(tip); next !== null && !seen.has(next);) {
      const oid: string = next;
      seen.add(oid);
      const readable = await repository.objects.read(oid).then(
        () => true,
        () => false,
      );
      if (!whole.has(oid)) {
        const what = readable
          ? 'Not all of its files can be read; those before and after it stay.'
          : 'It cannot be read, nor what led to it be reached from here; those after it stay.';
        troubles.push({ kind: 'object', where: `state ${oid}`, what, remedy: null });
      }
      next = readable ? (await repository.snapshot(oid)).parent : null;
    }
  }
}

const said = ({ short, message }: Snapshot): string => `${short} (${message.split('\n')[0]})`;

/** Every ref, of loose files also those that hold nonsense. */
export async function refNames(repository: Repository): Promise<string[]> {
  const files = await readdir(join(repository.gitdir, 'refs'), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  const loose = files
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.lock'))
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(repository.gitdir.length + 1)
        .replaceAll('\\', '/'),
    );
  return [...new Set([...loose, ...packedRefs(repository.gitdir).keys()])].sort();
}

async function isAnnotation(
  repository: Repository,
  oid: string,
  whole: ReadonlyMap<string, Snapshot>,
): Promise<boolean> {
  const peeled = await repository.peel(oid).catch(() => oid);
  return peeled !== oid && whole.has(peeled);
}

/** The newest whole state on the way back from a broken one; for what names nothing, the newest of all. */
async function nearestWhole(
  repository: Repository,
  oid: string,
  whole: ReadonlyMap<string, Snapshot>,
): Promise<Snapshot | null> {
  for (let next: string | null = isObjectId(oid) ? oid : null; next !== null;) {
    const found = whole.get(next);
    if (found !== undefined) return found;
    next = await repository.snapshot(next).then(
      ({ parent }) => parent,
      () => null,
    );
  }
  return newest(whole);
}

/** The newest state; of several of one second the one that none of them was made from. */
function newest(whole: ReadonlyMap<string, Snapshot>): Snapshot | null {
  const parents = new Set([...whole.values()].map(({ parent }) => parent));
  const ends = [...whole.values()].filter(({ id }) => !parents.has(id));
  return ends.reduce<Snapshot | null>((best, each) => (best === null || each.at > best.at ? each : best), null);
}

/** Where HEAD is to be put; null where it is whole, or is so again once its branch is, which is then added to the broken. */
export async function examineHead(
  repository: Repository,
  whole: ReadonlyMap<string, Snapshot>,
  brokenRefs: BrokenRef[],
  troubles: Trouble[],
): Promise<Goal | null> {
  const text = (await readIfThere(join(repository.gitdir, 'HEAD')))?.toString('utf8').trim();
  if (text !== undefined && isObjectId(text) && whole.has(text)) return null;
  const ref = text?.startsWith('ref: ') === true ? text.slice('ref: '.length) : '';
  const branch = ref.startsWith(BRANCHES) && mayBeRef(ref) ? ref.slice(BRANCHES.length) : null;
  const usable = async (name: string): Promise<boolean> =>
    brokenRefs.some((broken) => broken.name === BRANCHES + name && broken.target !== null) ||
    (await repository.ref(BRANCHES + name).catch(() => null)) !== null;
  if (branch !== null && (await usable(branch))) return null;
  const target = newest(whole);
  if (branch !== null && target !== null) {
    brokenRefs.push({ name: BRANCHES + branch, target });
    troubles.push({
      kind: 'head',
      where: 'HEAD',
      what: `It names the branch "${branch}", which does not exist.`,
      remedy: `Make the branch again at ${said(target)}, the newest whole state.`,
    });
    return null;
  }
  const names = (await refNames(repository)).filter((name) => name.startsWith(BRANCHES));
  const others: string[] = [];
  for (const name of names) if (await usable(name.slice(BRANCHES.length))) others.push(name.slice(BRANCHES.length));
  const only = others.length === 1 ? others[0]! : others.find((name) => name === 'main');
  const goal: Goal | null = only !== undefined ? { branch: only } : target === null ? null : { oid: target.id };
  troubles.push({
    kind: 'head',
    where: 'HEAD',
    what:
      text === undefined
        ? 'It is missing.'
        : branch === null
          ? `It says ${JSON.stringify(text)}, which is no state.`
          : `It names the branch "${branch}", which does not exist.`,
    remedy:
      goal === null
        ? null
        : 'branch' in goal
          ? `Go to the branch "${goal.branch}".`
          : `Go to ${said(target!)}, the newest whole state, by itself.`,
  });
  return goal;
}
