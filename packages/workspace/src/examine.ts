import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing, readIfThere } from './atomic-fs.ts';
import { PHOTO_FILE, parsePhoto } from './photo.ts';
import { parseRecipe, RECIPE_FILE } from './recipe.ts';
import { BRANCHES, Repository, type Snapshot } from './repository.ts';
import { isObjectId } from './objects/git-object.ts';
import { showsState } from './working-files.ts';

/** One thing that is wrong with a photo's folder. */
export interface Trouble {
  readonly kind: 'photo' | 'head' | 'ref' | 'object' | 'working_files' | 'git_lock';
  /** File or name, from the photo's folder. */
  readonly where: string;
  /** What is wrong. */
  readonly what: string;
  /** What a repair does about it; null where nothing can be done from what is there. */
  readonly remedy: string | null;
}

/** A ref that cannot be followed to a whole state, and where it can be put instead. */
export interface BrokenRef {
  readonly name: string;
  readonly target: Snapshot | null;
}

/** What an examination found, with what a repair needs. */
export interface Findings {
  readonly troubles: readonly Trouble[];
  /** Damaged objects that stand in the way: their files are set aside. */
  readonly damagedObjects: readonly string[];
  readonly brokenRefs: readonly BrokenRef[];
  /** Where HEAD is to be put; null where it is whole. */
  readonly head: { readonly branch: string } | { readonly oid: string } | null;
  readonly staleGitLocks: readonly string[];
}

/** A git lock that is older than any git takes was left by one that was killed. */
const GIT_LOCK_AGE_MS = 600_000;

/** Looks at everything in a photo's folder. Reads only. */
export async function examine(dir: string): Promise<Findings> {
  const repository = new Repository(dir);
  const troubles: Trouble[] = [];
  await examinePhoto(dir, troubles);
  const { whole, damagedObjects } = await examineObjects(repository, troubles);
  const brokenRefs = await examineRefs(repository, whole, troubles);
  await examineLines(repository, whole, brokenRefs, troubles);
  const head = await examineHead(repository, whole, brokenRefs, troubles);
  const staleGitLocks = await examineGitLocks(repository, troubles);
  if (head === null && !brokenRefs.some(({ name }) => name.startsWith(BRANCHES))) {
    await examineWorkingFiles(repository, troubles);
  }
  return { troubles, damagedObjects, brokenRefs, head, staleGitLocks };
}

async function examinePhoto(dir: string, troubles: Trouble[]): Promise<void> {
  const text = (await readIfThere(join(dir, PHOTO_FILE)))?.toString('utf8');
  try {
    if (text === undefined) throw new Error('it is missing');
    parsePhoto(text, PHOTO_FILE);
  } catch (error) {
    troubles.push({
      kind: 'photo',
      where: PHOTO_FILE,
      what: (error as Error).message,
      remedy: null,
    });
  }
}

/** The snapshots of which everything can be read, by id, and the objects that cannot. */
async function examineObjects(
  repository: Repository,
  troubles: Trouble[],
): Promise<{ whole: Map<string, Snapshot>; damagedObjects: string[] }> {
  const damagedObjects: string[] = [];
  const whole = new Map<string, Snapshot>();
  const commits: string[] = [];
  for (const oid of await allIds(repository)) {
    try {
      if ((await repository.objects.read(oid)).type === 'commit') commits.push(oid);
    } catch (error) {
      damagedObjects.push(oid);
      troubles.push({
        kind: 'object',
        where: `object ${oid}`,
        what: `It cannot be read: ${(error as Error).message}.`,
        remedy: 'Set its file aside; states that need it cannot be brought back, all others stay.',
      });
    }
  }
  for (const oid of commits) {
    if (await isWhole(repository, oid)) whole.set(oid, await repository.snapshot(oid));
  }
  return { whole, damagedObjects };
}

async function allIds({ objects }: Repository): Promise<Set<string>> {
  const none = (error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  };
  return new Set([...(await objects.loose().catch(none)), ...[...(await objects.packed()).values()].flat()]);
}

/** Whether every file of a state can be read and its recipe is one. Its past is another matter. */
async function isWhole(repository: Repository, oid: string): Promise<boolean> {
  try {
    for (const [path, file] of await repository.files(oid)) {
      const bytes = await repository.blob(file.oid, path);
      if (path === RECIPE_FILE) parseRecipe(bytes.toString('utf8'));
    }
    return true;
  } catch {
    return false;
  }
}

async function examineRefs(
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
        target === null ? 'Take the name away.' : `Put it at ${said(target)}, the newest whole state that leads there.`,
    });
  }
  return broken;
}

/** States on the way of a whole one that are not whole themselves: nothing brings them back, but they are told. */
async function examineLines(
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
async function refNames(repository: Repository): Promise<string[]> {
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
  const packed = (await readIfThere(join(repository.gitdir, 'packed-refs')))?.toString('latin1') ?? '';
  return [...new Set([...loose, ...[...packed.matchAll(/^[0-9a-f]{40} (\S+)$/gm)].map((match) => match[1]!)])].sort();
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

async function examineHead(
  repository: Repository,
  whole: ReadonlyMap<string, Snapshot>,
  brokenRefs: BrokenRef[],
  troubles: Trouble[],
): Promise<Findings['head']> {
  const text = (await readIfThere(join(repository.gitdir, 'HEAD')))?.toString('utf8').trim();
  if (text !== undefined && isObjectId(text) && whole.has(text)) return null;
  const branch = text?.startsWith(`ref: ${BRANCHES}`) === true ? text.slice(`ref: ${BRANCHES}`.length) : null;
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
  const goal = only !== undefined ? { branch: only } : target === null ? null : { oid: target.id };
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

async function examineGitLocks({ gitdir }: Repository, troubles: Trouble[]): Promise<string[]> {
  const stale: string[] = [];
  for (const name of ['index.lock', 'HEAD.lock', 'packed-refs.lock', 'config.lock']) {
    const found = await stat(join(gitdir, name)).catch(() => null);
    if (found === null || found.mtimeMs > Date.now() - GIT_LOCK_AGE_MS) continue;
    stale.push(name);
    troubles.push({
      kind: 'git_lock',
      where: `.git/${name}`,
      what: 'A git that was killed left it; every other git waits for it.',
      remedy: 'Remove it.',
    });
  }
  return stale;
}

async function examineWorkingFiles(repository: Repository, troubles: Trouble[]): Promise<void> {
  const { oid } = await repository.head();
  const files = await repository.files(oid);
  if (await showsState(repository, files)) return;
  const changed: string[] = [];
  for (const [path, { oid: blob }] of files) {
    const there = await readFile(join(repository.dir, path)).catch(() => null);
    if (there?.equals(await repository.blob(blob, path)) !== true) changed.push(path);
  }
  troubles.push({
    kind: 'working_files',
    where: changed.length === 0 ? '.git/index' : changed.join(', '),
    what: 'The folder shows something else than the present state of the history.',
    remedy: 'Write them as the history has them; what was written there by hand is kept in cache/displaced.',
  });
}
