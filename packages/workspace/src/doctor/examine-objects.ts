import { unlessMissing } from '../safety/if-there.ts';
import { parseRecipe, RECIPE_FILE } from '../photo/recipe.ts';
import type { Repository } from '../history/repository.ts';
import type { Snapshot } from '../history/snapshot.ts';
import { idsInPacks } from './examine-packs.ts';
import type { Trouble } from './trouble.ts';

/** The snapshots of which everything can be read, by id, and the objects that cannot. */
export async function examineObjects(
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
        remedy: 'Set it aside; states that need it cannot be brought back, all others stay.',
      });
    }
  }
  for (const oid of commits) {
    if (await isWhole(repository, oid)) whole.set(oid, await repository.snapshot(oid));
  }
  return { whole, damagedObjects };
}

async function allIds({ objects }: Repository): Promise<Set<string>> {
  return new Set([...(await unlessMissing(objects.loose(), [])), ...(await idsInPacks(objects))]);
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
