import { readdirSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { prepareFile, type PreparedFile } from '../safety/atomic-fs.ts';
import { isMissing, readIfThere, readSmall } from '../safety/if-there.ts';
import { isObjectId, objectId, type GitObject } from './git-object.ts';
import { decodeLoose, encodeLoose, loosePath } from './loose.ts';
import { isPackWhole, readPacked, type WrittenPack } from './pack.ts';
import { PackIndex } from './pack-index.ts';

/** A pack that is being read: its index at once, its content with the first object that is read from it. */
interface OpenPack {
  readonly index: PackIndex;
  content?: Promise<Buffer>;
}

/** The pack folder changes rarely; its time of change tells when. */
interface PackFolder {
  readonly changed: number;
  readonly packs: ReadonlyMap<string, OpenPack>;
  /** Why a pack of it cannot be looked into: then what is in no other is not simply missing. */
  readonly trouble: Error | null;
}

/** Photos whose packs stay in memory: as many as are worked on at once, some megabytes each at most. */
const KEPT_FOLDERS = 32;
/** Packs by folder, for all who read there: they never change under their names. */
const folders = new LRUCache<string, PackFolder>({ max: KEPT_FOLDERS });
/** Bytes of objects that a store remembers: the present state and the one before, of the largest sidecars. */
const REMEMBERED = 4_000_000;

/** The objects of one repository, loose or packed by whichever git. Nothing that was read is ever another later. */
export class ObjectStore {
  readonly gitdir: string;
  readonly #packFolder: string;
  readonly #remembered = new LRUCache<string, GitObject>({
    maxSize: REMEMBERED,
    sizeCalculation: ({ content }) => content.length + 1,
  });

  constructor(gitdir: string) {
    this.gitdir = gitdir;
    this.#packFolder = join(gitdir, 'objects', 'pack');
  }

  /**
   * The object of an id, checked against it.
   *
   * @throws Error saying what is wrong; isMissing of it when there is no such object
   */
  async read(oid: string): Promise<GitObject> {
    const kept = this.#remembered.get(oid);
    if (kept !== undefined) return kept;
    const object = await this.#find(oid);
    this.#remembered.set(oid, object);
    return object;
  }

  async #find(oid: string): Promise<GitObject> {
    let trouble: unknown;
    // In a pack that is open already there is nothing to ask the disk for. A copy that is damaged, or was packed anew
    // meanwhile, may be whole in the next place.
    const places = [
      () => this.#packed(oid, folders.get(this.#packFolder)?.packs ?? new Map()),
      () => this.#loose(oid),
      async () => this.#packed(oid, await this.#packs()),
    ];
    for (const look of places) {
      try {
        const found = await look();
        if (found !== null) return found;
      } catch (error) {
        trouble = error;
      }
    }
    throw (
      trouble ?? folders.get(this.#packFolder)?.trouble ?? Object.assign(new Error('it is missing'), { code: 'ENOENT' })
    );
  }

  async #loose(oid: string): Promise<GitObject | null> {
    const file = readSmall(this.loosePath(oid));
    return file === null ? null : decodeLoose(file, oid);
  }

  async has(oid: string): Promise<boolean> {
    if (isThere(this.loosePath(oid))) return true;
    return [...(await this.#packs()).values()].some(({ index }) => index.offset(oid) !== null);
  }

  /** Ids that begin with these hex digits, sorted. */
  async beginningWith(prefix: string): Promise<string[]> {
    if (isObjectId(prefix)) return (await this.has(prefix)) ? [prefix] : [];
    const folder = prefix.slice(0, 2);
    const loose = await readdir(join(this.gitdir, 'objects', folder)).catch(() => []);
    const packs = [...(await this.#packs()).values()];
    return [
      ...new Set([
        ...loose.map((name) => folder + name).filter((oid) => oid.startsWith(prefix)),
        ...packs.flatMap(({ index }) => index.beginningWith(prefix)),
      ]),
    ].sort();
  }

  /** Writes what is not there yet beside its place; `place` puts it there. Each waits for the disk, all at once. */
  async prepare(objects: ReadonlyMap<string, GitObject>): Promise<PreparedFile[]> {
    const one = async ([oid, object]: [string, GitObject]): Promise<PreparedFile[]> => {
      this.#remembered.set(oid, object);
      if (await this.has(oid)) return [];
      return [await prepareFile(this.gitdir, this.loosePath(oid), await encodeLoose(object), true)];
    };
    return (await Promise.all([...objects].map(one))).flat();
  }

  /** Sees once which packs are there by now: what another program took away is not to be read from memory as if it were. */
  async lookAgain(): Promise<void> {
    await this.#packs();
  }

  /** Reads from the disk whatever is asked for next, also what was read before: it may have been damaged since. */
  forget(): void {
    folders.delete(this.#packFolder);
    this.#remembered.clear();
  }

  /** Ids of all loose objects. */
  async loose(): Promise<string[]> {
    const root = join(this.gitdir, 'objects');
    const ids: string[] = [];
    for (const folder of await readdir(root)) {
      if (!/^[0-9a-f]{2}$/.test(folder)) continue;
      ids.push(...(await readdir(join(root, folder))).map((name) => folder + name).filter(isObjectId));
    }
    return ids;
  }

  /** Whether so many objects or more are loose, by a sixteenth of their folders: ids are spread evenly. */
  async seemMany(many: number): Promise<boolean> {
    const folders = Array.from({ length: SAMPLED }, (_, k) => k.toString(16).padStart(2, '0'));
    const names = folders.map((folder) => namesIn(join(this.gitdir, 'objects', folder)).length);
    return names.reduce((sum, count) => sum + count, 0) * (FOLDERS / SAMPLED) >= many;
  }

  /** A pack as it is, to be written on. */
  async wholePack(name: string): Promise<WrittenPack> {
    const [pack, index] = [
      await readIfThere(`${this.packPath(name)}.pack`),
      await readIfThere(`${this.packPath(name)}.idx`),
    ];
    const known = index === null ? null : new PackIndex(index);
    if (pack === null || known === null || !known.isWhole || !isPackWhole(pack)) throw new Error(`${name} is damaged`);
    return { pack, entries: known.entries() };
  }

  /** The names, without extension, of all packs that have an index, or are themselves still there. */
  async packNames(): Promise<string[]> {
    const files = await readdir(this.#packFolder).catch(() => []);
    return [...new Set(files.flatMap((file) => /^(pack-.+)\.(?:pack|idx)$/.exec(file)?.[1] ?? []))].sort();
  }

  /**
   * The packs, by name without extension, with the ids in each.
   *
   * @throws Error where one of them cannot be looked into
   */
  async packed(): Promise<Map<string, string[]>> {
    const packs = await this.#packs();
    const trouble = folders.get(this.#packFolder)?.trouble;
    if (trouble) throw trouble;
    return new Map([...packs].map(([name, { index }]) => [name, [...index.ids()]]));
  }

  /** Where a pack's files lie, without extension. */
  packPath(name: string): string {
    return join(this.gitdir, 'objects', 'pack', name);
  }

  loosePath(oid: string): string {
    return join(this.gitdir, 'objects', loosePath(oid));
  }

  async #packed(oid: string, packs: ReadonlyMap<string, OpenPack>): Promise<GitObject | null> {
    for (const [name, pack] of packs) {
      const offset = pack.index.offset(oid);
      if (offset === null) continue;
      pack.content ??= this.#packContent(name, pack);
      const object = await readPacked(await pack.content, offset, (base) => this.read(base));
      if (objectId(object) !== oid) throw new Error(`its bytes in ${name}.pack are not those of its id`);
      return object;
    }
    return null;
  }

  async #packContent(name: string, pack: OpenPack): Promise<Buffer> {
    const content = await readIfThere(`${this.packPath(name)}.pack`);
    if (content !== null) return content;
    delete pack.content;
    throw new Error(`${name}.pack is missing`);
  }

  async #packs(): Promise<ReadonlyMap<string, OpenPack>> {
    const folder = this.#packFolder;
    const changed = statSync(folder, { throwIfNoEntry: false })?.mtimeMs;
    if (changed === undefined) {
      folders.delete(folder);
      return new Map();
    }
    const kept = folders.get(folder);
    if (kept?.changed === changed) return kept.packs;
    const packs = new Map<string, OpenPack>();
    let trouble: Error | null = null;
    for (const name of await this.packNames()) {
      const open = isThere(`${this.packPath(name)}.pack`) ? kept?.packs.get(name) : undefined;
      const bytes = open === undefined ? await readIfThere(`${this.packPath(name)}.idx`) : null;
      try {
        const pack = open ?? (bytes === null ? null : { index: new PackIndex(bytes) });
        if (pack !== null) packs.set(name, pack);
      } catch (error) {
        trouble = new Error(`of ${name}.pack ${(error as Error).message}`, { cause: error });
      }
    }
    folders.set(folder, { changed, packs, trouble });
    return packs;
  }
}

/** Loose objects lie in a folder for each value of the first byte of their ids. */
const FOLDERS = 256;
const SAMPLED = 16;

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

const isThere = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;
