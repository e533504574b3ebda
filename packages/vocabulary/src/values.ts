import { ChemigramError, nearestNames } from '@chemigram/errors';
import { isNeutral } from './settings.ts';
import { VALUE, type Parameter, type Primitive } from './schema.ts';

/** What a caller gives: one number, or numbers by parameter. */
export interface ValueInput {
  value?: number | undefined;
  values?: Readonly<Record<string, number>> | undefined;
}

/** All of it, in per cent. */
const WHOLE = 100;

const rangeOf = (name: string, p: Parameter): string =>
  `${name} ${p.min} to ${p.max}${p.whole === true ? ' (whole numbers)' : ''} ${p.unit}, neutral ${p.neutral}`;

/**
 * A number for every parameter of the primitive: what was given, else the default.
 *
 * @throws ChemigramError `out_of_range` (field `value` or `values.NAME`) with the allowed range, also for NaN;
 *   `unknown_name` for a parameter that the primitive does not have; `invalid_input` when `value` is given to a
 *   primitive without a single value, when both speak of it, or when nothing is given and the defaults do nothing.
 */
export function checkValues(primitive: Primitive, input: ValueInput): Record<string, number> {
  const { parameters } = primitive;
  const ranges = Object.entries(parameters)
    .map(([name, p]) => rangeOf(name, p))
    .join('; ');
  const given: Array<{ name: string; field: string; number: unknown }> = [];
  if (input.value !== undefined) given.push({ name: VALUE, field: 'value', number: input.value });
  for (const [name, number] of Object.entries(input.values ?? {})) {
    given.push({ name, field: `values.${name}`, number });
  }

  const checked: Record<string, number> = Object.fromEntries(
    Object.entries(parameters).map(([name, p]) => [name, p.default]),
  );
  const seen = new Set<string>();
  for (const { name, field, number } of given) {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (!parameter) {
      throw new ChemigramError(
        field === 'value' ? 'invalid_input' : 'unknown_name',
        `${primitive.name} has no parameter "${name}"; it takes ${ranges}`,
        { field, hint: `Nearest: ${nearestNames(name, Object.keys(parameters)).join(', ')}.` },
      );
    }
    if (seen.has(name)) {
      throw new ChemigramError('invalid_input', `${primitive.name} got "${name}" twice: as value and in values`, {
        field,
      });
    }
    seen.add(name);
    if (typeof number !== 'number') {
      throw new ChemigramError(
        'invalid_input',
        `${primitive.name}: ${field} is not a number; allowed: ${rangeOf(name, parameter)}`,
        {
          field,
        },
      );
    }
    // Written so that NaN fails too.
    const between = number >= parameter.min && number <= parameter.max;
    if (!between || (parameter.whole === true && !Number.isInteger(number))) {
      throw new ChemigramError(
        'out_of_range',
        `${primitive.name}: ${field} is ${number}; allowed: ${rangeOf(name, parameter)}`,
        {
          field,
        },
      );
    }
    checked[name] = number;
  }
  const idle = isNeutral(primitive, checked);
  if (seen.size === 0 && idle) {
    throw new ChemigramError('invalid_input', `${primitive.name} was given no value; it takes ${ranges}`, {
      field: VALUE in parameters ? 'value' : 'values',
      hint: `For example ${JSON.stringify(primitive.example.values)}.`,
    });
  }
  return checked;
}

/**
 * What hardly shows or not at all, though within range and therefore carried out: a sentence for each given number that
 * looks like a part of 1 where the parameter is in per cent (0.3 for 30), or one where nothing changes.
 *
 * @param values all of the move's, as `checkValues` returns them
 */
export function faintValues(
  primitive: Primitive,
  { value, values: several }: ValueInput,
  values: Readonly<Record<string, number>>,
): string[] {
  const given = Object.entries({ ...several, ...(value === undefined ? {} : { [VALUE]: value }) });
  const { name, parameters } = primitive;
  if (given.length > 0 && isNeutral(primitive, values)) {
    const neutral = Object.entries(parameters).map(([parameter, { neutral: none }]) => `${parameter} ${none}`);
    return [`${name}: nothing changes, ${neutral.join(', ')} is neutral.`];
  }
  return given.flatMap(([parameter, number]) => {
    const { unit, max } = parameters[parameter]!;
    if (!unit.startsWith('per cent') || max < WHOLE || number === 0 || Math.abs(number) > 1) return [];
    const range = rangeOf(parameter, parameters[parameter]!);
    return [`${name}: ${number} is next to nothing of ${range}. Was ${Math.round(WHOLE * number)} meant?`];
  });
}
