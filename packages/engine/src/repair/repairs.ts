import { LINEAR_REC2020, orderOf } from '@chemigram/darktable';
import type { Picture } from '@chemigram/mask';
import { VALUE } from '@chemigram/vocabulary';
import { baselineUpTo } from '../develop/baseline.ts';
import { developSidecar, standsBefore } from '../develop/development.ts';
import type { Layer } from '../develop/development.ts';
import { frameOfMask } from '../develop/frame.ts';
import type { Frame } from '../develop/frame.ts';
import { ownLayer } from '../develop/own-layer.ts';
import type { RepairRequest } from '../develop/recipe-layers.ts';
import type { Asker } from '../photos/session/asker.ts';
import type { PhotoFrames } from '../photos/session/photo-frames.ts';
import { meanColour } from './fill-colour.ts';
import { RETOUCH, spotLayer } from './spot-layer.ts';
import { boxOfSpot, pointOf } from './spot-shape.ts';

/** The value of a repair that is seen whole, in per cent. */
const FULL_STRENGTH = 100;

/**
 * The spots of a move as a layer; darktable is asked for the colours that fills are made of.
 * @param box longer side of the picture that they are taken from
 */
export async function repairLayer(
  { move, name, before }: RepairRequest,
  photo: PhotoFrames,
  box: number,
  asker: Asker,
): Promise<Layer> {
  const { spots = [] } = move;
  const frame = frameOfMask(move);
  const geometry = await photo.geometry(frame, asker);
  const colours: Record<number, readonly [number, number, number]> = {};
  if (spots.some(({ kind }) => kind === 'fill')) {
    const input = await photo.session.linear(await repairInput(frame, before, photo, asker), box, asker);
    for (const [i, spot] of spots.entries()) {
      if (spot.kind === 'fill')
        colours[i] = meanColour(input, boxOfSpot(spot, geometry.displayed), pointOf(spot.source!));
    }
  }
  const strength = move.values[VALUE]! / FULL_STRENGTH;
  return spotLayer(spots, { geometry, strength, name, identity: move.move_id, colours });
}

/** The displayed picture with the repairs among `edits` and without the others. */
export async function repairedPicture(
  edits: readonly Layer[],
  frame: Frame,
  photo: PhotoFrames,
  box: number,
  asker: Asker,
): Promise<Picture> {
  const { sidecar } = await photo.session.baseline(asker);
  const repairs = edits.filter((layer) => standsBefore(layer, 'repair', orderOf(sidecar)));
  return (await photo.session.picture(await photo.framed(repairs, frame, asker), box, asker)).picture;
}

/** The history up to the repairs, its result in the numbers that they work on, whatever colours those stand for. */
async function repairInput(frame: Frame, before: readonly Layer[], photo: PhotoFrames, asker: Asker): Promise<string> {
  const { sidecar } = await photo.session.baseline(asker);
  const order = orderOf(sidecar).map(({ operation }) => operation);
  const unprofiled = order.indexOf('colorin') > order.indexOf(RETOUCH);
  return developSidecar(baselineUpTo(sidecar, 'repair'), [
    ...(await photo.layers(frame, asker)),
    ...before.filter((layer) => standsBefore(layer, 'repair', orderOf(sidecar))),
    // Read as what they are written out as: nothing is converted.
    ...(unprofiled ? [ownLayer('colorin', 7, { type: LINEAR_REC2020, type_work: LINEAR_REC2020 })] : []),
  ]);
}
