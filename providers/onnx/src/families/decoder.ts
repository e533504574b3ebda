import { ChemigramError } from '@chemigram/errors';
import type { Size } from '@chemigram/mask';
import { toHalf } from '../tensors/half.ts';
import { matchInputs, matchOutput } from '../runtime/fits-description.ts';
import type { PromptDescription, Role } from '../description/model-description.ts';
import { type Maps, mapsOf, numbersOf } from '../tensors/output-map.ts';
import { openModel, run, type Signature, signatureOf, tensor, type Tensor } from '../runtime/runtime.ts';
import { verifiedWeights } from '../runtime/weights.ts';

/** What a point means to a decoder of the SAM kind. */
export const LABEL = { none: -1, off: 0, on: 1, corner: 2, oppositeCorner: 3 } as const;

/** A point in pixels of the encoder's input. */
export interface PromptPoint {
  readonly x: number;
  readonly y: number;
  readonly label: (typeof LABEL)[keyof typeof LABEL];
}

/** Masks as logits, each with a score 0..1 where the model gives one. */
export interface Decoded {
  readonly masks: Maps;
  readonly scores: readonly number[] | undefined;
}

type Numbers = (values: readonly number[]) => Tensor['data'];

const NUMBERS: Record<string, Numbers> = {
  float32: (values) => Float32Array.from(values),
  float16: toHalf,
  int32: (values) => Int32Array.from(values),
  int64: (values) => BigInt64Array.from(values, (value) => BigInt(Math.round(value))),
};

/**
 * Opens a decoder: points in, masks out.
 *
 * @param encoded names of the encoder's outputs
 * @throws ChemigramError not_found without the file, provider_failed for another model
 */
export async function openDecoder(
  described: PromptDescription['decoder'],
  folder: string,
  encoded: readonly string[],
): Promise<(embedding: Record<string, Tensor>, points: readonly PromptPoint[], picture: Size) => Promise<Decoded>> {
  const path = await verifiedWeights(described, folder);
  const session = await openModel(path);
  const inputs = matchInputs(
    session,
    path,
    Object.keys(described.inputs).map((name) => ({ name })),
  );
  for (const name of [described.masks, described.scores]) if (name !== undefined) matchOutput(session, path, name);
  const roles = inputs.map((signature) => ({ signature, role: described.inputs[signature.name] as Role }));
  for (const { role } of roles) {
    const name = role.startsWith(ENCODER) ? role.slice(ENCODER.length) : undefined;
    if (name === undefined || encoded.includes(name)) continue;
    throw new ChemigramError(
      'provider_failed',
      `The decoder is described to take "${name}" of the encoder, whose outputs are ${encoded.map((n) => `"${n}"`).join(', ')}.`,
      {
        hint: 'Correct [decoder.inputs] in the description, or take the encoder that belongs to this decoder.',
      },
    );
  }
  return async (embedding, points, picture) => {
    const feeds: Record<string, Tensor> = {};
    for (const { signature, role } of roles) {
      feeds[signature.name] = role.startsWith(ENCODER)
        ? embedding[role.slice(ENCODER.length)]!
        : await numbersFor(signature, role, points, picture, path);
    }
    const outputs = await run(session, path, feeds);
    const masks = mapsOf(outputs[described.masks]!, described.masks);
    if (described.scores === undefined) return { masks, scores: undefined };
    return { masks, scores: Array.from(numbersOf(outputs[described.scores]!) ?? []) };
  };
}

const ENCODER = 'encoder.';

/** The tensor of a role, in the type and the number of dimensions that the model has for it. */
function numbersFor(
  signature: Signature,
  role: Role,
  points: readonly PromptPoint[],
  picture: Size,
  path: string,
): Promise<Tensor> {
  const { name, type, shape } = signature;
  const make = NUMBERS[type];
  if (make === undefined) {
    const allowed = Object.keys(NUMBERS).join(', ');
    throw new ChemigramError(
      'provider_failed',
      `${path} wants "${name}" as ${signatureOf(type, shape)}; ${allowed} can be given.`,
    );
  }
  // Leading dimensions are batches of one.
  const batched = (sides: readonly number[]): number[] => [
    ...Array<number>(Math.max(0, shape.length - sides.length)).fill(1),
    ...sides,
  ];
  const given = (values: readonly number[], sides: readonly number[]): Promise<Tensor> =>
    tensor(type, make(values), batched(sides));
  switch (role) {
    case 'points':
      return given(
        points.flatMap(({ x, y }) => [x, y]),
        [1, points.length, 2],
      );
    case 'labels':
      return given(
        points.map(({ label }) => label),
        [1, points.length],
      );
    case 'size':
      return given([picture.height, picture.width], [2]);
    default: {
      const sides = shape.map((side) => (typeof side === 'number' && side > 0 ? side : 1));
      return tensor(type, make(Array<number>(sides.reduce((product, side) => product * side, 1)).fill(0)), sides);
    }
  }
}
