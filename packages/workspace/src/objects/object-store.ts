import { readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing, prepareFile, readIfThere, type PreparedFile } from '../atomic-fs.ts';
import { isObjectId, objectId, type GitObject } from './git-object.ts';
import { decodeLoose, encodeLoose, loosePath } from './loose.ts';
import { readPacked } from './pack.ts';
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
}

/** Packs by folder, for all who read there: they never change under their names. */
const folders = new Map<string, PackFolder>();
/** Photos whose packs stay in memory. */
const KEPT_FOLDERS = 8;

/** The objects of one repository, loose or packed by whichever git. Nothing that was read is ever another later. */
export class ObjectStore {
  readonly gitdir: string;

  constructor(gitdir: string) {
    this.gitdir = gitdir;
  }

  /**
   * The object of an id, checked against it.
   *
   * @throws Error saying what is wrong; isMissing of it when there is no such object
   */
  async read(oid: string): Promise<GitObject> {
    // In a pack that is open already there is nothing to ask the disk for.
    const open = folders.get(join(this.gitdir, 'objects', 'pack'));
    const known = open === undefined ? null : await this.#packed(oid, open.packs);
    if (known !== null) return known;
    const file = readSmall(this.loosePath(oid));
    if (file !== null) return decodeLoose(file, oid);
    const found = await this.#packed(oid, await this.#packs());
    if (found === null) throw Object.assign(new Error('it is missing'), { code: 'ENOENT' });
    return found;
  }

  async has(oid: string): Promise<boolean> {
    if (await isThere(this.loosePath(oid))) return true;
    return [...(await this.#packs()).values()].some(({ index }) => index.offset(oid) !== null);
  }

  /** Ids that begin with these hex digits, sorted. */
  async beginningWith(prefix: string): Promise<string[]> {
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
      if (await this.has(oid)) return [];
      return [await prepareFile(this.gitdir, this.loosePath(oid), await encodeLoose(object), true)];
    };
    return (await Promise.all([...objects].map(one))).flat();
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

  /** The packs, by name without extension, with the ids in each. */
  async packed(): Promise<Map<string, string[]>> {
    return new Map([...(await this.#packs())].map(([name, { index }]) => [name, [...index.ids()]]));
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
    const folder = join(this.gitdir, 'objects', 'pack');
    const changed = (await stat(folder).catch(ifThere))?.mtimeMs;
    if (changed === undefined) return new Map();
    const kept = folders.get(folder);
    if (kept?.changed === changed) return kept.packs;
    const packs = new Map<string, OpenPack>();
    for (const file of await readdir(folder)) {
      if (!file.endsWith('.idx')) continue;
      const name = file.slice(0, -'.idx'.length);
      const bytes = kept?.packs.has(name) === true ? null : await readIfThere(join(folder, file));
      const pack = kept?.packs.get(name) ?? (bytes === null ? null : { index: new PackIndex(bytes) });
      if (pack !== null) packs.set(name, pack);
    }
    for (const old of [...folders.keys()].slice(0, -(KEPT_FOLDERS - 1))) folders.delete(old);
    folders.set(folder, { changed, packs });
    return packs;
  }
}

/**
 * A file of some kilobytes, or null when it is not there. Not asynchronous: the way to another thread and back takes
 * twice as long as the reading itself, and a log reads a thousand of them one after the other.
 */
function readSmall(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    return ifThere(error);
  }
}

function ifThere(error: unknown): null {
  if (isMissing(error)) return null;
  throw error;
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(ifThere)) !== null;
}
