/**
 * The runtime behind one small type. It is an optional dependency with a binary per platform, so it is asked for when
 * the first model is opened: this package builds and describes itself without it.
 */
import { ChemigramError } from '@chemigram/errors';

const RUNTIME = 'onnxruntime-node';

/** Numbers with a shape, as the runtime takes and gives them. */
export interface Tensor {
  readonly type: string;
  readonly dims: readonly number[];
  /** Of float16 the bits, or what newer Nodes have for them. */
  readonly data: Float32Array | Uint16Array | Uint8Array | BigInt64Array | Int32Array;
}

/** What a model says of an input or output; a name in the shape stands for any size, no shape for any shape. */
export interface Signature {
  readonly name: string;
  readonly isTensor: boolean;
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

/** An opened model. */
export interface Session {
  readonly inputMetadata: readonly Signature[];
  readonly outputMetadata: readonly Signature[];
  run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>>;
}

interface Runtime {
  readonly InferenceSession: { create(path: string, options: { logSeverityLevel: number }): Promise<Session> };
  readonly Tensor: new (type: string, data: Tensor['data'], dims: readonly number[]) => Tensor;
}

/** Of the runtime's levels: what it only warns of is for its authors. */
const ERRORS = 3;

let loaded: Promise<Runtime> | undefined;

/** @throws ChemigramError provider_failed where there is no runtime for this platform */
async function runtime(): Promise<Runtime> {
  loaded ??= (import(RUNTIME) as Promise<Runtime>).catch((cause: unknown) => {
    loaded = undefined;
    throw new ChemigramError(
      'provider_failed',
      `${RUNTIME} cannot be loaded on ${process.platform} ${process.arch}: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        cause,
        hint: `Install it (npm install ${RUNTIME}), or use another provider: it has binaries for Linux, macOS and Windows.`,
      },
    );
  });
  return loaded;
}

/** @returns a tensor of the runtime's own */
export async function tensor(type: string, data: Tensor['data'], dims: readonly number[]): Promise<Tensor> {
  const { Tensor: Made } = await runtime();
  return new Made(type, data, dims);
}

/** @throws ChemigramError provider_failed for a file that the runtime does not take for a model */
export async function openModel(path: string): Promise<Session> {
  const { InferenceSession } = await runtime();
  try {
    return await InferenceSession.create(path, { logSeverityLevel: ERRORS });
  } catch (cause) {
    throw new ChemigramError('provider_failed', `${path} is no model that ${RUNTIME} opens: ${told(cause)}`, {
      cause,
      hint: 'Is it a whole .onnx file, of an operator set that the runtime knows?',
    });
  }
}

/**
 * Runs a model.
 *
 * @throws ChemigramError provider_failed with the runtime's own words
 */
export async function run(
  session: Session,
  path: string,
  feeds: Record<string, Tensor>,
): Promise<Record<string, Tensor>> {
  try {
    return await session.run(feeds);
  } catch (cause) {
    const given = Object.entries(feeds).map(([name, { type, dims }]) => `${name} ${signatureOf(type, dims)}`);
    throw new ChemigramError('provider_failed', `${path} failed with ${given.join(', ')}: ${told(cause)}`, { cause });
  }
}

/** `float32 [1, 3, 320, 320]`. */
export const signatureOf = (type: string, shape: readonly (number | string)[]): string =>
  `${type} [${shape.map((side) => (typeof side === 'number' && side > 0 ? side : side === '' || typeof side === 'number' ? '?' : side)).join(', ')}]`;

const told = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
