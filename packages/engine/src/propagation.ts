import type { Mask } from '@chemigram/mask';
import type { LoadedMask, Primitive, Vocabulary } from '@chemigram/vocabulary';
import { newGroupId, newMoveId } from '@chemigram/workspace';
import type { AppliedLook, Move, Recipe } from '@chemigram/workspace';
import type { STAYING } from './contracts/propagate-state.ts';
import { frameOf, frameOfMask, framesPicture } from './develop/frame.ts';
import { describeMask } from './mask-words.ts';

type LoadedMasks = ReadonlyMap<string, LoadedMask>;

/** What is taken along besides what fits every photo. */
export type Inclusion = ReadonlySet<(typeof STAYING)[number]>;

export interface LeftOut {
  readonly move_id: string;
  readonly primitive: string;
  readonly why: string;
}

/** A target's recipe with what was carried to it. */
export interface Carried {
  readonly recipe: Recipe;
  readonly moves: readonly Move[];
  readonly leftOut: readonly LeftOut[];
}

/** The one framing that belongs to the camera and not to the picture. */
const LENS = 'lens';
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
  const leftOut: LeftOut[] = [];
  const carried = new Map<string, string>();
  const groups = new Map<string, string>();
  const moves: Move[] = [];
  for (const move of wanted) {
    const why = whyItStays(move, source, recipe, { packs, vocabulary, include });
    if (why !== null) {
      leftOut.push({ move_id: move.move_id, primitive: move.primitive, why });
      continue;
    }
    const move_id = newMoveId(recipe);
    carried.set(move.move_id, move_id);
    if (move.group !== undefined && !groups.has(move.group)) groups.set(move.group, newGroupId(recipe));
    const { frame: _frame, group, proposal: _proposal, ...rest } = move;
    const frame = move.mask === null && move.spots === undefined ? [] : frameOf(recipe.moves, vocabulary);
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
      masks: { ...recipe.masks, ...savedWith(move, source, recipe, packs, frame) },
    };
  }
  const looks = looksWith(source, groups, carried);
  if (Object.keys(looks).length > 0) recipe = { ...recipe, looks: { ...recipe.looks, ...looks } };
  return { recipe, moves, leftOut };
}

/** Why a move means nothing on another photo; null where it does. */
function whyItStays(
  move: Move,
  source: Recipe,
  target: Recipe,
  { packs, vocabulary, include }: { packs: LoadedMasks; vocabulary: Vocabulary; include: Inclusion },
): string | null {
  if (move.layers !== undefined) {
    const placed = move.layers.forms.length > 0 && !include.has('drawn_masks');
    return placed ? 'masks in it were drawn on the source (include: drawn_masks)' : null;
  }
  const primitive = vocabulary.primitive(move.primitive);
  const cropped =
    !include.has('frame') && frameOfMask(move).some(({ primitive: name }) => !ofLens(vocabulary.primitive(name)));
  if (move.spots !== undefined) {
    if (!include.has('spots')) return 'its spots are places of the source (include: spots)';
    return cropped ? 'its spots are places of the source as it is cropped, and the crop stays behind' : null;
  }
  if (framesPicture(primitive)) {
    return ofLens(primitive) || include.has('frame') ? null : 'it frames the source (include: frame)';
  }
  if (move.mask === null) return null;
  const fixed = placeOf(move.mask as Mask, source, target, packs, []);
  if (fixed === null) return null;
  const what = describeMask(fixed.mask);
  if (!fixed.drawn) return `${what} belongs to the source's own picture`;
  if (!include.has('drawn_masks')) return `${what} was drawn on the source (include: drawn_masks)`;
  if (cropped) return `${what} was drawn on the source as it is cropped, and the crop stays behind`;
  return null;
}

const ofLens = ({ modules }: Primitive): boolean => modules.every(({ operation }) => operation === LENS);

/** The first part of a mask that is a place of the source; null where all of it can be found in any photo. */
function placeOf(
  mask: Mask,
  source: Recipe,
  target: Recipe,
  packs: LoadedMasks,
  chain: readonly string[],
): { mask: Mask; drawn: boolean } | null {
  if (mask.kind === 'compose') {
    const parts = mask.operands.map((operand) => placeOf(operand, source, target, packs, chain));
    // What cannot be taken along at all decides.
    return parts.find((part) => part?.drawn === false) ?? parts.find((part) => part !== null) ?? null;
  }
  if (mask.kind === 'raster' || mask.kind === 'detected') return { mask, drawn: false };
  if (mask.kind !== 'named') return 'dt_form' in mask && mask.dt_form !== undefined ? { mask, drawn: true } : null;
  if (packs.has(mask.name) || Object.hasOwn(target.masks ?? {}, mask.name) || chain.includes(mask.name)) return null;
  const saved = source.masks?.[mask.name];
  return saved === undefined ? null : placeOf(saved.mask as Mask, source, target, packs, [...chain, mask.name]);
}

/** The masks that were named on the source and that a move needs, as far as nothing on the target has their names. */
function savedWith(
  { mask }: Move,
  source: Recipe,
  target: Recipe,
  packs: LoadedMasks,
  frame: Move['frame'] & object,
): NonNullable<Recipe['masks']> {
  const added: NonNullable<Recipe['masks']> = {};
  const look = (part: Mask): void => {
    if (part.kind === 'compose') part.operands.forEach(look);
    if (part.kind !== 'named' || packs.has(part.name) || Object.hasOwn(target.masks ?? {}, part.name)) return;
    const saved = source.masks?.[part.name];
    if (saved === undefined || Object.hasOwn(added, part.name)) return;
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
