import { nearestNames } from '@chemigram/errors';
import { FORM_NAMES, FORMS } from './forms.ts';
import { OPERATIONS, RANGE_KINDS, SHELLS } from './wire.ts';

/** How the kinds of spec that name themselves are written. */
const WRITTEN = {
  compose: '{ "kind": "compose", "operation": "union", "operands": [mask_spec, ...] }',
  named: '{ "kind": "named", "name": "mask_sky" }',
  detected: '{ "kind": "detected", "id": "snapped-64ca76f4" }',
  raster: '{ "kind": "raster", "path": "/folder/mask.png" }',
} as const;
export type Kind = keyof typeof WRITTEN;
export const KINDS = Object.keys(WRITTEN) as Kind[];

/** What else people call these, beside the names that the language has. */
const COMPOSE_WORDS: readonly string[] = ['op', 'mode', 'combine', 'masks', ...OPERATIONS];
const FORM_WORDS: readonly string[] = ['form', 'shape', 'type', 'params', ...FORM_NAMES];
const RANGE_WORDS: Readonly<Record<string, (typeof RANGE_KINDS)[number]>> = {
  hue: 'color_h',
  color: 'color_h',
  saturation: 'color_s',
  chroma: 'color_s',
  lightness: 'color_l',
  brightness: 'luminance',
  tone: 'luminance',
};

const isOwn = (key: string, of: object): boolean => Object.hasOwn(of, key);
const isWord = (word: unknown, of: object): word is string => typeof word === 'string' && isOwn(word, of);

/** What was meant by a kind of mask_spec that there is none of: a range's own kind, or a form. */
export function kindMeantBy(kind: unknown): string {
  const range = RANGE_KINDS.find((one) => one === kind) ?? (isWord(kind, RANGE_WORDS) ? RANGE_WORDS[kind] : undefined);
  if (range !== undefined || kind === 'range')
    return `A range is written so: { "range_filter": { "kind": "${range ?? RANGE_KINDS[0]}", "min": 0.6, "max": 1 } }.`;
  const near = typeof kind === 'string' ? nearestNames(kind.slice(0, 60), KINDS, 2).join(' or ') : KINDS.join(', ');
  return `Did you mean ${near}? A drawn form has no kind: { "dt_form", "dt_params" }.`;
}

/** Whether a key stands in a drawn or ranged mask_spec itself: not in its dt_params, nor beside the mask_spec. */
export const isSpecKey = (key: string): boolean => isOwn(key, SHELLS.leaf.shape);

/** What was meant by a key that dt_params do not have; undefined where nothing is known. */
export const paramMeantBy = (key: string): string | undefined =>
  isSpecKey(key) ? `"${key}" goes beside dt_params, not into it.` : undefined;

/** What was meant by a key that a spec without a kind does not have; undefined where nothing is known. */
export function specMeantBy(key: string): string | undefined {
  const kind =
    KINDS.find((one) => one === key || isOwn(key, SHELLS[one].shape)) ??
    (COMPOSE_WORDS.includes(key) ? 'compose' : undefined);
  if (kind !== undefined)
    return `${kind === 'compose' ? 'Masks are combined' : `A ${kind} mask is written`} so: ${WRITTEN[kind]}.`;
  const form = FORM_NAMES.find((name) => name === key || isOwn(key, FORMS[name].params.shape));
  if (form === undefined && !FORM_WORDS.includes(key)) return undefined;
  const name = form ?? FORM_NAMES[0]!;
  return `A drawn form is written so: { "dt_form": "${name}", "dt_params": { ${Object.keys(FORMS[name].params.shape).join(', ')} } }.`;
}

/** What was meant by a kind of range that there is none of; undefined where nothing is known. */
export function rangeMeantBy(kind: unknown): string | undefined {
  const meant = isWord(kind, RANGE_WORDS) ? RANGE_WORDS[kind] : undefined;
  if (meant === undefined) return undefined;
  const turns =
    meant === 'color_h' ? '; min and max are parts of the colour circle, red 0, green 0.333, blue 0.667' : '';
  return `"${String(kind)}" is "${meant}" here${turns}.`;
}

/** What was meant by a bound of a range above 1; undefined where nothing is known. */
export function boundMeantBy(kind: unknown, given: number): string | undefined {
  if (given <= 1) return undefined;
  return kind === 'color_h'
    ? 'The colour circle is 1 all around: divide degrees by 360.'
    : 'The brightest and the most saturated are 1: divide percent by 100, numbers of 8 bits by 255.';
}
