import type { Mask } from '@chemigram/mask';
import type { LoadedMask, Vocabulary } from '@chemigram/vocabulary';
import { newGroupId, newMoveId } from '@chemigram/workspace';
import type { AppliedLook, Move, Recipe } from '@chemigram/workspace';
import { frameOf } from '../develop/frame.ts';
import { NO_MOVE } from '../looks/no-move.ts';
import { carriedBefore, whyNotAgain, withoutCopies } from './carried-before.ts';
import { isFramedByHand, placesIn, whyItStays } from './places.ts';
import type { Inclusion } from './places.ts';

type LoadedMasks = ReadonlyMap<string, LoadedMask>;
type SavedMask = NonNullable<Recipe['masks']>[string];
type SavedMasks = ReadonlyMap<string, SavedMask>;

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
  /** The id there of each move of the source. */
  readonly ids: ReadonlyMap<string, string>;
  readonly leftOut: readonly LeftBehind[];
}

/** What is looked at to tell what means something on a target. */
interface Terms {
  readonly packs: LoadedMasks;
  readonly vocabulary: Vocabulary;
  readonly include: Inclusion;
  /** Whether copies that were carried before make way for what is carried now. */
  readonly replace?: boolean;
}

/**
 * Adds to a target's recipe those moves of a source that mean something on it. Moves, looks and groups get ids of the
 * target; a mask that travels speaks of the target's picture as it is framed there.
 * @param wanted moves of the source, in its order
 */
export function carry(
  source: Recipe,
  wanted: readonly Move[],
  target: Recipe,
  { now, ...terms }: Terms & { now: string },
): Carried {
  const { vocabulary } = terms;
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
    const saved = travelling(source, recipe, terms);
    const why = whyMoveStays(move, saved, terms);
    if (why !== null) {
      leftOut.push({ move_id: move.move_id, primitive: move.primitive, why });
      continue;
    }
    const copies = carriedBefore(move, source, target);
    const again = whyNotAgain(copies, terms.replace ?? false, vocabulary);
    if (again !== null) {
      leftOut.push({ move_id: move.move_id, primitive: move.primitive, why: again });
      continue;
    }
    recipe = withoutCopies(recipe, copies);
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
      carried_from: { image_id: source.image_id, move_id: move.move_id },
      at: now,
    };
    moves.push(copy);
    recipe = {
      ...recipe,
      moves: [...recipe.moves, copy],
      masks: { ...recipe.masks, ...savedWith(move, saved, frameThere) },
    };
  }
  const looks = looksWith(source, groups, carried);
  if (Object.keys(looks).length > 0) recipe = { ...recipe, looks: { ...recipe.looks, ...looks } };
  return { recipe, moves, ids: carried, leftOut };
}

/** Why a move means nothing on another photo; null where it does. */
function whyMoveStays(
  { primitive, mask, spots, layers, frame = [] }: Move,
  saved: SavedMasks,
  { vocabulary, include }: Terms,
): string | null {
  if (layers !== undefined) {
    return whyItStays(new Map(layers.forms.length === 0 ? [] : [['drawn_masks', 'a mask in it']]), include, false);
  }
  const edit = { primitive_name: primitive, mask, spots };
  const { ties, names } = placesIn(edit, vocabulary, new Map([...saved].map(([name, each]) => [name, each.mask])));
  // Each drawing has the framing of its own time: that of the move, or of the mask that it goes through by name.
  const drawings = [
    { edit, frame },
    ...[...saved]
      .filter(([name]) => names.has(name))
      .map(([, each]) => ({ edit: { mask: each.mask }, frame: each.frame ?? [] })),
  ];
  const cropped = drawings.some(
    (each) => placesIn(each.edit, vocabulary).ties.size > 0 && isFramedByHand(each.frame, vocabulary),
  );
  return whyItStays(ties, include, cropped);
}

/**
 * The masks that were named on the source and mean on the target what they are there, for nothing else has their names. A
 * name of a pack is found anew, unless what was drawn under it goes along.
 */
function travelling(source: Recipe, target: Recipe, { packs, vocabulary, include }: Terms): SavedMasks {
  const travels = ([name, { mask }]: readonly [string, SavedMask]): boolean => {
    if (Object.hasOwn(target.masks ?? {}, name)) return false;
    return !packs.has(name) || (include.has('drawn_masks') && !placesIn({ mask }, vocabulary).ties.has('never'));
  };
  return new Map(Object.entries(source.masks ?? {}).filter(travels));
}

/** Those of them that a move needs. */
function savedWith(
  { mask }: Move,
  travelling: SavedMasks,
  frameThere: (edit: Readonly<Record<string, unknown>>, said: Move['frame']) => Move['frame'] & object,
): NonNullable<Recipe['masks']> {
  const added: NonNullable<Recipe['masks']> = {};
  const look = (part: Mask): void => {
    if (part.kind === 'compose') part.operands.forEach(look);
    if (part.kind !== 'named') return;
    const saved = travelling.get(part.name);
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
