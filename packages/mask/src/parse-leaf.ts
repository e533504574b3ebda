import { nearestNames } from '@chemigram/errors';
import type { z } from 'zod';
import { type Frame, toFractions } from './coords.ts';
import { type DrawnForm, FORM_NAMES, FORMS, type FormName, type FormParams } from './forms.ts';
import { isObject, type JsonObject } from './json-value.ts';
import { MAX_PATH_VERTICES, MAX_RANGE_FILTERS, MAX_VERTICES, MIN_VERTICES } from './limits.ts';
import type { ComposeMask, DrawnMask, Finish, Mask, RangeMask } from './mask.ts';
import { repairOutline, type Ring, withoutRepeats } from './outline-repair.ts';
import { check, refuse, show } from './refuse.ts';
import { type RangeFilter, rangeFilter, type SHELLS } from './wire.ts';

type LeafShell = z.output<(typeof SHELLS)['leaf']>;
type PathParams = FormParams<'path'>;

/** The full band of a range: everything, or inverted beside a form, everything outside the form. */
const isFullBand = (filter: RangeFilter): boolean => filter.min === 0 && filter.max === 1;

function parseRange(value: unknown, field: string): RangeFilter {
  if (!isObject(value)) refuse('invalid_input', field, `A range filter is { kind, min, max }, not ${show(value)}.`);
  const filter = check(rangeFilter, value, field);
  if (filter.min > filter.max && filter.kind !== 'color_h') {
    const message = `${field}.min is ${filter.min}, above max ${filter.max}; of ${filter.kind} it must be at most max.`;
    refuse('out_of_range', `${field}.min`, message, 'Only color_h wraps around; for "outside the band" use invert.');
  }
  return filter;
}

function parseRanges(shell: LeafShell, at: (key: string) => string): RangeFilter[] {
  if (shell.range_filter !== undefined && shell.range_filters !== undefined) {
    refuse('invalid_input', at('range_filter'), 'Give range_filter or range_filters, not both.');
  }
  if (shell.range_filter !== undefined) return [parseRange(shell.range_filter, at('range_filter'))];
  const list = shell.range_filters ?? [];
  if (list.length > MAX_RANGE_FILTERS) {
    const message = `${list.length} range filters were given; at most ${MAX_RANGE_FILTERS} are allowed.`;
    refuse('invalid_input', at('range_filters'), message);
  }
  return list.map((value, i) => parseRange(value, `${at('range_filters')}[${i}]`));
}

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

/** Half turns leave most forms as they are: one writing for one shape. */
function turned(degrees: number, turn: number): number {
  return ((degrees % turn) + turn) % turn;
}

function parseForm(shell: LeafShell, at: (key: string) => string, frame: Frame): DrawnForm {
  const field = at('dt_params');
  const name = FORM_NAMES.find((n) => n === shell.dt_form);
  if (name === undefined) {
    const near = typeof shell.dt_form === 'string' ? nearestNames(shell.dt_form.slice(0, 60), FORM_NAMES) : FORM_NAMES;
    const given = shell.dt_form === undefined ? 'missing' : `${show(shell.dt_form)}, which is no form`;
    const message = `dt_form is ${given}; forms are ${FORM_NAMES.join(', ')}.`;
    return refuse('invalid_input', at('dt_form'), message, `Did you mean ${near.join(', ')}?`);
  }
  const given = shell.dt_params;
  if (!isObject(given)) {
    const keys = Object.keys(FORMS[name].params.shape).join(', ');
    return refuse('invalid_input', field, `dt_params is ${show(given)}; a ${name} needs an object of ${keys}.`);
  }
  const original = withBorder(name, given, field);
  refuseTooManyVertices(original, field);
  const units = FORMS[name].units;
  const converted = Object.fromEntries(
    Object.entries(original).map(([key, value]) => [
      key,
      toFractions(value, Object.hasOwn(units, key) ? units[key] : undefined, frame),
    ]),
  );
  const params = check(FORMS[name].params, converted, field, original) as FormParams<typeof name>;
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

/** The drawn form, its lines put in order: several when a repaired outline falls apart. */
function drawnForms(form: DrawnForm, field: string, notes: string[]): DrawnForm[] {
  if (form.dt_form === 'rectangle') return [{ ...form, dt_params: orderedRectangle(form.dt_params, field) }];
  if (form.dt_form !== 'path') return [form];
  return repairedPaths(form.dt_params, field, notes).map((dt_params) => ({ ...form, dt_params }));
}

const withRanges = (form: DrawnForm, ranges: RangeFilter[]): DrawnMask =>
  ranges.length === 0 ? { ...form } : { ...form, range_filters: ranges };

const compose = (operation: ComposeMask['operation'], operands: Mask[]): ComposeMask => ({
  kind: 'compose',
  operation,
  operands,
});

const inverted = (finish: Finish): Finish => {
  const { invert, ...rest } = finish;
  return invert ? rest : { ...rest, invert: true };
};

/**
 * A drawn and / or ranged spec, normalised.
 *
 * Beside a form the full band says nothing, and inverted it means "outside the form": both are rewritten. An outline that
 * falls apart when repaired becomes a union; the linear feather of the union is the feather by distance to the whole.
 */
export function parseLeaf(shell: LeafShell, field: string, frame: Frame, finish: Finish, notes: string[]): Mask {
  const at = (key: string) => (field === '' ? key : `${field}.${key}`);
  const ranges = parseRanges(shell, at);
  if (shell.dt_form === undefined && shell.dt_params === undefined) {
    if (ranges.length === 0) {
      const hint = `Forms are ${FORM_NAMES.join(', ')}.`;
      refuse('invalid_input', field, 'The mask_spec has neither kind, dt_form nor range_filter.', hint);
    }
    if (ranges.some((r) => isFullBand(r) && r.invert)) {
      notes.push(`${at('range_filter')}: the full band inverted selects nothing without a drawn form beside it.`);
    }
    return { range_filters: ranges, ...finish } satisfies RangeMask;
  }
  const forms = drawnForms(parseForm(shell, at, frame), at('dt_params'), notes);
  const [form] = forms;
  if (form === undefined) return refuse('internal', field, 'A form was repaired into nothing.');
  const outside = ranges.some((r) => isFullBand(r) && r.invert);
  const kept = ranges.filter((r) => !isFullBand(r));
  if (!outside) {
    if (forms.length === 1) return { ...withRanges(form, kept), ...finish };
    return {
      ...compose(
        'union',
        forms.map((f) => withRanges(f, kept)),
      ),
      ...finish,
    };
  }
  const drawn: Mask =
    forms.length === 1
      ? { ...form }
      : compose(
          'union',
          forms.map((f) => ({ ...f })),
        );
  if (kept.length === 0) return { ...drawn, ...inverted(finish) };
  return { ...compose('intersect', [{ ...drawn, invert: true }, { range_filters: kept }]), ...finish };
}
