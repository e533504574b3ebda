import { ChemigramError, nearestNames } from '@chemigram/errors';
import { meantBy, type LoadedLook } from '@chemigram/vocabulary';
import type { AppliedLook, Recipe } from '@chemigram/workspace';

/** Names that a refusal offers. */
const OFFERED = 5;

/** A look of the vocabulary by its name, with or without `look_`. @throws ChemigramError unknown_name with those that are meant or near */
export function findLook(looks: ReadonlyMap<string, LoadedLook>, name: string): LoadedLook {
  const look = looks.get(name) ?? looks.get(`look_${name}`);
  if (look !== undefined) return look;
  const { called, likeliest } = meantBy(name, [...looks.values()]);
  const meant = (called.length > 0 ? called : likeliest).slice(0, OFFERED);
  const names = meant.length > 0 ? meant.map((candidate) => candidate.name) : nearestNames(name, looks.keys());
  throw new ChemigramError('unknown_name', `There is no look "${name}".`, {
    field: 'look',
    hint: `${meant.length > 0 ? `"${name}" may mean` : 'Nearest'}: ${names.join(', ')}.`,
  });
}

/** A look as it was applied to a photo, by its group. @throws ChemigramError not_found with those that are there */
export function appliedLook(recipe: Recipe, group: string): AppliedLook {
  const looks = recipe.looks ?? {};
  if (Object.hasOwn(looks, group)) return looks[group]!;
  const known = Object.entries(looks).map(([id, { look }]) => `${id} (${look})`);
  throw new ChemigramError('not_found', `There is no look "${group}" on "${recipe.image_id}".`, {
    field: 'group_id',
    hint: known.length === 0 ? 'The photo has no looks: apply_look first.' : `There are: ${known.join(', ')}.`,
  });
}
