import { readIfThere } from '../safety/if-there.ts';
import { objectId, type GitObject } from '../git/git-object.ts';
import type { ObjectStore } from '../git/object-store.ts';
import { PackIndex } from '../git/pack-index.ts';
import { isPackWhole, readWhatIsWhole } from '../git/pack.ts';
import type { Repository } from '../history/repository.ts';
import type { Trouble } from './trouble.ts';

/** Packs whose bytes are not those that were written: their names, without extension. */
export async function examinePacks({ objects }: Repository, troubles: Trouble[]): Promise<string[]> {
  const damaged: string[] = [];
  for (const name of await objects.packNames()) {
    const pack = await readIfThere(`${objects.packPath(name)}.pack`);
    const index = indexOf(await readIfThere(`${objects.packPath(name)}.idx`));
    if (pack !== null && isPackWhole(pack) && index?.isWhole === true) continue;
    damaged.push(name);
    troubles.push({
      kind: 'pack',
      where: `.git/objects/pack/${name}`,
      what:
        pack === null
          ? 'Its index is there, but the pack is not.'
          : isPackWhole(pack)
            ? 'The pack is whole, but its index is damaged or missing.'
            : 'The pack is damaged: its checksum is not that of its bytes.',
      remedy: 'Save every object that can be read from it, and set it aside.',
    });
  }
  return damaged;
}

/** The ids that the indexes of packs have, as far as they can be read. */
export async function idsInPacks(objects: ObjectStore): Promise<string[]> {
  const ids: string[] = [];
  for (const name of await objects.packNames()) {
    ids.push(
      ...(indexOf(await readIfThere(`${objects.packPath(name)}.idx`))
        ?.byOffset()
        .values() ?? []),
    );
  }
  return ids;
}

/** The objects that can be read from a damaged pack, by id: what they are is told by their bytes, not by the index. */
export async function savedFromPack({ objects }: Repository, name: string): Promise<Map<string, GitObject>> {
  const pack = await readIfThere(`${objects.packPath(name)}.pack`);
  const index = indexOf(await readIfThere(`${objects.packPath(name)}.idx`));
  const saved = new Map<string, GitObject>();
  if (pack === null) return saved;
  const ids = index?.byOffset() ?? new Map<number, string>();
  for await (const object of readWhatIsWhole(pack, ids, (oid) => objects.read(oid))) {
    saved.set(objectId(object), object);
  }
  return saved;
}

/** Null where it is missing or no index. */
function indexOf(bytes: Buffer | null): PackIndex | null {
  try {
    return bytes === null ? null : new PackIndex(bytes);
  } catch {
    return null;
  }
}
