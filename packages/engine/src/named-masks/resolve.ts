import { alikeNames, ChemigramError, nearestNames } from '@chemigram/errors';
import { parseMask } from '@chemigram/mask';
import type { Finish, Mask } from '@chemigram/mask';
import type { Finding } from '@chemigram/vocabulary';
import type { Found } from './find/found.ts';
import { NOTHING } from './find/traced.ts';
import { ANY_SIZE, keyOf } from './lookup.ts';
import type { MaskLookup, NamedDefinition, Reference } from './lookup.ts';

/** A mask without names, and what finding them says of it. */
export interface Resolved {
  /** The same mask without any named reference. */
  readonly mask: Mask;
  /** What the photographer should know of how names were found in this picture. */
  readonly warnings: readonly string[];
  /** The least of the finders' confidences, 0..1; null when nothing had to be found. */
  readonly confidence: number | null;
  /** What the picture has nothing of by the rules, each with why: what stands for it is as good as any other place. */
  readonly notFound: readonly string[];
}

/** Below this a finder's answer is likelier wrong than right: it says so and asks for a drawing by eye. */
export const TRUSTED = 0.5;
/** Below this, nothing at all speaks for what was found. */
const THERE = 0.05;
/**
 * A sky is there or it is not: of crops of seven photographs those with a sky had 0.56 and more, but where nothing was below it;
 * walls, flowers and crowds 0.40 at most. A subject is in most pictures, however little its outline is to be trusted.
 */
const SKY_THERE = TRUSTED;
/** Numbers of a normalised mask are kept to a millionth. */
const DECIMALS = 1e6;

/** Whether the mask stands for another one, kept elsewhere. */
const isReference = (mask: Mask): mask is Reference => mask.kind === 'named' || mask.kind === 'detected';

/** Whether the mask refers to a name, or to what was detected, anywhere in it. */
export function hasNamed(mask: Mask): boolean {
  return mask.kind === 'compose' ? mask.operands.some(hasNamed) : isReference(mask);
}

/** Every key (keyOf) that the mask refers to, through definitions too. @throws ChemigramError as resolveNamed does */
export function namesIn(mask: Mask, lookup: MaskLookup): Set<string> {
  const names = new Set<string>();
  needsFinding(mask, { ...lookup, find: (name) => (names.add(name), lookup.find(name)) });
  return names;
}

/** All that is to be looked for in the picture, through definitions too. @throws ChemigramError as resolveNamed does */
export const findingsIn = (mask: Mask, lookup: MaskLookup): Finding[] =>
  [...namesIn(mask, lookup)].flatMap((name) => lookup.find(name)!.finding ?? []);

/**
 * Whether finding the masks that are named in it takes a look at the picture.
 *
 * @throws ChemigramError as resolveNamed does, for unknown names and cycles
 */
export function needsFinding(mask: Mask, lookup: MaskLookup): boolean {
  const known = new Map<string, boolean>();
  const looks = (mask: Mask, field: string, chain: readonly string[]): boolean => {
    if (mask.kind === 'compose') {
      return mask.operands.map((operand, i) => looks(operand, operandField(field, i, chain), chain)).some(Boolean);
    }
    if (!isReference(mask)) return false;
    const definition = definitionFor(mask, lookup, field, chain);
    const { name } = definition;
    const result =
      known.get(name) ?? (definition.mask === null ? true : looks(definition.mask, field, [...chain, name]));
    known.set(name, result);
    return result;
  };
  return looks(mask, '', []);
}

/**
 * Puts the definition's mask in the place of each named reference, those inside definitions included.
 *
 * A reference's `invert` toggles what the definition says (exclusive or); opacities multiply.
 *
 * @param found what each finding of findingsIn was found to be, in the displayed picture before this edit
 * @throws ChemigramError `unknown_name` with the nearest names and the reference's field; `invalid_input` naming the
 *   chain of a cycle, or when the written-out mask exceeds the limits of the language
 */
export function resolveNamed(
  mask: Mask,
  lookup: MaskLookup,
  found: (finding: Finding) => Found = notLookedFor,
): Resolved {
  const warnings: string[] = [];
  const notFound = new Set<string>();
  let confidence: number | null = null;
  const done = new Map<string, Mask>();
  const look = ({ name, finding, prompt }: NamedDefinition, isTaken: boolean): Mask => {
    if (finding === null) throw new ChemigramError('internal', `The mask "${name}" has neither a spec nor a finder.`);
    const here = found(finding);
    confidence = Math.min(confidence ?? 1, here.confidence);
    const say = (said: readonly string[]): void => void warnings.push(...said.filter((one) => !warnings.includes(one)));
    if (finding.finder === 'sky' && here.confidence < SKY_THERE && !isTaken) {
      // Where there is no sky, all but the sky is the whole picture.
      say([noneLeftOut(name, here)]);
      return NOTHING;
    }
    say(warningsOf(name, prompt, here));
    if (here.confidence < (finding.finder === 'sky' ? SKY_THERE : THERE)) {
      notFound.add(`${name}: ${here.doubts.join('; ')}`);
    }
    return here.mask;
  };
  /** @param isTaken whether the mask takes what it finds, or leaves it out: inverted, or subtracted from another */
  const resolve = (mask: Mask, field: string, chain: readonly string[], isTaken: boolean): Mask => {
    const takes = mask.invert === true ? !isTaken : isTaken;
    if (mask.kind === 'compose') {
      const operands = mask.operands.map((operand, i) => {
        const isSubtracted = mask.operation === 'subtract' && i > 0;
        return resolve(operand, operandField(field, i, chain), chain, isSubtracted ? !takes : takes);
      });
      return withinLimits({ ...mask, operands }, field);
    }
    if (!isReference(mask)) return mask;
    const definition = definitionFor(mask, lookup, field, chain);
    const { name } = definition;
    const way = `${takes} ${name}`;
    let result = done.get(way);
    if (result === undefined) {
      const inside = definition.invert ? !takes : takes;
      result =
        definition.mask === null ? look(definition, inside) : resolve(definition.mask, field, [...chain, name], inside);
      result = toggled(result, definition.invert ? { invert: true } : {});
      done.set(way, result);
    }
    const {
      kind: _kind,
      name: _name,
      id: _id,
      ...finish
    }: Finish & { kind: string; name?: string; id?: string } = mask;
    const asIs = finish.refine === undefined && finish.snap === undefined;
    return asIs ? toggled(result, finish) : withinLimits(refined(result, finish), field);
  };
  return { mask: resolve(mask, '', [], true), warnings, confidence, notFound: [...notFound] };
}

function definitionFor(mask: Reference, lookup: MaskLookup, field: string, chain: readonly string[]): NamedDefinition {
  const name = keyOf(mask);
  const at = `${field === '' ? '' : `${field}.`}${mask.kind === 'named' ? 'name' : 'id'}`;
  if (chain.includes(name)) {
    const way = [...chain.slice(chain.indexOf(name)), name].join(' -> ');
    throw new ChemigramError('invalid_input', `The named masks refer to each other in a cycle: ${way}.`, {
      field: at,
      hint: 'Change one of them so that it does not lead back to itself.',
    });
  }
  const definition = lookup.find(name);
  if (definition !== undefined) return definition;
  const from = chain.length === 0 ? '' : `, which ${chain.at(-1)!} refers to`;
  if (mask.kind === 'detected') {
    throw new ChemigramError('not_found', `Nothing was detected on this photo under the id "${mask.id}"${from}.`, {
      field: at,
      hint: 'Call detect or suggest_masks on this photo and take a detected_id from its answer.',
    });
  }
  throw new ChemigramError('unknown_name', `There is no mask "${name}"${from}.`, {
    field: at,
    hint: `${nearestTo(name, lookup)}; list_masks has them all.`,
  });
}

/** Names that a refusal offers. */
const OFFERED = 3;

/** What the word means, and what it may be a slip for. */
function nearestTo(name: string, lookup: MaskLookup): string {
  const near = [...lookup.meantBy(name.replace(/^mask_/, '')), ...alikeNames(name, lookup.names())];
  const offered = [...new Set(near.length > 0 ? near : nearestNames(name, lookup.names()))].slice(0, OFFERED);
  return `Nearest: ${offered.join(', ')}`;
}

function notLookedFor(): never {
  throw new ChemigramError('internal', 'A mask that must be found was to be resolved before it was looked for.');
}

/** The field that the caller wrote: inside a definition it stays the reference's own. */
function operandField(field: string, i: number, chain: readonly string[]): string {
  if (chain.length > 0) return field;
  return `${field === '' ? '' : `${field}.`}operands[${i}]`;
}

/** The mask with a reference's finish over its own: `invert` toggles, opacities multiply, the rest is the reference's. */
function toggled(mask: Mask, finish: Finish): Mask {
  const { invert, opacity = 1, ...bare } = mask;
  const { invert: again, opacity: share = 1, ...rest } = finish;
  const product = Math.round(opacity * share * DECIMALS) / DECIMALS;
  return {
    ...bare,
    ...rest,
    ...(invert === again ? {} : { invert: true }),
    ...(product === 1 ? {} : { opacity: product }),
  } as Mask;
}

/** What a reference snaps or refines is the definition's finished opacity: where that is finished already, a mask around it. */
function refined(mask: Mask, finish: Finish): Mask {
  const { invert, opacity, snap, refine } = mask;
  const bare = [invert, opacity, snap, refine].every((own) => own === undefined);
  return bare ? { ...mask, ...finish } : { kind: 'compose', operation: 'union', operands: [mask], ...finish };
}

/** Nesting and operands are limited by the language, which must hold when names are written out too. */
function withinLimits(mask: Mask, field: string): Mask {
  try {
    return parseMask(mask, ANY_SIZE).mask;
  } catch (error) {
    if (!(error instanceof ChemigramError)) throw error;
    throw new ChemigramError(error.code, `With its named masks written out: ${error.message}`, {
      ...(field === '' ? {} : { field }),
      hint: error.hint ?? 'Refer to fewer or simpler named masks.',
      cause: error,
    });
  }
}

const noneLeftOut = (name: string, { confidence, doubts }: Found): string =>
  `${name}: none was found to be left out here (confidence ${confidence.toFixed(2)}: ${doubts.join('; ')}). If there is one, draw it by eye and save_mask it as "${name}" on this photo.`;

function warningsOf(name: string, prompt: string | null, { confidence, doubts }: Found): string[] {
  const why = doubts.join('; ');
  if (confidence >= TRUSTED || prompt === null) return why === '' ? [] : [`${name}: ${why}.`];
  const because = `confidence ${confidence.toFixed(2)}${why === '' ? '' : `: ${why}`}`;
  return [
    `${name}: what the fallback found is likely wrong for this picture (${because}). Draw it by eye instead: show_mask tells how. What you then save_mask as "${name}" on this photo is taken by every edit through that name.`,
  ];
}
