import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import { sweepTemporaryFiles } from './safety/atomic-fs.ts';
import { DAMAGE_HINT } from './safety/damage.ts';
import { Draft, type FileTable } from './history/draft.ts';
import { History } from './history/history.ts';
import { withLock, type Lock } from './safety/lock.ts';
import { withTicket } from './safety/tickets.ts';
import { packHistory, packWhenMany, type Packed } from './history/pack-history.ts';
import {
  copyPhoto,
  PHOTO_FILE,
  parsePhoto,
  readPhoto,
  serialisePhoto,
  writePhoto,
  type PhotoRecord,
} from './photo/photo.ts';
import { RECIPE_FILE, checkRecipe, serialiseRecipe, type Recipe } from './photo/recipe.ts';
import { giveName, mustBeFree, namedSnapshot } from './history/references.ts';
import { Repository, TAGS } from './history/repository.ts';
import type { Snapshot } from './history/snapshot.ts';
import { checkSnapshotFile } from './history/snapshot-file.ts';
import { dropBranch, goTo, keepReachable, renameBranch, stepBack, stepForward, stepTo } from './history/timeline.ts';
import { showState, showsState } from './history/working-files.ts';

const CACHE_FOLDER = 'cache';
/** Within .git: who wants to change the photo, in order. */
const TICKETS_FOLDER = 'chemigram-tickets';
/** Pictures that masks are made of, named by their content: a snapshot names them and none of them ever changes. */
export const RASTERS_FOLDER = 'rasters';
/** What was detected on the photo, named by its content and kept like the rasters. */
export const DETECTED_FOLDER = 'detected';
/** Beside the history, not in it. */
export const IGNORED = [
  ...[CACHE_FOLDER, RASTERS_FOLDER, DETECTED_FOLDER].map((folder) => `/${folder}/`),
  ...[PHOTO_FILE, 'brief.md', 'notes.md'].map((file) => `/${file}`),
];

/** One photo's folder: its facts, its recipe and the history of it. All that changes it waits for its lock. */
export class Workspace extends History {
  readonly dir: string;
  #photo: PhotoRecord;
  readonly #lockTimeoutMs: number;

  private constructor(dir: string, photo: PhotoRecord, repository: Repository, lockTimeoutMs: number) {
    super(photo.image_id, repository);
    this.dir = dir;
    this.#photo = photo;
    this.#lockTimeoutMs = lockTimeoutMs;
  }

  /**
   * Opens the folder and, where a kill or a hand left its files other than the present state, puts them right.
   *
   * @throws ChemigramError workspace_damaged naming what cannot be read; nothing is reset
   */
  static async open(dir: string, imageId: string, lockTimeoutMs: number): Promise<Workspace> {
    const photo = await readPhoto(dir);
    if (photo.image_id !== imageId) {
      throw new ChemigramError(
        'workspace_damaged',
        `${join(dir, PHOTO_FILE)} is of "${photo.image_id}", but its folder is named "${imageId}".`,
        { hint: DAMAGE_HINT },
      );
    }
    const repository = new Repository(dir);
    await repository.objects.lookAgain();
    const workspace = new Workspace(dir, photo, repository, lockTimeoutMs);
    await workspace.recipe();
    await sweepTemporaryFiles(repository.gitdir);
    await copyPhoto(dir, photo);
    await workspace.#putRight();
    return workspace;
  }

  /** The facts about the photo itself. */
  get photo(): PhotoRecord {
    return this.#photo;
  }

  /**
   * Changes the facts about the photo. They are not part of the history: undo leaves them as they are.
   *
   * @param edit from the record as it is on disk to the new one; image_id stays
   */
  async updatePhoto(edit: (current: PhotoRecord) => PhotoRecord): Promise<PhotoRecord> {
    return this.#locked(async (lock) => {
      const path = join(this.dir, PHOTO_FILE);
      const text = serialisePhoto({ ...edit(await readPhoto(this.dir)), image_id: this.imageId });
      const photo = parsePhoto(text, path);
      lock.assertHeld();
      await writePhoto(this.dir, text);
      this.#photo = photo;
      return photo;
    });
  }

  /** A folder for what can be made again, `cache/<name>`; git does not see it. Made if it is not there. */
  async cacheDir(name: string): Promise<string> {
    checkSnapshotFile(name);
    const path = join(this.dir, CACHE_FOLDER, name);
    await mkdir(path, { recursive: true });
    return path;
  }

  /**
   * Plans and makes a change when all other programs that asked before have made theirs, so that none is planned in vain.
   * The lock is free meanwhile: a change that needs no plan, such as an undo, does not wait.
   */
  afterOthers<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return withTicket(join(this.repository.gitdir, TICKETS_FOLDER), signal, work);
  }

  /**
   * Makes a new snapshot from the present one. Under the lock the state is read fresh, so two who change at once lose
   * nothing. When anything throws, nothing has changed; when the recipe comes back the same, no snapshot is made.
   *
   * @param message what is done, for the log
   * @param edit from the present recipe to the new one
   * @param files more files of the snapshot, by name; those of the present one that it does not name stay as they are
   * @returns the snapshot that is now present
   */
  async change(
    message: string,
    edit: (current: Recipe) => Recipe | Promise<Recipe>,
    files?: (next: Recipe) => Promise<Record<string, string>>,
  ): Promise<Snapshot> {
    if (message.trim() === '') {
      throw new ChemigramError('invalid_input', 'A change needs a message that says what is done.', {
        field: 'message',
      });
    }
    return this.#locked(async (lock) => {
      const head = await this.repository.head();
      const current = await this.recipeAt(head.oid);
      const before = serialiseRecipe(current);
      // What the edit is given is its own: it may write into it.
      const next = checkRecipe(await edit(structuredClone(current)), this.imageId, current);
      const text = serialiseRecipe(next);
      if (text === before) return this.repository.snapshot(head.oid);

      const draft = new Draft();
      const texts = { ...(await files?.(next)), [RECIPE_FILE]: text };
      const table = draft.addFiles(texts, await this.repository.files(head.oid));
      const oid = draft.addSnapshot(table, head.oid, message);
      lock.assertHeld();
      await stepTo(this.repository, head, oid, draft);
      await this.#show(table);
      // The change is made; objects that stay loose are packed after another one.
      await packWhenMany(this.repository, lock).catch(() => {});
      return this.repository.snapshot(oid);
    });
  }

  /**
   * Goes back a number of snapshots. Out_of_range, and nothing changed, when there are not that many.
   *
   * @returns the snapshot that is now present, and the one that was: read before the lock, it could be another's
   */
  async undo(steps: number = 1): Promise<{ snapshot: Snapshot; undone: Snapshot }> {
    return this.#locked(async (lock) => {
      const undone = await this.head();
      return { snapshot: await this.#move(lock, () => stepBack(this.repository, steps)), undone };
    });
  }

  /** Goes forward along what was undone. Out_of_range, and nothing changed, when there is not that much. */
  async redo(steps: number = 1): Promise<Snapshot> {
    return this.#locked((lock) => this.#move(lock, () => stepForward(this.repository, steps)));
  }

  /** Names a snapshot for good. Conflict when a tag or branch has the name. */
  async tag(name: string, ref: string = 'HEAD'): Promise<Snapshot> {
    return this.#name('tag', name, ref);
  }

  /** Starts another line of changes at a snapshot; the present state stays where it is, `checkout` goes there. */
  async branch(name: string, ref: string = 'HEAD'): Promise<Snapshot> {
    return this.#name('branch', name, ref);
  }

  /** Takes a tag away; its snapshot stays, and its id still finds it. */
  async deleteTag(name: string): Promise<Snapshot> {
    return this.#locked(async (lock) => {
      const snapshot = await namedSnapshot(this.repository, 'tag', name);
      lock.assertHeld();
      await keepReachable(this.repository, snapshot.id);
      await this.repository.deleteRef(TAGS + name);
      return snapshot;
    });
  }

  /**
   * Gives a branch another name.
   *
   * @throws ChemigramError not_found, invalid_input for what cannot be a name, conflict when a tag or branch has it
   */
  async renameBranch(name: string, to: string): Promise<Snapshot> {
    return this.#locked(async (lock) => {
      const snapshot = await namedSnapshot(this.repository, 'branch', name);
      await mustBeFree(this.repository, 'branch', to, 'rename_to');
      lock.assertHeld();
      await renameBranch(this.repository, name, to, snapshot.id);
      return snapshot;
    });
  }

  /**
   * Takes a branch away; its snapshots stay, and their ids still find them.
   *
   * @throws ChemigramError conflict for the branch that one is on
   */
  async deleteBranch(name: string): Promise<Snapshot> {
    return this.#locked(async (lock) => {
      const snapshot = await namedSnapshot(this.repository, 'branch', name);
      if ((await this.repository.head()).branch === name) {
        throw new ChemigramError('conflict', `"${name}" is the branch that "${this.imageId}" is on.`, {
          field: 'name',
          hint: 'Check out another branch first.',
        });
      }
      lock.assertHeld();
      await dropBranch(this.repository, name, snapshot.id);
      return snapshot;
    });
  }

  /**
   * Makes another state the present one: the newest of a branch, or any other snapshot. A change made from a snapshot
   * that is not a branch's newest starts a branch of its own, `from-<id>`.
   *
   * @param ref see resolve
   */
  async checkout(ref: string): Promise<Snapshot> {
    return this.#locked((lock) =>
      this.#move(lock, async () => {
        if (ref === 'HEAD') return this.head();
        const branch = (await this.branches()).find((each) => each.name === ref);
        const snapshot = branch?.snapshot ?? (await this.resolve(ref));
        // A state that cannot be read must not become the present one.
        await this.recipeAt(snapshot.id);
        await goTo(this.repository, branch?.name ?? null, snapshot.id);
        return snapshot;
      }),
    );
  }

  /** Packs the history: see packHistory. Nothing of it changes but the room that it takes. */
  async gc(): Promise<Packed> {
    return this.#locked((lock) => packHistory(this.repository, lock));
  }

  async #name(kind: 'tag' | 'branch', name: string, ref: string): Promise<Snapshot> {
    return this.#locked(async (lock) => {
      const snapshot = await this.resolve(ref);
      lock.assertHeld();
      await giveName(this.repository, kind, name, snapshot.id);
      return snapshot;
    });
  }

  async #move(lock: Lock, step: () => Promise<Snapshot>): Promise<Snapshot> {
    lock.assertHeld();
    const snapshot = await step();
    await this.#show(await this.repository.files(snapshot.id));
    return snapshot;
  }

  async #locked<T>(work: (lock: Lock) => Promise<T>): Promise<T> {
    return withLock(this.repository.gitdir, { name: this.imageId, timeoutMs: this.#lockTimeoutMs }, work);
  }

  /** The history has the new state already, so a folder that cannot follow (a full disk) is no failure of the change: */
  async #show(files: FileTable): Promise<void> {
    // the next open or change puts it right.
    await showState(this.repository, files).catch(() => {});
  }

  async #putRight(): Promise<void> {
    const present = async () => this.repository.files((await this.repository.head()).oid);
    if (await showsState(this.repository, await present())) return;
    try {
      await this.#locked(async () => showState(this.repository, await present()));
    } catch (error) {
      // Somebody is at work there: the last of their writes puts it right, and reading does not need it.
      if (!(error instanceof ChemigramError) || error.code !== 'conflict') throw error;
    }
  }
}
