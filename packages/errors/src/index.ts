import { readable } from './readable.ts';

/**
 * The closed set of failures. Thrown deep, translated once by each door.
 *
 * | code | means |
 * | --- | --- |
 * | invalid_input | the argument is not of the form that is asked for |
 * | unknown_name | a primitive, mask, look or operation of that name does not exist |
 * | not_found | a photo, snapshot, move or file does not exist |
 * | conflict | somebody else changed or holds the same thing |
 * | out_of_range | a number outside its allowed range |
 * | unsupported_by_darktable | the installed darktable cannot do that |
 * | darktable_missing, darktable_failed, render_timeout | darktable is not there, failed, or took too long |
 * | provider_failed | a detector program failed |
 * | workspace_damaged | what is on disk is not what was written |
 * | forbidden_path | a path outside the allowed folders, or one where the system lets nothing be read or written |
 * | cancelled | the caller gave up, or has asked for something newer in its place |
 * | internal | a bug of ours |
 */
export const ERROR_CODES = [
  'invalid_input',
  'unknown_name',
  'not_found',
  'conflict',
  'out_of_range',
  'unsupported_by_darktable',
  'darktable_missing',
  'darktable_failed',
  'render_timeout',
  'provider_failed',
  'workspace_damaged',
  'forbidden_path',
  'cancelled',
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export interface ErrorDetails {
  /** Where in the caller's input, as a path: `mask_spec.operands[1].dt_params.radius_x`. */
  field?: string;
  /** What to try next, as a sentence. */
  hint?: string;
  cause?: unknown;
}

/** What every door prints of a failure. */
export interface ErrorReport {
  code: ErrorCode;
  message: string;
  field?: string;
  hint?: string;
}

/**
 * The one error class. `message` says what was attempted, which value was given and what is required.
 */
export class ChemigramError extends Error {
  override readonly name = 'ChemigramError';
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.field = details.field;
    this.hint = details.hint;
  }

  /** The same failure, its field seen from one level further out: `dt_params` becomes `mask_spec.dt_params`. */
  within(outer: string): ChemigramError {
    const join = this.field === undefined ? '' : this.field.startsWith('[') ? this.field : `.${this.field}`;
    return this.about(`${outer}${join}`);
  }

  /** The same failure, told of the argument that led to it: what was thrown deep knows no argument, or another one. */
  about(field: string): ChemigramError {
    return new ChemigramError(this.code, this.message, {
      field,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      cause: this,
    });
  }
}

/** Does a piece of work whose failure is about a part of the arguments: the error's field then begins with that part. */
export async function within<T>(argument: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ChemigramError && argument !== '' ? error.within(argument) : error;
  }
}

interface Refused {
  readonly why: string;
  readonly hint: string;
  /** Without it `forbidden_path`. */
  readonly code?: ErrorCode;
}

/** What the system refuses is no bug of ours, wherever it comes up: what it says by code, and what to try. */
const REFUSED: Readonly<Record<string, Refused>> = {
  EACCES: {
    why: 'the rights to it are lacking',
    hint: 'Give yourself the rights to that folder, or choose another home.',
  },
  EPERM: {
    why: 'the system does not allow it',
    hint: 'Give yourself the rights to that folder, or choose another home.',
  },
  EROFS: { why: 'that disk can only be read', hint: 'Choose a home (CHEMIGRAM_HOME) on a disk that can be written.' },
  ENOSPC: { why: 'the disk is full', hint: 'Make room on the disk and ask again; nothing was half written.' },
  EDQUOT: { why: 'the room that you may use is full', hint: 'Make room and ask again; nothing was half written.' },
  // What Node says of a folder with what it lies in, where that disk can only be read.
  'ENOENT mkdir': {
    why: 'the folder cannot be made, what it is to lie in is gone or can only be read',
    hint: 'See whether that place is there and can be written, or choose another home (CHEMIGRAM_HOME).',
  },
  EISDIR: inPlaceOf('a folder stands where a file should'),
  ENOTDIR: inPlaceOf('a file stands where a folder should'),
  EEXIST: inPlaceOf('something else stands where a folder should'),
  ELOOP: inPlaceOf('links lead in a circle there'),
};

function inPlaceOf(why: string): Refused {
  return { code: 'workspace_damaged', why, hint: 'Move it away and ask again; nothing was half written.' };
}

function refusedBySystem(thrown: unknown): ErrorReport | null {
  // Of two paths, the one that was to be written is the other.
  const { code = '', path, dest = path, syscall } = (thrown ?? {}) as NodeJS.ErrnoException & { dest?: string };
  const refused = REFUSED[code] ?? REFUSED[`${code} ${syscall}`];
  if (refused === undefined || !(thrown instanceof Error)) return null;
  const what = dest ?? 'A file could not be written';
  const { code: as = 'forbidden_path', why, hint } = refused;
  return { code: as, message: `${what}: ${why} (${syscall ?? code}).`, hint };
}

/**
 * What was thrown while a file was read or written, with the file's path where the system tells none: of a file that is open
 * already it says "no space left" and not where.
 */
export function ofFile(path: string, thrown: unknown): unknown {
  if (!(thrown instanceof Error) || (thrown as NodeJS.ErrnoException).syscall === undefined || 'path' in thrown)
    return thrown;
  return Object.assign(thrown, { path });
}

/** Whether the system refused it: that is told as it is, and is damage of nothing. */
export const isRefusedBySystem = (thrown: unknown): boolean => refusedBySystem(thrown) !== null;

/**
 * Any thrown value as a report, readable whatever was quoted in it; what is neither a ChemigramError nor refused by the system
 * is a bug of ours: `internal`.
 */
export function reportOf(thrown: unknown): ErrorReport {
  const { code, message, field, hint } = thrown instanceof ChemigramError ? thrown : ofOthers(thrown);
  return {
    code,
    message: readable(message),
    ...(field === undefined ? {} : { field: readable(field) }),
    ...(hint === undefined ? {} : { hint: readable(hint) }),
  };
}

const ofOthers = (thrown: unknown): ErrorReport =>
  refusedBySystem(thrown) ?? {
    code: 'internal',
    message: thrown instanceof Error ? thrown.message : String(thrown),
    hint: 'This is a bug in chemigram; please report it with what you asked for.',
  };

/** From so many letters on, a name that is within another one, or has another one within it, is no accident. */
const TELLING = 3;

/** Of so many letters one may be another and the name still be meant. */
const LETTERS_A_SLIP = 3;

/** The `count` names nearest to `name`: those that hold it or are held by it, then by edit distance. */
export function nearestNames(name: string, names: Iterable<string>, count = 3): string[] {
  return byNearness(name, names)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** Of the nearest names those that `name` may be a slip for, for "did you mean": none where all are other words. */
export function alikeNames(name: string, names: Iterable<string>, count = 3): string[] {
  return byNearness(name, names)
    .filter(({ apart, d }) => apart === 0 || d <= Math.ceil(name.length / LETTERS_A_SLIP))
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

function byNearness(name: string, names: Iterable<string>): { candidate: string; apart: number; d: number }[] {
  const distance = (a: string, b: string): number => {
    let row = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++) {
        next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
      }
      row = next;
    }
    return row[b.length]!;
  };
  const asked = name.toLowerCase();
  const isWithin = (inner: string, outer: string): boolean => inner.length >= TELLING && outer.includes(inner);
  return [...names]
    .map((candidate) => {
      const known = candidate.toLowerCase();
      const apart = isWithin(asked, known) || isWithin(known, asked) ? 0 : 1;
      return { candidate, apart, d: distance(asked, known) };
    })
    .sort((a, b) => a.apart - b.apart || a.d - b.d || a.candidate.localeCompare(b.candidate));
}

/**
 * What is there and may not be read.
 * @param what as its reader calls it: `The photo /a/b.nef`
 * @param field the argument that named it
 */
export const mayNotBeRead = (what: string, field: string, cause: unknown): ChemigramError =>
  new ChemigramError('forbidden_path', `${what} may not be read.`, {
    field,
    hint: 'Give yourself the right to read the file and its folder.',
    cause,
  });
