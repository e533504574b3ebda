import { join } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import * as git from 'isomorphic-git';
import type { PromiseFsClient, TreeEntry } from 'isomorphic-git';
import { atomicFs, isMissing, readIfThere, writeAtomically } from './atomic-fs.ts';
import { DAMAGE_HINT } from './document.ts';

/** Who the history says made a snapshot. Fixed: nobody's global git config may matter. */
const AUTHOR = { name: 'Chemigram', email: 'chemigram@localhost' };

export const DEFAULT_BRANCH = 'main';
export const BRANCHES = 'refs/heads/';
export const TAGS = 'refs/tags/';
export const SHORT_LENGTH = 7;

/** One state of the photo's edit, kept for good. */
export interface Snapshot {
  /** The full id of the git commit, 40 hex digits. */
  id: string;
  short: string;
  message: string;
  /** When, ISO 8601. */
  at: string;
  by: string;
  /** The state it was made from; null for the first. */
  parent: string | null;
}

/** Where the present state is: on a branch, or (null) on a snapshot that was looked at by itself. */
export interface Head {
  oid: string;
  branch: string | null;
}

/** Files of a snapshot: path with "/" to the blob that holds it. */
export type FileTable = Map<string, { oid: string; mode: string }>;

/**
 * Git as this package uses it: objects and refs of one folder, nothing of the working files. Every write is atomic and
 * costs the same however long the history is. What cannot be read is workspace_damaged, never "nothing there".
 */
export class Repository {
  readonly gitdir: string;
  readonly fs: PromiseFsClient;
  readonly dir: string;
  /** Pack indexes, kept by isomorphic-git between reads. */
  readonly #cache: object = {};

  constructor(dir: string) {
    this.dir = dir;
    this.gitdir = join(dir, '.git');
    this.fs = atomicFs(this.gitdir);
  }

  get #at(): { fs: PromiseFsClient; gitdir: string; cache: object } {
    return { fs: this.fs, gitdir: this.gitdir, cache: this.#cache };
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
      const raw = (await readIfThere(join(this.gitdir, 'HEAD')))?.toString('utf8').trim();
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
    try {
      const oid = await git.resolveRef({ fs: this.fs, gitdir: this.gitdir, ref: name });
      // isomorphic-git would look for `refs/tags/refs/...` and the like as well; that is of no harm to full names.
      return oid;
    } catch (error) {
      if (error instanceof git.Errors.NotFoundError) return null;
      throw error;
    }
  }

  /** The snapshot that an annotated tag (made by hand with git) speaks of; a snapshot is itself. */
  async peel(oid: string): Promise<string> {
    const { oid: peeled } = await this.#reading(`object ${oid}`, () => git.readCommit({ ...this.#at, oid }));
    return peeled;
  }

  async setRef(name: string, oid: string): Promise<void> {
    await git.writeRef({ fs: this.fs, gitdir: this.gitdir, ref: name, value: oid, force: true });
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
  async moveHead(head: Head, oid: string): Promise<void> {
    await this.setRef(head.branch === null ? 'HEAD' : BRANCHES + head.branch, oid);
  }

  /** Puts HEAD on a branch. */
  async attachHead(branch: string): Promise<void> {
    await git.writeRef({
      fs: this.fs,
      gitdir: this.gitdir,
      ref: 'HEAD',
      value: BRANCHES + branch,
      symbolic: true,
      force: true,
    });
  }

  /** Puts HEAD on a snapshot, on no branch. */
  async detachHead(oid: string): Promise<void> {
    await this.setRef('HEAD', oid);
  }

  async snapshot(oid: string): Promise<Snapshot> {
    const { commit } = await this.#reading(`snapshot ${oid}`, () => git.readCommit({ ...this.#at, oid }));
    return {
      id: oid,
      short: oid.slice(0, SHORT_LENGTH),
      message: commit.message.trim(),
      at: new Date(commit.committer.timestamp * 1000).toISOString(),
      by: commit.author.name,
      parent: commit.parent[0] ?? null,
    };
  }

  /** From a snapshot back to the first one, newest first. */
  async *line(oid: string): AsyncGenerator<Snapshot> {
    for (let next: string | null = oid; next !== null;) {
      const snapshot: Snapshot = await this.snapshot(next);
      yield snapshot;
      next = snapshot.parent;
    }
  }

  /** The files of a snapshot. */
  async files(oid: string): Promise<FileTable> {
    const table: FileTable = new Map();
    const visit = async (tree: string, prefix: string): Promise<void> => {
      const read = await this.#reading(`the list of files of snapshot ${oid}`, () =>
        git.readTree({ ...this.#at, oid: tree }),
      );
      for (const entry of read.tree) {
        if (entry.type === 'tree') await visit(entry.oid, `${prefix}${entry.path}/`);
        else if (entry.type === 'blob') table.set(prefix + entry.path, { oid: entry.oid, mode: entry.mode });
      }
    };
    await visit(oid, '');
    return table;
  }

  /** A file's bytes. `what` is how an error names it. */
  async blob(oid: string, what: string): Promise<Buffer> {
    const { blob } = await this.#reading(`${what} (object ${oid})`, () => git.readBlob({ ...this.#at, oid }));
    return Buffer.from(blob);
  }

  /** Whether bytes of this id were ever written here. */
  async hasBlob(oid: string): Promise<boolean> {
    try {
      await git.readBlob({ ...this.#at, oid });
      return true;
    } catch (error) {
      if (error instanceof git.Errors.NotFoundError) return false;
      throw error;
    }
  }

  async writeBlob(content: string): Promise<string> {
    return git.writeBlob({ fs: this.fs, gitdir: this.gitdir, blob: Buffer.from(content, 'utf8') });
  }

  /** A snapshot of these files. No ref is moved: until one is, nothing has happened. */
  async writeSnapshot(files: FileTable, parent: string | null, message: string): Promise<string> {
    const now = new Date();
    const stamp = { timestamp: Math.floor(now.getTime() / 1000), timezoneOffset: now.getTimezoneOffset() };
    return git.writeCommit({
      fs: this.fs,
      gitdir: this.gitdir,
      commit: {
        message: `${message.trim()}\n`,
        tree: await this.#writeTree(files),
        parent: parent === null ? [] : [parent],
        author: { ...AUTHOR, ...stamp },
        committer: { ...AUTHOR, ...stamp },
      },
    });
  }

  async #writeTree(files: FileTable): Promise<string> {
    const tree: TreeEntry[] = [];
    const folders = new Map<string, FileTable>();
    for (const [path, { oid, mode }] of files) {
      const slash = path.indexOf('/');
      if (slash < 0) {
        tree.push({ type: 'blob', path, oid, mode });
        continue;
      }
      const folder = path.slice(0, slash);
      const inner = folders.get(folder) ?? new Map();
      folders.set(folder, inner.set(path.slice(slash + 1), { oid, mode }));
    }
    for (const [path, inner] of folders) {
      tree.push({ type: 'tree', path, oid: await this.#writeTree(inner), mode: '040000' });
    }
    return git.writeTree({ fs: this.fs, gitdir: this.gitdir, tree });
  }

  /** Ids of all snapshots, on any branch or none, that begin with these hex digits. */
  async snapshotsBeginningWith(prefix: string): Promise<string[]> {
    const candidates = await this.#objectsBeginningWith(prefix);
    const kept: string[] = [];
    for (const oid of candidates) {
      const { type } = await this.#reading(`object ${oid}`, () =>
        git.readObject({ ...this.#at, oid, format: 'content' }),
      );
      if (type === 'commit') kept.push(oid);
    }
    return kept;
  }

  async #objectsBeginningWith(prefix: string): Promise<string[]> {
    try {
      return [await git.expandOid({ ...this.#at, oid: prefix })];
    } catch (error) {
      if (error instanceof git.Errors.NotFoundError) return [];
      if (error instanceof git.Errors.AmbiguousError) return error.data.matches;
      throw error;
    }
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

function isObjectId(text: string): boolean {
  return /^[0-9a-f]{40}$/.test(text);
}
