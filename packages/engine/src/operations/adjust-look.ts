import { ChemigramError } from '@chemigram/errors';
import type { Mask } from '@chemigram/mask';
import { valuesAtStrength } from '@chemigram/vocabulary';
import type { LoadedLook, LookMove, Vocabulary } from '@chemigram/vocabulary';
import type { AppliedLook, Move } from '@chemigram/workspace';
import type { Handler } from '../contracts/index.ts';
import { framed } from '../develop/framed.ts';
import { change } from '../history/change.ts';
import { appliedLook, findLook } from '../looks/find-look.ts';
import { masksOfLook } from '../looks/look-masks.ts';
import { lookResult } from '../looks/look-result.ts';
import { readMask } from '../moves/read-mask.ts';
import type { Studio } from '../studio.ts';
import { describeLook } from '../words/look-words.ts';

/**
 * Sets strength or mask of a look that was applied: all of its moves in one step. A move that was set by hand keeps its own share of the look.
 * @throws ChemigramError not_found for a group without a look, conflict where the look has changed since it was applied
 */
export const adjustLook: Handler<'adjust_look', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const seen = await workspace.recipe();
  const look = findLook(await studio.looks(), appliedLook(seen, args.group_id).look);
  const vocabulary = await studio.vocabulary();
  const read = args.mask_spec == null ? null : await readMask(studio, workspace, args.mask_spec, seen);
  const masked = args.mask_spec !== undefined;
  const mask = read?.mask ?? null;
  const masks = masked ? await masksOfLook(studio, workspace, look, mask, seen) : [];
  let lost: string[] = [];
  const { snapshot, development } = await change(studio, workspace, call, (recipe) => {
    const old = appliedLook(recipe, args.group_id);
    mustBeAsApplied(old, look);
    const strength = args.strength ?? old.strength;
    const next = { look: look.name, strength, mask: masked ? mask : (old.mask as Mask | null) };
    lost = strength > 0 ? [] : setByHand(recipe.moves, old, look, vocabulary);
    const moves = recipe.moves.map((move) => {
      const i = old.moves.indexOf(move.move_id);
      if (i === -1) return move;
      const values = restrengthened(move, look.moves[i]!, old.strength, strength, vocabulary);
      if (!masked) return { ...move, values };
      const { frame: _, ...rest } = move;
      return { ...rest, values, mask: masks[i]!, ...framed(masks[i]!, seen, vocabulary) };
    });
    const { frame: oldFrame, ...rest } = old;
    const frame = masked ? framed(mask, seen, vocabulary) : oldFrame === undefined ? {} : { frame: oldFrame };
    const looks = { ...recipe.looks, [args.group_id]: { ...rest, ...next, ...frame } };
    return {
      message: `${describeLook({ ...old, mask: old.mask as Mask | null })}: now ${describeLook(next)}`,
      recipe: { ...recipe, moves, looks },
    };
  });
  return {
    result: await lookResult(workspace, args.group_id, development, snapshot, [...(read?.notes ?? []), ...lost]),
  };
};

/** @throws conflict when a look of another shape or name was applied under the group */
function mustBeAsApplied(applied: AppliedLook, look: LoadedLook): void {
  if (applied.look === look.name && applied.moves.length === look.moves.length) return;
  throw new ChemigramError('conflict', `${applied.look} is not what it was when it was applied.`, {
    field: 'group_id',
    hint: 'Remove it with remove_move and apply it again.',
  });
}

/** Words for each move of a look that was set by hand: at strength 0 nothing is left of its share. */
function setByHand(moves: readonly Move[], old: AppliedLook, look: LoadedLook, vocabulary: Vocabulary): string[] {
  return moves
    .filter(({ move_id }) => old.moves.includes(move_id))
    .filter((move) => isByHand(move, look.moves[old.moves.indexOf(move.move_id)]!, old.strength, vocabulary))
    .map(
      ({ move_id, primitive }) =>
        `${primitive} (${move_id}) was set by hand; made stronger again it comes back as the look has it. undo gives it back as it was.`,
    );
}

/** Whether a move is other than its look has it at a strength. */
function isByHand(move: Move, made: LookMove, strength: number, vocabulary: Vocabulary): boolean {
  const meant = valuesAtStrength(vocabulary.primitive(move.primitive), made, strength);
  return Object.entries(move.values).some(([name, value]) => meant[name] !== value);
}

/** A move's values after its look's strength changed; one that was set by hand keeps its own share of the look. */
function restrengthened(move: Move, made: LookMove, from: number, to: number, vocabulary: Vocabulary) {
  const primitive = vocabulary.primitive(move.primitive);
  if (!isByHand(move, made, from, vocabulary)) return valuesAtStrength(primitive, made, to);
  return from === 0 ? move.values : valuesAtStrength(primitive, { ...made, values: move.values }, to / from);
}
