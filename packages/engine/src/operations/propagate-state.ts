import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { ChemigramError, reportOf } from '@chemigram/errors';
import type { Mask, Picture } from '@chemigram/mask';
import type { Move, Recipe } from '@chemigram/workspace';
import type { Call, PictureFile } from '../contract.ts';
import type { Arguments, Handler, Result } from '../contracts/index.ts';
import { change } from '../history/change.ts';
import { snapshotAt } from '../history/snapshots.ts';
import { developedMove, findMove } from '../moves/find-move.ts';
import { afterTheEdit } from '../measure/after-the-edit.ts';
import { framingWarnings } from '../moves/framing-warnings.ts';
import { lackingIn } from '../moves/lacking.ts';
import type { Developer } from '../photos/developer.ts';
import { contactSheet, sheetOf } from '../photos/pictures/contact-sheet.ts';
import { writeJpeg } from '../photos/pictures/picture-files.ts';
import { picturesFolder } from '../photos/pictures/pictures-folder.ts';
import type { Inclusion } from '../propagation/places.ts';
import { carry, isFoundAnew } from '../propagation/propagation.ts';
import type { Carried, LeftBehind } from '../propagation/propagation.ts';
import type { Studio } from '../studio.ts';
import { describeMask } from '../words/mask-words.ts';
import { describeMove } from '../words/words.ts';

/** How the moves are to be carried. */
interface Asked {
  readonly include: Inclusion;
  readonly replace: boolean;
}
type Report = Result<'propagate_state'>['targets'][number];

/** Photos at the same time: while one waits for the disk another is compiled. Renders have a queue of their own. */
const AT_ONCE = 12;
/** Share of the progress that is left for a contact sheet. */
const SHEET_SHARE = 0.5;
/** Moves that a line of the log names one by one. */
const NAMED_IN_LOG = 3;

/**
 * Carries the moves of one photo to others, each photo all or nothing; what goes wrong on one is its report.
 * @throws ChemigramError not_found, invalid_input naming the target, conflict where there is nothing to carry, cancelled
 */
export const propagateState: Handler<'propagate_state', Studio> = async (studio, args, call) => {
  const source = await studio.store.open(args.source);
  const snapshot = await snapshotAt(source, args.ref, 'ref');
  const recipe = await source.recipe(snapshot.id);
  const wanted = wantedMoves(recipe, args.moves);
  await mustBeOthers(studio, args);
  const terms = { include: new Set(args.include), replace: args.replace };
  const share = args.contact_sheet ? 1 - SHEET_SHARE : 1;
  const targets = await each(
    args.targets,
    call,
    share,
    (id) => carryTo(studio, id, recipe, wanted, terms, call),
    cancelledAfter,
  );
  const changed = targets.filter(({ status }) => status === 'changed');
  const { measured: sheet = null, warnings } =
    args.contact_sheet && changed.length > 0
      ? await afterTheEdit(() => sheetOfAll(studio, changed, source.imageId, call), 'there is no contact sheet')
      : { warnings: [] };
  const failed = targets.filter(({ status }) => status === 'failed').length;
  return {
    result: {
      source: args.source,
      snapshot: snapshot.id,
      changed: changed.length,
      failed,
      targets,
      ...(sheet === null ? {} : { contact_sheet: { path: sheet.path, width: sheet.width, height: sheet.height } }),
      warnings: changed.length === 0 ? ['No photo was changed: see left_out and error of each.'] : [...warnings],
    },
    ...(sheet === null ? {} : { pictures: [sheet] }),
  };
};

/** The moves that are asked for, each or by their group, in the order of the recipe. */
function wantedMoves(recipe: Recipe, asked: readonly string[] | undefined): readonly Move[] {
  if (recipe.moves.length === 0) {
    throw new ChemigramError('conflict', `"${recipe.image_id}" has no moves that could be carried.`, {
      field: 'source',
      hint: 'Edit it first, or name another source or ref.',
    });
  }
  if (asked === undefined) return recipe.moves;
  const ids = new Set<string>();
  for (const [i, id] of asked.entries()) {
    const together = recipe.moves.filter(({ group }) => group === id);
    try {
      for (const { move_id } of together.length > 0 ? together : [findMove(recipe, id)]) ids.add(move_id);
    } catch (error) {
      throw error instanceof ChemigramError ? error.about(`moves[${i}]`) : error;
    }
  }
  return recipe.moves.filter(({ move_id }) => ids.has(move_id));
}

/** @throws ChemigramError naming the first target that is the source, named twice, or not there */
async function mustBeOthers(studio: Studio, { source, targets }: Arguments<'propagate_state'>): Promise<void> {
  for (const [i, id] of targets.entries()) {
    const field = `targets[${i}]`;
    if (id === source) {
      throw new ChemigramError('invalid_input', `${field} is the source itself, "${id}".`, {
        field,
        hint: 'To bring moves of another branch of one photo over: diff of both branches gives them with their masks, apply_per_region or apply_primitive makes them here.',
      });
    }
    if (targets.indexOf(id) !== i) {
      throw new ChemigramError('invalid_input', `${field}, "${id}", is among the targets twice.`, { field });
    }
    if (await studio.store.has(id)) continue;
    throw new ChemigramError('not_found', `${field}: there is no photo "${id}".`, {
      field,
      hint: 'Ingest it first; list_photos names those that are there.',
    });
  }
}

/** Carries to one photo; whatever goes wrong is its report, and it stays as it was. */
async function carryTo(
  studio: Studio,
  id: string,
  source: Recipe,
  wanted: readonly Move[],
  terms: Asked,
  call: Call,
): Promise<Report> {
  const empty = { image_id: id, snapshot: null, move_ids: [], regrounded: [], left_out: [], warnings: [] };
  try {
    const workspace = await studio.store.open(id);
    const on = {
      packs: await studio.masks(),
      vocabulary: await studio.vocabulary(),
      ...terms,
      now: new Date().toISOString(),
    };
    const planned = carry(source, wanted, await workspace.recipe(), on);
    const lacking = await lackingOn(await studio.developer(workspace), planned, quiet(call));
    const fitting = wanted.filter(({ move_id }) => lacking.every((left) => left.move_id !== move_id));
    const left_out = [...planned.leftOut, ...lacking];
    if (planned.moves.length === lacking.length) return { ...empty, status: 'unchanged', left_out };
    let carried = planned;
    const { snapshot, development } = await change(studio, workspace, quiet(call), (recipe) => {
      carried = carry(source, fitting, recipe, on);
      return { message: `from ${source.image_id}: ${inWords(carried.moves)}`, recipe: carried.recipe };
    });
    const said = new Set<string>();
    const regrounded = carried.moves.flatMap(({ move_id, mask }) => {
      if (mask === null || !isFoundAnew(mask as Mask)) return [];
      const placed = developedMove(development.moves, move_id).mask;
      const words = describeMask(mask as Mask);
      // Moves through one name are warned of in the same words, but for a digit of how sure it is.
      const warnings = (placed?.warnings ?? []).filter((warning) => {
        const gist = `${words} ${warning.replaceAll(/\d/g, '')}`;
        return !said.has(gist) && said.add(gist);
      });
      return [{ move_id, mask: words, coverage: placed?.coverage ?? 0, warnings }];
    });
    const move_ids = carried.moves.map(({ move_id }) => move_id);
    const warnings = await framingWarnings(studio, workspace, carried.moves, call);
    return { image_id: id, status: 'changed', snapshot: snapshot.id, move_ids, regrounded, left_out, warnings };
  } catch (error) {
    const { code, message, hint } = reportOf(error);
    if (code === 'cancelled') throw error;
    return { ...empty, status: 'failed', error: { code, message, ...(hint === undefined ? {} : { hint }) } };
  }
}

/** What would go through a mask of what the target's picture has nothing of: nobody looks at each of hundreds of photos. */
async function lackingOn(developer: Developer, { recipe, moves, ids }: Carried, call: Call): Promise<LeftBehind[]> {
  if (moves.every(({ mask }) => mask === null)) return [];
  const lacking = lackingIn(await developer.develop(recipe, call), ids.values());
  return [...ids].flatMap(([move_id, there]) =>
    lacking
      .filter((left) => left.move_id === there)
      .map(({ primitive, why }) => ({
        move_id,
        primitive,
        why: `${why}. Is it there, save_mask it as drawn by eye and carry the move again`,
      })),
  );
}

function inWords(moves: readonly Move[]): string {
  const more = moves.length > NAMED_IN_LOG ? ` and ${moves.length - NAMED_IN_LOG} more` : '';
  return `${moves.slice(0, NAMED_IN_LOG).map(describeMove).join('; ')}${more}`;
}

/** The steps of one photo are no news among hundreds. */
const quiet = (call: Call): Call => ({ signal: call.signal, progress: () => undefined });

/**
 * Works on several photos at once, in order, and tells how far it is.
 * @param cancelled what is said of it where it was cancelled
 * @throws ChemigramError that, and whatever `work` throws
 */
async function each<T>(
  ids: readonly string[],
  call: Call,
  share: number,
  work: (id: string) => Promise<T>,
  cancelled: (done: number, all: number) => ChemigramError,
): Promise<T[]> {
  // Every render that waits or runs listens to it.
  setMaxListeners(Infinity, call.signal);
  const results: T[] = [];
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    while (next < ids.length) {
      if (call.signal.aborted) return;
      const at = next++;
      results[at] = await work(ids[at]!);
      call.progress((share * ++done) / ids.length, `${done} of ${ids.length}: ${ids[at]}`);
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: Math.min(AT_ONCE, ids.length) }, worker));
  const broken = workers.find((result) => result.status === 'rejected');
  if (call.signal.aborted) throw cancelled(done, ids.length);
  if (broken !== undefined) throw broken.reason;
  return results;
}

const cancelledAfter = (done: number, all: number): ChemigramError =>
  new ChemigramError('cancelled', `Cancelled after ${done} of ${all} photos, which keep what they got.`, {
    hint: 'Undo on each of them takes it back; the others are as they were.',
  });

/** Every changed photo as it is now, small, in one picture. One that cannot be rendered leaves its cell empty. */
async function sheetOfAll(
  studio: Studio,
  changed: readonly Report[],
  source: string,
  call: Call,
): Promise<PictureFile> {
  const { cell } = sheetOf(changed.length);
  const later: Call = { signal: call.signal, progress: (part, words) => call.progress(SHEET_SHARE + part, words) };
  const ids = changed.map(({ image_id }) => image_id);
  const pictureOf = async (name: string): Promise<{ name: string; picture: Picture | null }> => {
    const workspace = await studio.store.open(name);
    const picture: Promise<Picture> = studio.developer(workspace).then(async (developer) => {
      const { layers } = await developer.develop(await workspace.recipe(), call);
      return (await developer.session.picture(layers, cell, call)).picture;
    });
    return { name, picture: await picture.catch(() => null) };
  };
  const pictures = await each(
    ids,
    later,
    SHEET_SHARE,
    pictureOf,
    (done, all) => new ChemigramError('cancelled', `It was cancelled after ${done} of its ${all} pictures.`),
  );
  const sheet = await contactSheet(pictures);
  const of = changed.map(({ snapshot }) => snapshot).join(' ');
  const folder = await picturesFolder(await studio.store.open(source));
  return writeJpeg(sheet, join(folder, `sheet-${createHash('sha256').update(of).digest('hex').slice(0, 12)}.jpg`));
}
