import { alikeNames, ChemigramError } from '@chemigram/errors';
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

const rangesOf = ({ parameters }: Primitive): string =>
  Object.entries(parameters)
    .map(([name, p]) => rangeOf(name, p))
    .join('; ');

/**
 * A number for every parameter of the primitive: what was given, else the default.
 *
 * @throws ChemigramError `out_of_range` (field `value` or `values.NAME`) with the allowed range, also for NaN;
 *   `unknown_name` for a parameter that the primitive does not have; `invalid_input` when `value` is given to a
 *   primitive without a single value, when both speak of it, or when nothing is given and the defaults do nothing.
 */
export function checkValues(primitive: Primitive, input: ValueInput): Record<string, number> {
  const { parameters } = primitive;
  const checked: Record<string, number> = Object.fromEntries(
    Object.entries(parameters).map(([name, p]) => [name, p.default]),
  );
  const seen = new Set<string>();
  for (const given of givenNumbers(input)) {
    const parameter = parameterOf(primitive, given);
    const { name, field } = given;
    if (seen.has(name)) {
      throw new ChemigramError('invalid_input', `${primitive.name} got "${name}" twice: as value and in values`, {
        field,
      });
    }
    seen.add(name);
    checked[name] = checkNumber(primitive, parameter, given);
  }
  if (seen.size === 0 && isNeutral(primitive, checked)) {
    throw new ChemigramError('invalid_input', `${primitive.name} was given no value; it takes ${rangesOf(primitive)}`, {
      field: VALUE in parameters ? 'value' : 'values',
      hint: `For example ${JSON.stringify(primitive.example.values)}.`,
    });
  }
  return checked;
}

/** A number that a caller gave, and where. */
interface Given {
  readonly name: string;
  readonly field: string;
  readonly number: unknown;
}

function givenNumbers({ value, values = {} }: ValueInput): Given[] {
  const several = Object.entries(values).map(([name, number]) => ({ name, field: `values.${name}`, number }));
  return value === undefined ? several : [{ name: VALUE, field: 'value', number: value }, ...several];
}

function parameterOf(primitive: Primitive, { name, field }: Given): Parameter {
  const { parameters } = primitive;
  const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  if (parameter) return parameter;
  throw new ChemigramError(
    field === 'value' ? 'invalid_input' : 'unknown_name',
    `${primitive.name} has no parameter "${name}"; it takes ${rangesOf(primitive)}`,
    { field, hint: parameterMeant(name, primitive) },
  );
}

function checkNumber(
  { name: primitive, beyond: hint }: Primitive,
  parameter: Parameter,
  { name, field, number }: Given,
): number {
  const refuse = (code: 'invalid_input' | 'out_of_range', is: string): never => {
    const message = `${primitive}: ${field} is ${is}; allowed: ${rangeOf(name, parameter)}`;
    throw new ChemigramError(code, message, { field, ...(hint === undefined ? {} : { hint }) });
  };
  if (typeof number !== 'number') return refuse('invalid_input', 'not a number');
  // Written so that NaN fails too.
  const between = number >= parameter.min && number <= parameter.max;
  if (between && (parameter.whole !== true || Number.isInteger(number))) return number;
  return refuse('out_of_range', String(number));
}

/** What to give in place of a parameter that there is none of: one that it may be a slip for, else the primitive's own example. */
function parameterMeant(name: string, { parameters, example }: Primitive): string {
  const alike = alikeNames(name, Object.keys(parameters));
  if (alike.length > 0) return `Did you mean ${alike.join(', ')}?`;
  return `For example {"values": ${JSON.stringify(example.values)}}.`;
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
