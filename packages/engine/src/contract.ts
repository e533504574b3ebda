import type { z } from 'zod';

/** What an operation does to a photo's workspace. `destroys` can lose work that no undo brings back. */
export type Effect = 'reads' | 'changes' | 'destroys';

/**
 * One operation as data: its name, its schemas and the words that teach it. The doors (MCP, CLI) translate it and
 * decide nothing; a handler of the same name does the work.
 */
export interface OperationContract<I extends z.ZodObject = z.ZodObject, O extends z.ZodObject = z.ZodObject> {
  /** `snake_case`; the CLI verb is the same in kebab-case. */
  readonly name: string;
  readonly title: string;
  /** One line, for the CLI's help. */
  readonly summary: string;
  /** For a model that reads nothing else: when to use it, how, and what comes back. */
  readonly description: string;
  /** One complete call that a test runs. */
  readonly example: Readonly<Record<string, unknown>>;
  readonly effect: Effect;
  /** The same call twice leaves the same state as once. */
  readonly idempotent: boolean;
  /** Names of arguments that the CLI takes without a flag, in order. */
  readonly positional: readonly string[];
  /** Arguments that it does not take, though one may think so, each with what to do instead: one sentence. */
  readonly instead?: Readonly<Record<string, string>>;
  readonly input: I;
  readonly output: O;
}

/** A picture on disk that a door may show beside the result. */
export interface PictureFile {
  readonly path: string;
  readonly mimeType: 'image/jpeg' | 'image/png';
  readonly width: number;
  readonly height: number;
}

/** What a handler returns: the structured result, and pictures for doors that can show them. */
export interface Outcome<T = Record<string, unknown>> {
  readonly result: T;
  readonly pictures?: readonly PictureFile[];
  /** For the transcript: the calls that do the same from scratch, where the call itself cannot be made again. */
  readonly did?: readonly { readonly operation: string; readonly arguments: Record<string, unknown> }[];
}

/** One step of a photo's history: the snapshot that was made, and the one that it was made from. */
export interface Step {
  readonly image_id: string;
  readonly before: string;
  readonly after: string;
  /** What was done, for the log. */
  readonly words: string;
}

/** One call's way of being cancelled and of telling how far it is. */
export interface Call {
  readonly signal: AbortSignal;
  /** `fraction` 0..1 of the work done; `message` for a person. */
  progress(fraction: number, message: string): void;
  /** Called with each step that it makes. */
  readonly onStep?: (step: Step) => void;
}

/** What a door needs of the engine, and all that it may use. */
export interface Engine {
  readonly contracts: readonly OperationContract[];
  /** Validates `args` against the operation's schema and runs it. Throws ChemigramError only. */
  run(name: string, args: unknown, call: Call): Promise<Outcome>;
  /** Ends every darktable it started; no call may follow. */
  close(): Promise<void>;
}
