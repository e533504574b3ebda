import { ChemigramError, within } from '@chemigram/errors';
import { resample } from '@chemigram/mask';
import type { Mask } from '@chemigram/mask';
import { checkValues, faintValues } from '@chemigram/vocabulary';
import type { Primitive, Vocabulary } from '@chemigram/vocabulary';
import type { Snapshot, Workspace } from '@chemigram/workspace';
import type { Call } from '../contract.ts';
import type { Arguments, Handler } from '../contracts/index.ts';
import { behindTheStep, change } from '../history/change.ts';
import type { CompiledMask } from '../masks/place.ts';
import { afterTheEdit } from '../measure/after-the-edit.ts';
import { askedOpacity } from '../measure/asked-opacity.ts';
import { developBoth } from '../measure/develop-both.ts';
import { measureRegions } from '../measure/measure-change.ts';
import { developedMove } from '../moves/find-move.ts';
import { newMoves } from '../moves/new-moves.ts';
import type { NewMove } from '../moves/new-moves.ts';
import { readMask } from '../moves/read-mask.ts';
import { maskSummary } from '../moves/shown-move.ts';
import type { Studio } from '../studio.ts';
import { describeMove } from '../words/words.ts';

type Args = Arguments<'apply_per_region'>;
type AskedRegion = Args['regions'][number];
interface Pair extends Pick<NewMove, 'primitive' | 'values'> {
  readonly faint: readonly string[];
}

/** A region's mask, and how darktable has it; null where all its moves are neutral. */
interface PlacedRegion {
  readonly mask: Mask;
  readonly placed: CompiledMask | null;
}

/** Regions that a line of the log names one by one. */
const NAMED_IN_LOG = 3;

/**
 * Adds moves to several regions in one step, as one group; all values are checked before any mask is read.
 * @throws ChemigramError whatever checking values and masks throws, its field seen from the region
 */
export const applyPerRegion: Handler<'apply_per_region', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const vocabulary = await studio.vocabulary();
  // All values first, then all masks: reading a mask may keep a raster of it.
  const pairs = await Promise.all(
    args.regions.map((region, i) => within(`regions[${i}]`, () => pairsOf(region, args.primitive_name, vocabulary))),
  ).catch(fromCommon);
  const seen = await workspace.recipe();
  const masks: Mask[] = [];
  const notes: string[][] = [];
  for (const [i, { mask_spec }] of args.regions.entries()) {
    const read = await readMask(studio, workspace, mask_spec, seen, `regions[${i}].mask_spec`);
    masks.push(read.mask);
    notes.push(read.notes);
  }
  const wanted = args.regions.map(({ label = args.label }, i) =>
    pairs[i]!.map(({ primitive, values }): NewMove => ({ primitive, values, mask: masks[i]!, label: label ?? null })),
  );
  let added: ReturnType<typeof newMoves> = { group: '', moves: [] };
  const { snapshot, before, development } = await change(studio, workspace, call, (recipe) => {
    added = newMoves(wanted.flat(), recipe, seen, vocabulary);
    const message = inWords(wanted, args.label);
    return { message, recipe: { ...recipe, moves: [...recipe.moves, ...added.moves] } };
  });
  const ids = added.moves.map(({ move_id }) => move_id);
  let at = 0;
  const places: PlacedRegion[] = [];
  const regions = wanted.map((moves, i) => {
    const move_ids = ids.slice(at, (at += moves.length));
    const placed =
      move_ids.map((id) => developedMove(development.moves, id).mask).find((mask) => mask !== null) ?? null;
    places.push({ mask: masks[i]!, placed });
    return {
      move_ids,
      mask: maskSummary(placed),
      warnings: [...pairs[i]!.flatMap(({ faint }) => faint), ...notes[i]!, ...(placed?.warnings ?? [])],
    };
  });
  const { measured, warnings: unmeasured } = args.verify
    ? await afterTheEdit(() => measureEach(studio, workspace, before, snapshot, places, behindTheStep(call)))
    : { warnings: [] };
  return {
    result: {
      image_id: args.image_id,
      snapshot: snapshot.id,
      group_id: added.group,
      move_ids: ids,
      regions: regions.map((region, i) => ({ ...region, ...measured?.regions[i] })),
      ...(measured === undefined ? {} : { outside: measured.outside }),
      warnings: [...(measured?.warnings ?? []), ...unmeasured],
    },
  };
};

/** The operations of one region; an error's field is seen from the region. */
async function pairsOf(region: AskedRegion, common: string | undefined, vocabulary: Vocabulary): Promise<Pair[]> {
  if (region.ops === undefined) return [pairOf(vocabulary.primitive(common!), region)];
  return Promise.all(
    region.ops.map((op, j) => within(`ops[${j}]`, () => pairOf(vocabulary.primitive(op.primitive_name), op))),
  );
}

function pairOf(primitive: Primitive, { value, values }: Pick<AskedRegion, 'value' | 'values'>): Pair {
  if (primitive.masks === 'none') {
    throw new ChemigramError('invalid_input', `${primitive.name} works on the whole picture only, not on a region.`, {
      field: 'primitive_name',
      hint: 'Use apply_primitive without a mask for it.',
    });
  }
  const given = { value, values };
  const checked = checkValues(primitive, given);
  return { primitive, values: checked, faint: faintValues(primitive, given, checked) };
}

/** What is wrong with the common primitive was said once, beside the regions. */
function fromCommon(error: unknown): never {
  if (!(error instanceof ChemigramError) || !/^regions\[\d+\]\.primitive_name$/.test(error.field ?? '')) throw error;
  throw error.about('primitive_name');
}

/** "dodge and burn, 12 regions: exposure +0.4 through ..., exposure -0.3 through ... and 10 more". */
function inWords(wanted: readonly (readonly NewMove[])[], label: string | undefined): string {
  const moves = wanted.flat();
  const named = moves
    .slice(0, NAMED_IN_LOG)
    .map(({ primitive, ...rest }) =>
      describeMove({ ...rest, primitive: primitive.name, ...(rest.label === label ? { label: null } : {}) }),
    );
  const more = moves.length > NAMED_IN_LOG ? ` and ${moves.length - NAMED_IN_LOG} more` : '';
  const count = `${wanted.length} ${wanted.length === 1 ? 'region' : 'regions'}`;
  return `${label === undefined ? '' : `${label}, `}${count}: ${named.join('; ')}${more}`;
}

async function measureEach(
  studio: Studio,
  workspace: Workspace,
  before: Snapshot,
  after: Snapshot,
  places: readonly PlacedRegion[],
  call: Call,
) {
  const { old, now, to, development, developer } = await developBoth(studio, workspace, before.id, after.id, call);
  const opacities = [];
  for (const { mask, placed } of places) {
    opacities.push(
      placed === null
        ? await askedOpacity({ mask, frame: development.frame }, developer, development, now, to.masks, call)
        : resample(placed.asked(), now),
    );
  }
  const { regions, outside } = measureRegions(old, now, opacities);
  const idle = regions.flatMap(({ effective }, i) => (effective ? [] : [`regions[${i}]`]));
  const warnings =
    idle.length === 0
      ? []
      : [`Nothing visible changed in ${idle.join(', ')}: raise the strength, or check where the mask lies.`];
  return {
    regions: regions.map(({ change: measured, effective, alone }) => ({ measured, effective, alone })),
    outside,
    warnings,
  };
}
