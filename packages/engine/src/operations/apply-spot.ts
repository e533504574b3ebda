import { ChemigramError } from '@chemigram/errors';
import { checkValues } from '@chemigram/vocabulary';
import { newGroupId, newMoveId } from '@chemigram/workspace';
import type { Move, Recipe, Snapshot, Spot, Workspace } from '@chemigram/workspace';
import type { Call } from '../contract.ts';
import { MOST_SPOTS } from '../contracts/apply-spot.ts';
import type { Arguments, Handler, Result } from '../contracts/index.ts';
import { detectedSpots } from '../detected/detections.ts';
import { frameOf } from '../develop/frame.ts';
import { framed } from '../develop/framed.ts';
import { behindTheStep, change } from '../history/change.ts';
import { afterTheEdit } from '../measure/after-the-edit.ts';
import { developBoth } from '../measure/develop-both.ts';
import { AGENT } from '../moves/new-moves.ts';
import { displayedSize } from '../photos/displayed-size.ts';
import { measureSpots } from '../repair/measure-spots.ts';
import { placeSpots } from '../repair/place-spots.ts';
import type { AskedSpot } from '../repair/read-spots.ts';
import { spotsOfDetection } from '../repair/spots-of-detection.ts';
import type { TakenSpots } from '../repair/spots-of-detection.ts';
import type { Studio } from '../studio.ts';
import { describeMove } from '../words/words.ts';

/** The primitive that a move of spots is. */
const SPOTS = 'spots';

/**
 * Adds a repair: spots as they are said, or those of an answer of detect, with a source looked for where none is given. More spots than one module holds become several moves of one group.
 * @throws ChemigramError not_found for the detection, conflict where the picture was framed anew since
 */
export const applySpot: Handler<'apply_spot', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const vocabulary = await studio.vocabulary();
  const primitive = vocabulary.primitive(SPOTS);
  const values = checkValues(primitive, {});
  const seen = await workspace.recipe();
  const asked = args.spots ?? (await askedByDetection(studio, workspace, seen, args.detected!));
  const { spots, warnings } = await placeSpots(studio, workspace, seen, { spots: asked, coords: args.coords }, call);
  const parts = Array.from({ length: Math.ceil(spots.length / MOST_SPOTS) }, (_, i) =>
    spots.slice(i * MOST_SPOTS, (i + 1) * MOST_SPOTS),
  );
  let made: Move[] = [];
  const { snapshot, before } = await change(studio, workspace, call, (recipe) => {
    made = [];
    const group = parts.length > 1 ? { group: newGroupId(recipe) } : {};
    for (const part of parts) {
      made.push({
        move_id: newMoveId({ ...recipe, moves: [...recipe.moves, ...made] }),
        primitive: primitive.name,
        values,
        mask: null,
        spots: part,
        ...framed(part, seen, vocabulary),
        label: args.label ?? null,
        ...group,
        at: new Date().toISOString(),
        by: AGENT,
      });
    }
    const message = describeMove({ ...made[0]!, spots });
    return { message, recipe: { ...recipe, moves: [...recipe.moves, ...made] } };
  });
  const { measured, warnings: unmeasured } = args.verify
    ? await afterTheEdit(() => measuredSpots(studio, workspace, before, snapshot, spots, behindTheStep(call)))
    : { warnings: [] };
  return {
    result: {
      image_id: args.image_id,
      move_id: made[0]!.move_id,
      ...(made[0]!.group === undefined ? {} : { group_id: made[0]!.group }),
      snapshot: snapshot.id,
      spots,
      ...(measured === undefined ? {} : { measured }),
      warnings: [...warnings, ...(measured?.warnings ?? []), ...unmeasured],
    },
    ...(args.detected === undefined ? {} : { did: [replayable(args, asked)] }),
  };
};

/** A call by what was detected here, as one that says where: that can be made again without the detector. */
function replayable({ image_id, label, verify }: Arguments<'apply_spot'>, spots: readonly AskedSpot[]) {
  const said = { image_id, spots, verify, ...(label === undefined ? {} : { label }) };
  return { operation: 'apply_spot', arguments: said };
}

/** The spots of an answer of detect. @throws conflict when the picture was framed otherwise since */
async function askedByDetection(
  studio: Studio,
  workspace: Workspace,
  seen: Recipe,
  taken: TakenSpots,
): Promise<AskedSpot[]> {
  const detection = await detectedSpots(workspace, taken.detection_id, 'detected.detection_id');
  const frame = frameOf(seen.moves, await studio.vocabulary());
  if (JSON.stringify(frame) !== JSON.stringify(detection.frame)) {
    throw new ChemigramError('conflict', 'The picture was cropped or turned since these spots were detected.', {
      field: 'detected.detection_id',
      hint: 'Call detect again, on the picture as it is now.',
    });
  }
  return spotsOfDetection(detection, taken, await displayedSize(studio, workspace, seen));
}

/** What the repair did, from two renders; the spots where nothing changed are named. */
async function measuredSpots(
  studio: Studio,
  workspace: Workspace,
  before: Snapshot,
  after: Snapshot,
  spots: readonly Spot[],
  call: Call,
): Promise<NonNullable<Result<'apply_spot'>['measured']>> {
  const { old, now } = await developBoth(studio, workspace, before.id, after.id, call, spots);
  const { idle, ...measured } = measureSpots(old, now, spots);
  if (idle.length === 0 || measured.verdict === 'no_effect') return measured;
  const where = idle.map((i) => `spots[${i}]`).join(', ');
  return {
    ...measured,
    warnings: [
      ...measured.warnings,
      `Nothing visible changed in ${where}: check where the blemish lies, or give another source.`,
    ],
  };
}
