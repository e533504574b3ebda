import { alikeNames } from '@chemigram/errors';
import { FORM_NAMES, FORMS, type FormName } from './forms.ts';
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
/** Words for a kind of form that the language calls otherwise. */
const OTHER_FORMS: Readonly<Record<string, FormName>> = {
  polygon: 'path',
  lasso: 'path',
  outline: 'path',
  box: 'rectangle',
  bbox: 'rectangle',
  rect: 'rectangle',
  square: 'rectangle',
  oval: 'ellipse',
  radial: 'ellipse',
  linear: 'gradient',
  graduated: 'gradient',
  stroke: 'brush',
};
/** What else people call what a form is given by; which of them is meant, the form says. */
const PARAM_WORDS: Readonly<Record<string, readonly string[]>> = {
  angle: ['rotation'],
  points: ['vertices'],
  polygon: ['vertices'],
  vertices: ['points'],
  x: ['center_x', 'anchor_x', 'x0'],
  y: ['center_y', 'anchor_y', 'y0'],
  cx: ['center_x'],
  cy: ['center_y'],
  r: ['radius'],
  rx: ['radius_x'],
  ry: ['radius_y'],
  radius: ['radius_x', 'radius_y', 'width'],
  size: ['radius', 'width'],
  width: ['x1'],
  height: ['y1'],
  left: ['x0'],
  top: ['y0'],
  right: ['x1'],
  bottom: ['y1'],
  softness: ['border', 'hardness', 'compression'],
};
/** How a rectangle is said, where one corner and a size was. */
const CORNERS = 'A rectangle is two opposite corners: x0, y0 and x1, y1.';
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
  const form = FORM_NAMES.find((name) => name === kind) ?? formMeantBy(kind);
  if (form !== undefined) return `A drawn form has no kind; it is written so: ${writtenForm(form)}.`;
  const alike = typeof kind === 'string' ? alikeNames(kind.slice(0, 60), KINDS, 2) : [];
  const near = alike.length === 0 ? '' : `Did you mean ${alike.join(' or ')}? `;
  return `${near}A drawn form has no kind: { "dt_form", "dt_params" }.`;
}

/** The form that is meant by a word which is none; undefined where nothing is known. */
export const formMeantBy = (word: unknown): FormName | undefined =>
  isWord(word, OTHER_FORMS) ? OTHER_FORMS[word] : undefined;

const writtenForm = (name: FormName): string =>
  `{ "dt_form": "${name}", "dt_params": { ${Object.keys(FORMS[name].params.shape).join(', ')} } }`;

/** What to write where a mask_spec is no object: for a text, the mask of that name. */
export const specInPlaceOf = (value: unknown): string =>
  typeof value === 'string' && /^[a-z]\w*$/iu.test(value)
    ? `A mask that has a name is written so: { "kind": "named", "name": "${value}" }; one that was detected so: ${WRITTEN.detected}.`
    : 'For example { "dt_form": "circle", "dt_params": { "center_x": 0.5, "center_y": 0.5, "radius": 0.2 } }.';

/** Whether a key stands in a drawn or ranged mask_spec itself: not in its dt_params, nor beside the mask_spec. */
export const isSpecKey = (key: string): boolean => isOwn(key, SHELLS.leaf.shape);

/** What was meant by a key that the dt_params of a form do not have; undefined where nothing is known. */
export function paramMeantBy(key: string, form: FormName): string | undefined {
  if (isSpecKey(key)) return `"${key}" goes beside dt_params, not into it.`;
  const meant = isWord(key, PARAM_WORDS) ? PARAM_WORDS[key]!.filter((one) => isOwn(one, FORMS[form].params.shape)) : [];
  if (meant.length === 0) return undefined;
  return form === 'rectangle' ? CORNERS : `"${key}" is ${meant.map((one) => `"${one}"`).join(', ')} here.`;
}

/** What was meant by a key that a spec of some kind does not have; undefined where nothing is known. */
export const keyMeantBy =
  (kind: Kind) =>
  (key: string): string | undefined =>
    kind === 'compose' && COMPOSE_WORDS.includes(key) ? `Masks are combined so: ${WRITTEN.compose}.` : undefined;

/** What was meant by a key that a spec without a kind does not have; undefined where nothing is known. */
export function specMeantBy(key: string): string | undefined {
  const kind =
    KINDS.find((one) => one === key || isOwn(key, SHELLS[one].shape)) ??
    (COMPOSE_WORDS.includes(key) ? 'compose' : undefined);
  if (kind !== undefined)
    return `${kind === 'compose' ? 'Masks are combined' : `A ${kind} mask is written`} so: ${WRITTEN[kind]}.`;
  const form = FORM_NAMES.find((name) => name === key || isOwn(key, FORMS[name].params.shape)) ?? formMeantBy(key);
  if (form === undefined && !FORM_WORDS.includes(key)) return undefined;
  const name = form ?? FORM_NAMES[0]!;
  return `A drawn form is written so: ${writtenForm(name)}.`;
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
