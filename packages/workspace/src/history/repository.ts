import { join } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import * as git from 'isomorphic-git';
import type { PromiseFsClient } from 'isomorphic-git';
import { atomicFs, placeInOrder, prepareFile, writeAtomically } from '../safety/atomic-fs.ts';
import { isMissing, readSmall } from '../safety/if-there.ts';
import { DAMAGE_HINT } from '../safety/damage.ts';
import { Draft, type FileTable } from './draft.ts';
import { parseCommit, type Commit } from '../git/commit.ts';
import { isObjectId, type GitObject } from '../git/git-object.ts';
import { ObjectStore } from '../git/object-store.ts';
import { FOLDER_MODE, parseTree } from '../git/tree.ts';
import { KnownSnapshots } from './known-snapshots.ts';
import { readRef } from '../git/ref-files.ts';
import { snapshotOf, type Snapshot } from './snapshot.ts';

export const DEFAULT_BRANCH = 'main';
export const BRANCHES = 'refs/heads/';
export const TAGS = 'refs/tags/';

/** Where the present state is: on a branch, or (null) on a snapshot that was looked at by itself. */
export interface Head {
  oid: string;
  branch: string | null;
}

/** The ref that a change moves: the branch, or HEAD itself when it is on none. */
export const refOf = ({ branch }: Head): string => (branch === null ? 'HEAD' : BRANCHES + branch);

/**
 * Git as this package uses it: objects and refs of one folder, nothing of the working files. Every write is atomic and
 * costs the same however long the history is. What cannot be read is workspace_damaged, never "nothing there".
 */
export class Repository {
  readonly gitdir: string;
  readonly fs: PromiseFsClient;
  readonly dir: string;
  readonly objects: ObjectStore;
  readonly #snapshots: KnownSnapshots;

  constructor(dir: string) {
    this.dir = dir;
    this.gitdir = join(dir, '.git');
    this.fs = atomicFs(this.gitdir);
    this.objects = new ObjectStore(this.gitdir);
    this.#snapshots = KnownSnapshots.of(this.gitdir);
  }

  /** A new empty repository. `ignored` are paths in git's own pattern language. */
  async init(ignored: readonly string[]): Promise<void> {
    await git.init({ fs: this.fs, dir: this.dir, gitdir: this.gitdir, defaultBranch: DEFAULT_BRANCH });
    await writeAtomically(this.gitdir, join(this.gitdir, 'info', 'exclude'), `${ignored.join('\n')}\n`);
    // A global core.autocrlf would otherwise make real git see other bytes than we wrote.
    await writeAtomically(this.gitdir, join(this.gitdir, 'info', 'attributes'), '* -text\n');
  }

  /** The present state. */
  async head(): Promise<Head> {
    return this.#reading('HEAD', async () => {
      const raw = readSmall(join(this.gitdir, 'HEAD'))?.toString('utf8').trim();
      if (raw === undefined) throw new Error('there is no such file');
      const branch = raw.startsWith(`ref: ${BRANCHES}`) ? raw.slice(`ref: ${BRANCHES}`.length) : null;
      const oid = branch === null ? raw : await this.ref(BRANCHES + branch);
      if (oid === null) throw new Error(`it names the branch "${branch}", which does not exist`);
      if (!isObjectId(oid)) throw new Error(`it says ${JSON.stringify(oid)}, which is no snapshot`);
      return { oid, branch };
    });
  }

  /** The object that a ref names, or null when there is no such ref. */
  async ref(name: string): Promise<string | null> {
    return readRef(this.gitdir, name);
  }

  /** The snapshot that an annotated tag (made by hand with git) speaks of; a snapshot is itself. */
  async peel(oid: string): Promise<string> {
    const { type, content } = await this.#read(oid, `object ${oid}`);
    const target = type === 'tag' ? /^object ([0-9a-f]{40})$/m.exec(content.toString('latin1'))?.[1] : undefined;
    return target === undefined ? oid : this.peel(target);
  }

  /** Makes a ref lead to an object, which may be of a draft: then its objects are there before the ref is. */
  async setRef(name: string, oid: string, draft?: Draft): Promise<void> {
    await this.setRefs([{ name, oid }], draft);
  }

  /** Sets refs one after the other, but waits for the disk only once: each is on it before the first is set. */
  async setRefs(refs: readonly { name: string; oid: string }[], draft: Draft = new Draft()): Promise<void> {
    const [objects, ...files] = await Promise.all([
      this.objects.prepare(draft.objects),
      ...refs.map(({ name, oid }) => prepareFile(this.gitdir, join(this.gitdir, name), `${oid}\n`, true)),
    ]);
    await placeInOrder([objects, ...files.map((file) => [file])]);
  }

  async deleteRef(name: string): Promise<void> {
    await git.deleteRef({ fs: this.fs, gitdir: this.gitdir, ref: name });
  }

  /** Full names of all refs below a folder such as `refs/tags/`. */
  async refsBelow(folder: string): Promise<string[]> {
    const names = await git.listRefs({ fs: this.fs, gitdir: this.gitdir, filepath: folder.replace(/\/$/, '') });
    return names.map((name) => folder + name);
  }

  /** Makes a snapshot the present state: moves the branch, or HEAD itself when it is on none. */
  async moveHead(head: Head, oid: string, draft?: Draft): Promise<void> {
    await this.setRef(refOf(head), oid, draft);
  }

  /** Puts HEAD on a branch. */
  async attachHead(branch: string): Promise<void> {
    await writeAtomically(this.gitdir, join(this.gitdir, 'HEAD'), `ref: ${BRANCHES}${branch}\n`, true);
  }

  /** Puts HEAD on a snapshot, on no branch. */
  async detachHead(oid: string): Promise<void> {
    await this.setRef('HEAD', oid);
  }

  async snapshot(oid: string): Promise<Snapshot> {
    return (
      this.#snapshots.get(oid) ??
      this.#snapshots.add(await this.#reading(`snapshot ${oid}`, async () => snapshotOf(oid, await this.#commit(oid))))
    );
  }

  /** Whether this is the whole id of a snapshot that was read before, be it there still or not. */
  hasRead(oid: string): boolean {
    return this.#snapshots.get(oid) !== undefined;
  }

  async #commit(oid: string): Promise<Commit> {
    const { type, content } = await this.objects.read(oid);
    if (type !== 'commit') throw new Error(`it is a ${type}`);
    return parseCommit(content);
  }

  /** From a snapshot back to the first one, newest first. */
  async *line(oid: string): AsyncGenerator<Snapshot> {
    try {
      for (let next: string | null = oid; next !== null;) {
        if (this.#snapshots.get(next) === undefined) this.#snapshots.load();
        const snapshot: Snapshot = await this.snapshot(next);
        yield snapshot;
        next = snapshot.parent;
      }
    } finally {
      await this.#snapshots.save();
    }
  }

  /** The files of a snapshot. */
  async files(oid: string): Promise<FileTable> {
    return (await this.#folders(oid)).files;
  }

  /** The lists of files of a snapshot: folder ('' is the whole) to the tree object that lists it. */
  async trees(oid: string): Promise<Map<string, string>> {
    return (await this.#folders(oid)).trees;
  }

  async #folders(oid: string): Promise<{ files: FileTable; trees: Map<string, string> }> {
    return this.#reading(`the list of files of snapshot ${oid}`, async () => {
      const files: FileTable = new Map();
      const trees = new Map<string, string>();
      const visit = async (tree: string, prefix: string): Promise<void> => {
        trees.set(prefix, tree);
        for (const { mode, name, oid: entry } of parseTree((await this.objects.read(tree)).content)) {
          if (mode === FOLDER_MODE) await visit(entry, `${prefix}${name}/`);
          else if (mode.startsWith('1')) files.set(prefix + name, { oid: entry, mode });
        }
      };
      await visit((await this.#commit(oid)).tree, '');
      return { files, trees };
    });
  }

  /** A file's bytes. `what` is how an error names it. */
  async blob(oid: string, what: string): Promise<Buffer> {
    return (await this.#read(oid, `${what} (object ${oid})`)).content;
  }

  /** Ids of all snapshots, on any branch or none, that begin with these hex digits. */
  async snapshotsBeginningWith(prefix: string): Promise<string[]> {
    const kept: string[] = [];
    for (const oid of await this.objects.beginningWith(prefix)) {
      if ((await this.#read(oid, `object ${oid}`)).type === 'commit') kept.push(oid);
    }
    return kept;
  }

  async #read(oid: string, what: string): Promise<GitObject> {
    return this.#reading(what, () => this.objects.read(oid));
  }

  /** Runs a read; what fails for any other reason than the disk's refusing it is damage, and says of what. */
  async #reading<T>(what: string, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      const refused = (error as NodeJS.ErrnoException).syscall !== undefined && !isMissing(error);
      if (error instanceof ChemigramError || refused) throw error;
      throw new ChemigramError(
        'workspace_damaged',
        `In ${this.gitdir}, ${what} cannot be read: ${(error as Error).message}.`,
        { hint: DAMAGE_HINT, cause: error },
      );
    }
  }
}
