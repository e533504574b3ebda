import { ChemigramError } from '@chemigram/errors';
import { type Session, type Signature, signatureOf } from './runtime.ts';

/** What a description says of an input or output; null is any size, no shape is any shape. */
export interface Expected {
  /** Left out: the only input, or the first output. */
  readonly name?: string | undefined;
  /** Left out: whatever the model has. */
  readonly type?: string;
  readonly shape?: readonly (number | null)[];
}

const list = (signatures: readonly Signature[]): string =>
  signatures.map(({ name, type, shape }) => `"${name}" ${signatureOf(type, shape)}`).join(', ');

const fits = (wanted: readonly (number | null)[], has: readonly (number | string)[]): boolean =>
  // A model may leave its shapes open, all or some.
  has.length === 0 ||
  (wanted.length === has.length &&
    wanted.every((side, i) => side === null || typeof has[i] !== 'number' || has[i] < 1 || has[i] === side));

/**
 * The model's inputs that the description means, in its order.
 *
 * @throws ChemigramError provider_failed when the model has others, of other types or other sizes
 */
export function matchInputs(session: Session, path: string, expected: readonly Expected[]): Signature[] {
  const { inputMetadata } = session;
  const wanted = expected.map(
    ({ name, type, shape }) => `${name === undefined ? 'one' : `"${name}"`}${shown(type, shape)}`,
  );
  const complain = (): never => foreign(path, 'inputs', wanted.join(', '), list(inputMetadata));
  if (inputMetadata.length !== expected.length) complain();
  return expected.map(({ name, type, shape }, i) => {
    const found = name === undefined ? inputMetadata[i]! : inputMetadata.find((input) => input.name === name);
    if (
      found === undefined ||
      (type !== undefined && found.type !== type) ||
      (shape !== undefined && !fits(shape, found.shape))
    )
      return complain();
    return found;
  });
}

/** @throws ChemigramError provider_failed when the model has no output of that name */
export function matchOutput(session: Session, path: string, name: string | undefined): Signature {
  const { outputMetadata } = session;
  const found = name === undefined ? outputMetadata[0] : outputMetadata.find((output) => output.name === name);
  return found ?? foreign(path, 'outputs', `"${name}"`, list(outputMetadata));
}

const shown = (type = '', shape: Expected['shape']): string =>
  shape === undefined
    ? type
    : ` ${signatureOf(
        type,
        shape.map((side) => side ?? '?'),
      )}`;

function foreign(path: string, which: string, expected: string, has: string): never {
  throw new ChemigramError(
    'provider_failed',
    `${path} does not fit its description: its ${which} are expected as ${expected}; the model has ${has}.`,
    { hint: 'Correct the description beside the model, or take the model that it was written for.' },
  );
}
