import type { z } from 'zod';
import type { Frame } from './coords.ts';
import { type DrawnForm, FORM_NAMES } from './forms.ts';
import { boundMeantBy, rangeMeantBy } from './hints.ts';
import { isObject } from './json-value.ts';
import { MAX_RANGE_FILTERS } from './limits.ts';
import type { ComposeMask, DrawnMask, Finish, Mask, RangeMask } from './mask.ts';
import { drawnForms } from './parse-form.ts';
import { check, refuse, show } from './refuse.ts';
import { type RangeFilter, rangeFilter, type SHELLS } from './wire.ts';

type LeafShell = z.output<(typeof SHELLS)['leaf']>;

/** The full band of a range: everything, or inverted beside a form, everything outside the form. */
const isFullBand = (filter: RangeFilter): boolean => filter.min === 0 && filter.max === 1;

function parseRange(value: unknown, field: string): RangeFilter {
  if (!isObject(value)) refuse('invalid_input', field, `A range filter is { kind, min, max }, not ${show(value)}.`);
  const filter = check(rangeFilter, value, field, value, {
    refused: (key, given) => (key === 'kind' ? rangeMeantBy(given) : undefined),
    outside: (_, given) => boundMeantBy(value['kind'], given),
  });
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
  const forms = drawnForms(shell, at, frame, notes);
  const [form] = forms;
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
  if (kept.length === 0) {
    // Snapped or refined is what is outside the form, so the outside has to be a mask of its own.
    if (finish.refine !== undefined || finish.snap !== undefined)
      return { ...compose('union', [{ ...drawn, invert: true }]), ...finish };
    return { ...drawn, ...inverted(finish) };
  }
  return { ...compose('intersect', [{ ...drawn, invert: true }, { range_filters: kept }]), ...finish };
}
