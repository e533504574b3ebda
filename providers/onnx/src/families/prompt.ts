import { ChemigramError } from '@chemigram/errors';
import { type Raster, resample } from '@chemigram/mask';
import { bboxOf, type Hints } from '@chemigram/providers/protocol';
import { type Decoded, LABEL, openDecoder, type PromptPoint } from './decoder.ts';
import type { Frame } from '../tensors/frame.ts';
import { instances, type Scored } from '../regions/instances.ts';
import type { PromptDescription } from '../description/model-description.ts';
import { openPictureModel } from './picture-model.ts';
import { each, mapAt, sigmoid, unframe } from '../tensors/output-map.ts';
import type { PictureFile } from '../read-picture.ts';
import type { Thing } from '../regions/regions.ts';
import type { Tensor } from '../runtime/runtime.ts';

const SUBJECT = 'subject';

/** What an encoder made of a picture: costly, and the same for every question about it. */
interface Seen {
  readonly picture: string;
  readonly outputs: Record<string, Tensor>;
  readonly frame: Frame;
}

/** Asks by hints; without any, at points all over the picture. */
export type AskByPoints = (picture: PictureFile, hints: Hints, signal: AbortSignal) => Promise<Thing[]>;

/** Opens an encoder and its decoder. The last picture is remembered: another question about it costs the decoder only. */
export async function openPrompt(described: PromptDescription, folder: string): Promise<AskByPoints> {
  const encoder = await openPictureModel(described.encoder, described.input, folder);
  const encoded = encoder.session.outputMetadata.map(({ name }) => name);
  const decode = await openDecoder(described.decoder, folder, encoded);
  let seen: Seen | undefined;
  return async (picture, hints, signal) => {
    if (seen?.picture !== picture.hash) seen = { picture: picture.hash, ...(await encoder.see(picture)) };
    const { outputs, frame } = seen;
    const ask = async (points: readonly PromptPoint[]): Promise<Scored> => {
      if (signal.aborted) throw new ChemigramError('cancelled', 'Nobody waits for what was asked any more.');
      return best(await decode(outputs, points, picture), described.decoder.masks);
    };
    const whole = (mask: Raster): Raster => {
      const map = each(mask, sigmoid);
      return described.decoder.masks_frame === 'picture' ? resample(map, picture) : unframe(map, frame, picture);
    };
    const points = pointsOf(hints, frame);
    if (points.length > 0) {
      const { mask, score } = await ask(points);
      return [{ label: SUBJECT, map: whole(mask), ...(score === undefined ? {} : { confidence: score }) }];
    }
    const found: Scored[] = [];
    for (const point of gridOf(described.decoder.grid, frame)) found.push(await ask([point, NO_BOX]));
    return instances(found, hints.count).map(({ mask, score }) => ({
      label: SUBJECT,
      map: whole(mask),
      ...(score === undefined ? {} : { confidence: score }),
    }));
  };
}

/** A decoder that gets no box wants a point that is none in its place. */
const NO_BOX: PromptPoint = { x: 0, y: 0, label: LABEL.none };

/** Do hints say where something is, and not only where it is not? */
export const pointsTo = ({ positive = [], region }: Hints): boolean => positive.length > 0 || region !== undefined;

/** Hints as points of the encoder's input: the rough outline as the box around it. None for no hints. */
function pointsOf({ positive = [], negative = [], region }: Hints, { used }: Frame): PromptPoint[] {
  const at = ([x, y]: readonly [number, number], label: PromptPoint['label']): PromptPoint => ({
    x: x * used.width,
    y: y * used.height,
    label,
  });
  const points = [...positive.map((p) => at(p, LABEL.on)), ...negative.map((p) => at(p, LABEL.off))];
  if (!pointsTo({ positive, region })) return [];
  if (region === undefined) return [...points, NO_BOX];
  const [x0, y0, x1, y1] = bboxOf(region);
  return [...points, at([x0, y0], LABEL.corner), at([x1, y1], LABEL.oppositeCorner)];
}

function gridOf(count: number, { used }: Frame): PromptPoint[] {
  const places = Array.from({ length: count }, (_, i) => (i + 0.5) / count);
  return places.flatMap((y) => places.map((x) => ({ x: x * used.width, y: y * used.height, label: LABEL.on })));
}

/** The mask with the best score; without scores the first. */
function best({ masks, scores }: Decoded, name: string): Scored {
  if (scores === undefined) return { mask: mapAt(masks, 0, name), score: undefined };
  let index = 0;
  for (let k = 1; k < Math.min(masks.count, scores.length); k++) if (scores[k]! > scores[index]!) index = k;
  return { mask: mapAt(masks, index, name), score: scores[index]! };
}
