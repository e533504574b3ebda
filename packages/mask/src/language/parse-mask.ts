import { type Displayed, type Frame, frameOf, NORMALISED, round } from './coords.ts';
import { keyMeantBy, type Kind, kindMeantBy, KINDS, specInPlaceOf, specMeantBy } from './hints.ts';
import { isObject, type JsonObject, plainJson } from './json-value.ts';
import { MAX_NESTING, MAX_OPERANDS } from './limits.ts';
import type { ComposeMask, Finish, Mask } from './mask.ts';
import { parseLeaf } from './parse-leaf.ts';
import { parseRefine } from './parse-refine.ts';
import { parseSnap } from './parse-snap.ts';
import { emptyRaster } from '../raster/raster.ts';
import { check, refuse, show } from './refuse.ts';
import { SHELLS } from './wire.ts';

interface Context {
  readonly displayed: Displayed;
  readonly notes: string[];
}

interface Common {
  invert?: boolean | undefined;
  opacity?: number | undefined;
  coords?: unknown;
  snap?: unknown;
  refine?: unknown;
}

function kindOf(spec: JsonObject, at: (key: string) => string): Kind | undefined {
  const { kind } = spec;
  if (kind === undefined) return undefined;
  const known = KINDS.find((k) => k === kind);
  if (known !== undefined) return known;
  return refuse(
    'invalid_input',
    at('kind'),
    `kind is ${show(kind)}, which is unknown; kinds are ${KINDS.join(', ')}.`,
    kindMeantBy(kind),
  );
}

/** What is not neutral of it. */
function finishOf(common: Common, frame: Frame, at: (key: string) => string, notes: string[]): Finish {
  const snap = parseSnap(common.snap, at('snap'), frame);
  const refine = common.refine === undefined ? null : parseRefine(common.refine, at('refine'), frame, notes);
  const opacity = common.opacity === undefined ? 1 : round(common.opacity);
  return {
    ...(common.invert === true ? { invert: true } : {}),
    ...(opacity === 1 ? {} : { opacity }),
    ...(snap === null ? {} : { snap }),
    ...(refine === null ? {} : { refine }),
  };
}

/** Whoever gives these one mask means all but that: as it is it would be the very opposite. */
const OF_TWO: ReadonlySet<ComposeMask['operation']> = new Set(['subtract', 'exclude']);

function parseSpec(value: unknown, field: string, outer: Frame, depth: number, context: Context): Mask {
  const at = (key: string) => (field === '' ? key : `${field}.${key}`);
  if (!isObject(value)) {
    refuse('invalid_input', field, `A mask_spec is a JSON object, not ${show(value)}.`, specInPlaceOf(value));
  }
  const kind = kindOf(value, at);
  const frameFor = (coords: unknown) =>
    coords === undefined ? outer : frameOf(objectOr(coords, at('coords')), at('coords'), context.displayed);
  if (kind === undefined) {
    const shell = check(SHELLS.leaf, value, field, value, { unknown: specMeantBy });
    const frame = frameFor(shell.coords);
    return parseLeaf(shell, field, frame, finishOf(shell, frame, at, context.notes), context.notes);
  }
  if (kind === 'compose') {
    if (depth >= MAX_NESTING) refuse('invalid_input', field, `Composes are nested deeper than ${MAX_NESTING}.`);
    const shell = check(SHELLS.compose, value, field, value, { unknown: keyMeantBy(kind) });
    if (shell.operands.length === 1 && OF_TWO.has(shell.operation)) {
      const message = `${shell.operation} takes two mask_specs or more, one from which and what is taken away; this one has one.`;
      refuse('invalid_input', at('operands'), message, 'Everything but a mask is that mask_spec with "invert": true.');
    }
    const frame = frameFor(shell.coords);
    const operands = shell.operands.map((operand, i) =>
      parseSpec(operand, `${at('operands')}[${i}]`, frame, depth + 1, context),
    );
    return { kind, operation: shell.operation, operands, ...finishOf(shell, frame, at, context.notes) };
  }
  const shell = check(SHELLS[kind], value, field);
  const finish = finishOf(shell, frameFor(shell.coords), at, context.notes);
  if (shell.kind === 'named') return { kind: shell.kind, name: shell.name, ...finish };
  if (shell.kind === 'detected') return { kind: shell.kind, id: shell.id, ...finish };
  return { kind: shell.kind, path: shell.path, ...finish };
}

function objectOr(value: unknown, field: string): JsonObject {
  return isObject(value) ? value : refuse('invalid_input', field, `coords is ${show(value)}, not { width, height }.`);
}

/** Nesting and operands of what came out: rewriting shorthands and repairing outlines can add to both. */
function refuseTooMuch(mask: Mask, field: string, depth: number): number {
  if (mask.kind !== 'compose') return 0;
  if (depth >= MAX_NESTING) {
    refuse('invalid_input', field, `Composes are nested deeper than ${MAX_NESTING}.`, 'Flatten the composes.');
  }
  const below = mask.operands.reduce((sum, operand, i) => {
    const inner = `${field === '' ? '' : `${field}.`}operands[${i}]`;
    return sum + 1 + refuseTooMuch(operand, inner, depth + 1);
  }, 0);
  if (below > MAX_OPERANDS) {
    const message = `The compose has ${below} operands, nested ones included; at most ${MAX_OPERANDS} are allowed.`;
    refuse('invalid_input', field === '' ? 'operands' : `${field}.operands`, message);
  }
  return below;
}

/**
 * Validates and normalises a mask_spec: pixels and regions become fractions of the displayed picture, defaults are
 * filled, shorthands are written out, crossing outlines are repaired.
 *
 * @param input any JSON value, as it came from a caller
 * @param displayed size of the displayed picture (or of any preview of all of it): its aspect counts, and how it is framed
 * @returns the mask, and in `notes` one sentence for each repair or oddity that the caller should be told
 * @throws ChemigramError invalid_input or out_of_range, with the field's path; nothing else, whatever the input
 */
export function parseMask(input: unknown, displayed: Displayed): { mask: Mask; notes: string[] } {
  if (!(displayed.width > 0 && displayed.height > 0)) emptyRaster(displayed);
  const context: Context = { displayed, notes: [] };
  const mask = parseSpec(plainJson(input), '', NORMALISED, 0, context);
  refuseTooMuch(mask, '', 0);
  return { mask, notes: context.notes };
}
