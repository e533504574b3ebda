import type { Recipe } from '@chemigram/workspace';

/** The recipe without looks of which no move is left. */
export function withoutIdleLooks(recipe: Recipe): Recipe {
  if (recipe.looks === undefined) return recipe;
  const groups = new Set(recipe.moves.map(({ group }) => group));
  return { ...recipe, looks: Object.fromEntries(Object.entries(recipe.looks).filter(([id]) => groups.has(id))) };
}
