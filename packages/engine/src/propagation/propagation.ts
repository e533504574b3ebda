import type { Mask } from '@chemigram/mask';
import type { LoadedMask, Vocabulary } from '@chemigram/vocabulary';
import { newGroupId, newMoveId } from '@chemigram/workspace';
import type { AppliedLook, Move, Recipe } from '@chemigram/workspace';
import { frameOf } from '../develop/frame.ts';
import { isFramedByHand, placesIn, whyItStays } from './places.ts';
import type { Inclusion } from './places.ts';

type LoadedMasks = ReadonlyMap<string, LoadedMask>;

/** A move that stays with its photo. */
export interface LeftBehind {
  readonly move_id: string;
  readonly primitive: string;
  readonly why: string;
}

/** A target's recipe with what was carried to it. */
export interface Carried {
  readonly recipe: Recipe;
  readonly moves: readonly Move[];
  readonly leftOut: readonly LeftBehind[];
}

/** Where a look of the source had a move that stayed behind. */
const NO_MOVE = '';

/**
 * Adds to a target's recipe those moves of a source that mean something on it. Moves, looks and groups get ids of the
 * target; a mask that travels speaks of the target's picture as it is framed there.
 * @param wanted moves of the source, in its order
 */
export function carry(
  source: Recipe,
  wanted: readonly Move[],
  target: Recipe,
  { packs, vocabulary, include, now }: { packs: LoadedMasks; vocabulary: Vocabulary; include: Inclusion; now: string },
): Carried {
  let recipe = target;
  const base = frameOf(target.moves, vocabulary);
  // What was drawn speaks of the framing that it was drawn on, be it changed or taken away since; what is found, of what is there.
  const frameThere = (edit: Readonly<Record<string, unknown>>, said: Move['frame'] = []): Move['frame'] & object =>
    placesIn(edit, vocabulary).ties.size > 0 ? [...base, ...structuredClone(said)] : frameOf(recipe.moves, vocabulary);
  const leftOut: LeftBehind[] = [];
  const carried = new Map<string, string>();
  const groups = new Map<string, string>();
  const moves: Move[] = [];
  for (const move of wanted) {
    const why = whyMoveStays(move, source, recipe, { packs, vocabulary, include });
    if (why !== null) {
      leftOut.push({ move_id: move.move_id, primitive: move.primitive, why });
      continue;
    }
    const move_id = newMoveId(recipe);
    carried.set(move.move_id, move_id);
    if (move.group !== undefined && !groups.has(move.group)) groups.set(move.group, newGroupId(recipe));
    const { frame: said, group, proposal: _proposal, ...rest } = move;
    const { mask, spots } = move;
    const frame = mask === null && spots === undefined ? [] : frameThere({ mask, spots }, said);
    const copy: Move = {
      ...structuredClone(rest),
      move_id,
      ...(frame.length === 0 ? {} : { frame }),
      ...(group === undefined ? {} : { group: groups.get(group)! }),
      at: now,
    };
    moves.push(copy);
    recipe = {
      ...recipe,
      moves: [...recipe.moves, copy],
      masks: { ...recipe.masks, ...savedWith(move, source, recipe, packs, frameThere) },
    };
  }
  const looks = looksWith(source, groups, carried);
  if (Object.keys(looks).length > 0) recipe = { ...recipe, looks: { ...recipe.looks, ...looks } };
  return { recipe, moves, leftOut };
}

/** Why a move means nothing on another photo; null where it does. */
function whyMoveStays(
  { primitive, mask, spots, layers, frame = [] }: Move,
  source: Recipe,
  target: Recipe,
  { packs, vocabulary, include }: { packs: LoadedMasks; vocabulary: Vocabulary; include: Inclusion },
): string | null {
  if (layers !== undefined) {
    return whyItStays(new Map(layers.forms.length === 0 ? [] : [['drawn_masks', 'a mask in it']]), include, false);
  }
  // Names that the target or a pack knows mean something there; the others only what they are on the source.
  const saved = Object.entries(source.masks ?? {}).filter(
    ([name]) => !packs.has(name) && !Object.hasOwn(target.masks ?? {}, name),
  );
  const edit = { primitive_name: primitive, mask, spots };
  const { ties, names } = placesIn(edit, vocabulary, new Map(saved.map(([name, each]) => [name, each.mask])));
  // Each drawing has the framing of its own time: that of the move, or of the mask that it goes through by name.
  const drawings = [
    { edit, frame },
    ...saved
      .filter(([name]) => names.has(name))
      .map(([, each]) => ({ edit: { mask: each.mask }, frame: each.frame ?? [] })),
  ];
  const cropped = drawings.some(
    (each) => placesIn(each.edit, vocabulary).ties.size > 0 && isFramedByHand(each.frame, vocabulary),
  );
  return whyItStays(ties, include, cropped);
}

/** The masks that were named on the source and that a move needs, as far as nothing on the target has their names. */
function savedWith(
  { mask }: Move,
  source: Recipe,
  target: Recipe,
  packs: LoadedMasks,
  frameThere: (edit: Readonly<Record<string, unknown>>, said: Move['frame']) => Move['frame'] & object,
): NonNullable<Recipe['masks']> {
  const added: NonNullable<Recipe['masks']> = {};
  const look = (part: Mask): void => {
    if (part.kind === 'compose') part.operands.forEach(look);
    if (part.kind !== 'named' || packs.has(part.name) || Object.hasOwn(target.masks ?? {}, part.name)) return;
    const saved = source.masks?.[part.name];
    if (saved === undefined || Object.hasOwn(added, part.name)) return;
    const frame = frameThere({ mask: saved.mask }, saved.frame);
    added[part.name] = { mask: structuredClone(saved.mask), ...(frame.length === 0 ? {} : { frame }) };
    look(saved.mask as Mask);
  };
  if (mask !== null) look(mask as Mask);
  return added;
}

/** The looks of the source of which something was carried, in terms of the target. */
function looksWith(
  source: Recipe,
  groups: ReadonlyMap<string, string>,
  carried: ReadonlyMap<string, string>,
): Record<string, AppliedLook> {
  const looks: Record<string, AppliedLook> = {};
  for (const [group, look] of Object.entries(source.looks ?? {})) {
    const there = groups.get(group);
    if (there === undefined) continue;
    const { frame: _, ...rest } = structuredClone(look);
    looks[there] = { ...rest, moves: look.moves.map((id) => carried.get(id) ?? NO_MOVE) };
  }
  return looks;
}

/** Whether a mask is another one on another photo: a name or a range in it. */
export function isFoundAnew(mask: Mask): boolean {
  if (mask.kind === 'compose') return mask.operands.some(isFoundAnew);
  return mask.kind === 'named' || ('range_filters' in mask && mask.range_filters !== undefined);
}
