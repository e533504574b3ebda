import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { writeAtomically } from '../safety/atomic-fs.ts';
import { readSmall } from '../safety/if-there.ts';
import { sha1 } from '../git/git-object.ts';
import type { Snapshot } from './snapshot.ts';

/** Beside the objects, which it only repeats: it can be made again at any time. */
const FILE = 'chemigram-snapshots';
/** As many that are not in the file cost a new process some milliseconds; then it is written again. */
const SAVED_BY = 64;
/** Photos whose snapshots stay in memory. */
const KEPT_PHOTOS = 64;

const photos = new LRUCache<string, KnownSnapshots>({ max: KEPT_PHOTOS });

/**
 * The snapshots of a photo that were read, which never change. A process shares them, and the next one finds them in one
 * file: a log of a thousand reads that instead of a thousand objects.
 */
export class KnownSnapshots {
  readonly #gitdir: string;
  readonly #known = new Map<string, Snapshot>();
  #loaded = false;
  #unsaved = 0;

  private constructor(gitdir: string) {
    this.#gitdir = gitdir;
  }

  /** Those of a photo, for all who read there. */
  static of(gitdir: string): KnownSnapshots {
    const kept = photos.get(gitdir);
    if (kept !== undefined) return kept;
    const fresh = new KnownSnapshots(gitdir);
    photos.set(gitdir, fresh);
    return fresh;
  }

  get(oid: string): Snapshot | undefined {
    return this.#known.get(oid);
  }

  /** Remembers a snapshot that was read from its object. */
  add(snapshot: Snapshot): Snapshot {
    if (!this.#known.has(snapshot.id)) this.#unsaved++;
    this.#known.set(snapshot.id, snapshot);
    return snapshot;
  }

  /** Takes in what the file says, once; one that is damaged says nothing. */
  load(): void {
    if (this.#loaded) return;
    this.#loaded = true;
    const bytes = readSmall(join(this.#gitdir, FILE));
    const end = bytes?.indexOf('\n') ?? -1;
    if (bytes === null || end < 0) return;
    const body = bytes.subarray(end + 1);
    if (sha1(body).toString('hex') !== bytes.toString('latin1', 0, end)) return;
    for (const snapshot of JSON.parse(body.toString('utf8')) as Snapshot[]) this.#known.set(snapshot.id, snapshot);
  }

  /** Writes the file again where many are not in it. A folder that cannot be written to goes without. */
  async save(): Promise<void> {
    if (this.#unsaved < SAVED_BY) return;
    this.load();
    this.#unsaved = 0;
    const body = Buffer.from(JSON.stringify([...this.#known.values()]));
    const content = Buffer.concat([sha1(body).toString('hex'), '\n', body].map((part) => Buffer.from(part)));
    await writeAtomically(this.#gitdir, join(this.#gitdir, FILE), content).catch(() => {});
  }
}
