import { readdir, rmdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ChemigramError, isRefusedBySystem } from '@chemigram/errors';
import { writeAtomically } from '../safety/atomic-fs.ts';
import { DAMAGE_HINT } from '../safety/damage.ts';
import type { Lock } from '../safety/lock.ts';
import { ID_BYTES, objectId } from '../git/git-object.ts';
import { encodePackIndex, PackIndex } from '../git/pack-index.ts';
import { encodePack, readPacked, type PackedObject, type PackEntry, type WrittenPack } from '../git/pack.ts';
import type { Repository } from './repository.ts';
import { allKnown } from './timeline.ts';

/** What packing did. */
export interface Packed {
  /** Objects of the history. */
  objects: number;
  /** Room of the files that hold them, bytes, before and after. */
  before: number;
  after: number;
}

/**
 * Puts all objects into one pack, each version of a file as what differs from the next one. Every object is there
 * afterwards, reachable or not; the old files go when the new one has been read back and every object in it is the one
 * that its id says. A kill at any moment leaves each object at least once. Call it under the lock.
 *
 * @throws ChemigramError workspace_damaged when an object cannot be read; nothing is removed then
 */
export async function packHistory(repository: Repository, lock: Lock): Promise<Packed> {
  const { objects } = repository;
  const [loose, packs] = await Promise.all([objects.loose(), objects.packed()]).catch((error: unknown) => {
    throw notPacked(repository, error);
  });
  const all = new Set([...loose, ...[...packs.values()].flat()]);
  const before = await sizeOf(repository);
  if (all.size === 0 || (loose.length === 0 && packs.size === 1)) return { objects: all.size, before, after: before };

  const name = await writePack(repository, lock, all.size, inOrder(repository, all)).catch((error: unknown) => {
    throw notPacked(repository, error);
  });
  await removeOld(repository, loose, [...packs.keys()], name);
  return { objects: all.size, before, after: await sizeOf(repository) };
}

/**
 * Puts loose objects behind those of the largest pack, once there are many: nobody has to think of packing, and it costs
 * as much as the new ones are, however many there were before. Call it under the lock, when what matters is done.
 *
 * @throws what cannot be read or written; nothing is lost then
 */
export async function packWhenMany(repository: Repository, lock: Lock): Promise<void> {
  const { objects } = repository;
  if (!(await objects.seemMany(MANY_LOOSE))) return;
  const loose = await objects.loose();
  // The sample only says when counting is worth it: by itself it would pack a short history now and then.
  if (loose.length < MANY_LOOSE) return;
  const packs = await objects.packed();
  const packed = new Set([...packs.values()].flat());
  const added = new Set(loose.filter((oid) => !packed.has(oid)));
  const [old] = [...packs].toSorted(([, a], [, b]) => b.length - a.length).map(([name]) => name);
  const behind = old === undefined ? undefined : await objects.wholePack(old);
  const name = await writePack(repository, lock, added.size, inOrder(repository, added), behind);
  await removeOld(repository, loose, old === undefined ? [] : [old], name);
}

/** Some sixty changes: packing them takes as long as a few of them did. */
const MANY_LOOSE = 256;

/** Newest first, as what is looked at most is then read at once; what no snapshot leads to comes last. */
async function* inOrder(repository: Repository, all: ReadonlySet<string>): AsyncGenerator<PackedObject> {
  const left = new Set(all);
  async function* one(oid: string, like: string | null): AsyncGenerator<PackedObject> {
    if (!left.delete(oid)) return;
    const object = await repository.objects.read(oid).catch((error: Error) => {
      throw new Error(`object ${oid}: ${error.message}`, { cause: error });
    });
    yield { ...object, oid, like };
  }
  const snapshots = (await allKnown(repository)).filter(({ id }) => all.has(id));
  for (const { id } of snapshots) yield* one(id, null);
  for (const { id } of snapshots) {
    for (const [path, oid] of await repository.trees(id)) yield* one(oid, `folder ${path}`);
    for (const [path, { oid }] of await repository.files(id)) yield* one(oid, `file ${path}`);
  }
  for (const oid of left) yield* one(oid, null);
}

/**
 * Writes a pack of so many objects, once each of them has been read back from it. Call it under the lock.
 *
 * @param behind see encodePack
 * @returns its name, without extension
 */
export async function writePack(
  { gitdir, objects }: Repository,
  lock: Lock,
  count: number,
  content: AsyncIterable<PackedObject>,
  behind?: WrittenPack,
): Promise<string> {
  const { pack, entries } = await encodePack(count, content, behind);
  const sum = pack.subarray(-ID_BYTES);
  const index = encodePackIndex(entries, sum);
  await mustHold(pack, index, entries);
  const name = `pack-${sum.toString('hex')}`;
  lock.assertHeld();
  // Whoever sees the index finds the pack.
  await writeAtomically(gitdir, `${objects.packPath(name)}.pack`, pack, true);
  await writeAtomically(gitdir, `${objects.packPath(name)}.idx`, index, true);
  return name;
}

/** Every object that goes into the pack comes out of it. */
async function mustHold(pack: Buffer, index: Buffer, entries: readonly PackEntry[]): Promise<void> {
  const places = new PackIndex(index);
  for (const { oid } of entries) {
    const offset = places.offset(oid);
    const object = offset === null ? null : await readPacked(pack, offset, () => Promise.reject(new Error('no base')));
    if (object !== null && objectId(object) === oid) continue;
    throw new ChemigramError('internal', `Packing would have lost object ${oid}; nothing was changed.`);
  }
}

/** Takes away what is in the new pack: the old ones, and the loose objects. */
async function removeOld(
  { gitdir, objects }: Repository,
  loose: readonly string[],
  packs: readonly string[],
  name: string,
): Promise<void> {
  const folder = join(gitdir, 'objects', 'pack');
  const old = (await readdir(folder)).filter((file) =>
    packs.some((pack) => pack !== name && file.startsWith(`${pack}.`)),
  );
  // Indexes first: a pack that nobody is pointed to is only so many bytes.
  for (const file of old.toSorted((a, b) => Number(b.endsWith('.idx')) - Number(a.endsWith('.idx')))) {
    await unlink(join(folder, file));
  }
  for (const oid of loose) await unlink(objects.loosePath(oid));
  for (const first of new Set(loose.map((oid) => oid.slice(0, 2)))) {
    await rmdir(join(gitdir, 'objects', first)).catch(() => {});
  }
}

/** A unit of stat's blocks, whatever the disk's own are. */
const BLOCK_BYTES = 512;

/** Room that all files of objects take on the disk: a small one takes a whole block there. */
async function sizeOf({ gitdir }: Repository): Promise<number> {
  const files = await readdir(join(gitdir, 'objects'), { recursive: true, withFileTypes: true });
  const sizes = files
    .filter((entry) => entry.isFile())
    .map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).blocks * BLOCK_BYTES);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** What is told of a history that cannot be packed: of a full disk that it is full, else that something in it is damaged. */
function notPacked({ gitdir }: Repository, cause: unknown): unknown {
  if (cause instanceof ChemigramError || isRefusedBySystem(cause)) return cause;
  return new ChemigramError('workspace_damaged', `In ${gitdir}, the history cannot be packed: ${String(cause)}.`, {
    hint: DAMAGE_HINT,
    cause,
  });
}
