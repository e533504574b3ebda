import { ChemigramError, nearestNames } from '@chemigram/errors';
import type { Mask } from '@chemigram/mask';
import { valuesAtStrength } from '@chemigram/vocabulary';
import type { LoadedLook, LookMove, Vocabulary } from '@chemigram/vocabulary';
import type { AppliedLook, Move, Recipe, Snapshot, Workspace } from '@chemigram/workspace';
import type { Handler, Result } from '../contracts/index.ts';
import { detectedOn } from '../detected/detected-masks.ts';
import { lookupOf, maskOfPack } from '../named-masks/lookup.ts';
import { hasNamed, needsFinding } from '../named-masks/resolve.ts';
import type { Development } from '../photos/developer.ts';
import { describeMask } from '../words/mask-words.ts';
import type { Studio } from '../studio.ts';
import { change } from './change.ts';
import { newMoves } from './new-moves.ts';
import { developedMove, framed, maskSummary, readMask, within } from './shared.ts';

export const applyLook: Handler<'apply_look', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const look = lookNamed(await studio.looks(), args.look);
  const vocabulary = await studio.vocabulary();
  const seen = await workspace.recipe();
  const read = args.mask_spec === undefined ? null : await readMask(studio, workspace, args.mask_spec, seen);
  const mask = read?.mask ?? null;
  const masks = await masksOf(studio, workspace, look, mask, seen);
  const wanted = look.moves.map((move, i) => {
    const primitive = vocabulary.primitive(move.primitive);
    const values = valuesAtStrength(primitive, move, args.strength);
    return { primitive, values, mask: masks[i]!, label: args.label ?? look.title };
  });
  const applied = { look: look.name, strength: args.strength, mask };
  let group = '';
  const { snapshot, development } = await change(studio, workspace, call, (recipe) => {
    const added = newMoves(wanted, recipe, seen, vocabulary);
    group = added.group;
    const entry: AppliedLook = {
      ...applied,
      ...framed(mask, seen, vocabulary),
      moves: added.moves.map(({ move_id }) => move_id),
    };
    return {
      message: inWords(applied),
      recipe: { ...recipe, moves: [...recipe.moves, ...added.moves], looks: { ...recipe.looks, [group]: entry } },
    };
  });
  return { result: await described(workspace, group, development, snapshot, read?.notes ?? []) };
};

export const adjustLook: Handler<'adjust_look', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const seen = await workspace.recipe();
  const look = lookNamed(await studio.looks(), appliedLook(seen, args.group_id).look);
  const vocabulary = await studio.vocabulary();
  const read = args.mask_spec == null ? null : await readMask(studio, workspace, args.mask_spec, seen);
  const masked = args.mask_spec !== undefined;
  const mask = read?.mask ?? null;
  const masks = masked ? await masksOf(studio, workspace, look, mask, seen) : [];
  const { snapshot, development } = await change(studio, workspace, call, (recipe) => {
    const old = appliedLook(recipe, args.group_id);
    mustBeAsApplied(old, look);
    const strength = args.strength ?? old.strength;
    const next = { look: look.name, strength, mask: masked ? mask : (old.mask as Mask | null) };
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
      message: `${inWords({ ...old, mask: old.mask as Mask | null })}: now ${inWords(next)}`,
      recipe: { ...recipe, moves, looks },
    };
  });
  return { result: await described(workspace, args.group_id, development, snapshot, read?.notes ?? []) };
};

/** @throws conflict when a look of another shape or name was applied under the group */
function mustBeAsApplied(applied: AppliedLook, look: LoadedLook): void {
  if (applied.look === look.name && applied.moves.length === look.moves.length) return;
  throw new ChemigramError('conflict', `${applied.look} is not what it was when it was applied.`, {
    field: 'group_id',
    hint: 'Remove it with remove_move and apply it again.',
  });
}

/** A move's values after its look's strength changed; one that was set by hand keeps its own share of the look. */
function restrengthened(move: Move, made: LookMove, from: number, to: number, vocabulary: Vocabulary) {
  const primitive = vocabulary.primitive(move.primitive);
  const meant = valuesAtStrength(primitive, made, from);
  const byHand = Object.entries(move.values).some(([name, value]) => meant[name] !== value);
  if (!byHand) return valuesAtStrength(primitive, made, to);
  return from === 0 ? move.values : valuesAtStrength(primitive, { ...made, values: move.values }, to / from);
}

/** The masks of a look's moves, where the look itself goes through a mask both hold. */
async function masksOf(
  studio: Studio,
  workspace: Workspace,
  look: LoadedLook,
  mask: Mask | null,
  recipe: Recipe,
): Promise<(Mask | null)[]> {
  const lookup = lookupOf(await studio.masks(), recipe.masks, detectedOn(workspace.dir));
  return Promise.all(
    look.moves.map(({ mask_spec }, i) =>
      within(`${look.name}.moves[${i}].mask_spec`, () => {
        if (mask_spec === undefined) return mask;
        const own = maskOfPack(mask_spec);
        if (hasNamed(own)) needsFinding(own, lookup);
        if (mask === null) return own;
        return maskOfPack({ kind: 'compose', operation: 'intersect', operands: [mask, own] });
      }),
    ),
  );
}

function lookNamed(looks: ReadonlyMap<string, LoadedLook>, name: string): LoadedLook {
  const look = looks.get(name) ?? looks.get(`look_${name}`);
  if (look !== undefined) return look;
  const text = name.toLowerCase();
  const meant = [...looks.values()].filter(({ title, words }) =>
    [title, ...words].some((word) => word.toLowerCase().includes(text)),
  );
  const names = meant.length > 0 ? meant.map((candidate) => candidate.name) : nearestNames(name, looks.keys());
  throw new ChemigramError('unknown_name', `There is no look "${name}".`, {
    field: 'look',
    hint: `${meant.length > 0 ? `"${name}" may mean` : 'Nearest'}: ${names.join(', ')}.`,
  });
}

function appliedLook(recipe: Recipe, group: string): AppliedLook {
  const looks = recipe.looks ?? {};
  if (Object.hasOwn(looks, group)) return looks[group]!;
  const known = Object.entries(looks).map(([id, { look }]) => `${id} (${look})`);
  throw new ChemigramError('not_found', `There is no look "${group}" on "${recipe.image_id}".`, {
    field: 'group_id',
    hint: known.length === 0 ? 'The photo has no looks: apply_look first.' : `There are: ${known.join(', ')}.`,
  });
}

/** "look_film_faded at 80 % through an ellipse in the middle". */
function inWords({ look, strength, mask }: { look: string; strength: number; mask: Mask | null }): string {
  const through = mask === null ? '' : ` through ${describeMask(mask)}`;
  return `${look} at ${Math.round(100 * strength)} %${through}`;
}

async function described(
  workspace: Workspace,
  group: string,
  development: Development,
  snapshot: Snapshot,
  notes: readonly string[],
): Promise<Result<'apply_look'>> {
  const recipe = await workspace.recipe(snapshot.id);
  const { look, strength } = appliedLook(recipe, group);
  const own = recipe.moves.filter((move) => move.group === group);
  const placed = own.map(({ move_id }) => developedMove(development.moves, move_id).mask);
  return {
    image_id: workspace.imageId,
    look,
    strength,
    group_id: group,
    move_ids: own.map(({ move_id }) => move_id),
    moves: own.map(({ move_id, primitive, values }, i) => ({
      move_id,
      primitive,
      values,
      mask: maskSummary(placed[i]!),
    })),
    snapshot: snapshot.id,
    // Several moves through one mask say the same.
    warnings: [...new Set([...notes, ...placed.flatMap((mask) => mask?.warnings ?? [])])],
  };
}
