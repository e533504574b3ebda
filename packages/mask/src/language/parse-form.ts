import { alikeNames } from '@chemigram/errors';
import { allowedInPixels, type Frame, pixelsInVain, pixelsMeant, round, toFractions } from './coords.ts';
import { type DrawnForm, FORM_NAMES, FORMS, type FormName, type FormParams, type Unit } from './forms.ts';
import { refuseFractions } from './fractions-meant.ts';
import { formMeantBy, paramMeantBy } from './hints.ts';
import { isObject, type JsonObject } from './json-value.ts';
import { MAX_PATH_VERTICES, MAX_VERTICES, MIN_VERTICES } from './limits.ts';
import { repairOutline, type Ring, withoutRepeats } from './outline-repair.ts';
import { check, refuse, show } from './refuse.ts';

type PathParams = FormParams<'path'>;

/** `feather` is the same word as `border`, of a path. */
function withBorder(name: FormName, params: JsonObject, field: string): JsonObject {
  if (!('feather' in params)) return params;
  if (name !== 'path') {
    refuse('invalid_input', `${field}.feather`, `A ${name} has no feather.`, 'Its soft edge is called border.');
  }
  const { feather, ...rest } = params;
  if ('border' in rest) {
    refuse('invalid_input', `${field}.feather`, 'feather and border are the same; give one of them.');
  }
  return { ...rest, border: feather };
}

/**
 * Half turns leave most forms as they are: one writing for one shape. Rounded again, for 190.1 less 180 is 10.099999999999994:
 * what was written once is the same mask when it is read again.
 */
function turned(degrees: number, turn: number): number {
  return round(((degrees % turn) + turn) % turn);
}

/** What a spec says of its drawn form, unchecked. */
interface FormSpec {
  dt_form?: unknown;
  dt_params?: unknown;
}

function parseForm(shell: FormSpec, at: (key: string) => string, frame: Frame, notes: string[]): DrawnForm {
  const field = at('dt_params');
  const name = FORM_NAMES.find((n) => n === shell.dt_form);
  if (name === undefined) {
    const meant = formMeantBy(shell.dt_form);
    const near =
      meant !== undefined
        ? [meant]
        : typeof shell.dt_form === 'string'
          ? alikeNames(shell.dt_form.slice(0, 60), FORM_NAMES)
          : [];
    const given = shell.dt_form === undefined ? 'missing' : `${show(shell.dt_form)}, which is no form`;
    const message = `dt_form is ${given}; forms are ${FORM_NAMES.join(', ')}.`;
    return refuse(
      'invalid_input',
      at('dt_form'),
      message,
      near.length === 0 ? undefined : `Did you mean ${near.join(', ')}?`,
    );
  }
  const given = shell.dt_params;
  if (!isObject(given)) {
    const keys = Object.keys(FORMS[name].params.shape).join(', ');
    return refuse('invalid_input', field, `dt_params is ${show(given)}; a ${name} needs an object of ${keys}.`);
  }
  const original = withBorder(name, given, field);
  refuseTooManyVertices(original, field);
  const units = FORMS[name].units;
  const unitOf = (key: PropertyKey | undefined): Unit | undefined =>
    typeof key === 'string' && Object.hasOwn(units, key) ? units[key] : undefined;
  const converted = Object.fromEntries(
    Object.entries(original).map(([key, value]) => [key, toFractions(value, unitOf(key), frame)]),
  );
  const params = check(FORMS[name].params, converted, field, original, {
    allowed: allowedInPixels(unitOf, frame),
    outside: (key, given) =>
      pixelsMeant(unitOf(key), frame, given) ?? pixelsInVain(String(key), unitOf(key), frame, given),
    unknown: (key) => paramMeantBy(key, name),
  }) as FormParams<typeof name>;
  notes.push(...refuseFractions(original, unitOf, frame, field));
  if ('rotation' in params) params.rotation = turned(params.rotation, FORMS[name].turn);
  // The name and its parameters belong together; TypeScript cannot follow the lookup in FORMS.
  return { dt_form: name, dt_params: params } as DrawnForm;
}

/** Counted before anything walks over them. */
function refuseTooManyVertices(params: JsonObject, field: string): void {
  const holes = Array.isArray(params['holes']) ? params['holes'] : [];
  const lists: [string, unknown][] = [
    [`${field}.vertices`, params['vertices']],
    [`${field}.points`, params['points']],
    ...holes.map((hole: unknown, i): [string, unknown] => [`${field}.holes[${i}]`, hole]),
  ];
  let total = 0;
  for (const [name, list] of lists) {
    if (!Array.isArray(list)) continue;
    total += list.length;
    if (list.length > MAX_VERTICES) {
      const message = `${name} has ${list.length} vertices; at most ${MAX_VERTICES} are allowed.`;
      refuse(
        'invalid_input',
        name,
        message,
        'Leave out vertices that lie nearly on the line between their neighbours.',
      );
    }
  }
  if (total > MAX_PATH_VERTICES) {
    refuse(
      'invalid_input',
      field,
      `All outlines together have ${total} vertices; at most ${MAX_PATH_VERTICES} are allowed.`,
    );
  }
}

function orderedRectangle(params: FormParams<'rectangle'>, field: string): FormParams<'rectangle'> {
  const [x0, x1] = [Math.min(params.x0, params.x1), Math.max(params.x0, params.x1)];
  const [y0, y1] = [Math.min(params.y0, params.y1), Math.max(params.y0, params.y1)];
  if (x0 === x1 || y0 === y1) {
    const [a, b] = x0 === x1 ? ['x0', 'x1'] : ['y0', 'y1'];
    refuse(
      'invalid_input',
      `${field}.${b}`,
      `The rectangle has no area: ${a} and ${b} are both ${show(x0 === x1 ? x0 : y0)}.`,
    );
  }
  return { ...params, x0, y0, x1, y1 };
}

function tidy(ring: Ring, name: string): Ring {
  const kept = withoutRepeats(ring);
  if (kept.length < MIN_VERTICES) {
    refuse(
      'invalid_input',
      name,
      `${name} has ${kept.length} different vertices; at least ${MIN_VERTICES} are needed.`,
    );
  }
  return kept;
}

function repairedPaths(params: PathParams, field: string, notes: string[]): PathParams[] {
  const outer = tidy(params.vertices, `${field}.vertices`);
  const holes = params.holes.map((hole, i) => tidy(hole, `${field}.holes[${i}]`));
  const { regions, repair } = repairOutline({ outer, holes }, `${field}.vertices`);
  if (repair !== null) notes.push(repair);
  return regions.map((region) => ({ ...params, vertices: region.outer, holes: region.holes }));
}

/**
 * The drawn form of a spec, checked, in fractions, its lines put in order; several when a repaired outline falls apart.
 *
 * @param at the field path of a key of the spec
 * @param notes takes a sentence for each repair
 */
export function drawnForms(
  spec: FormSpec,
  at: (key: string) => string,
  frame: Frame,
  notes: string[],
): [DrawnForm, ...DrawnForm[]] {
  const form = parseForm(spec, at, frame, notes);
  const field = at('dt_params');
  if (form.dt_form === 'rectangle') return [{ ...form, dt_params: orderedRectangle(form.dt_params, field) }];
  if (form.dt_form !== 'path') return [form];
  const [first, ...others] = repairedPaths(form.dt_params, field, notes).map((dt_params) => ({ ...form, dt_params }));
  return first === undefined ? refuse('internal', field, 'An outline was repaired into nothing.') : [first, ...others];
}
