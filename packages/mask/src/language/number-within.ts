import { z } from 'zod';

/** What a number may be; above `above`, where that is given, which is not allowed itself. */
export interface Within {
  readonly min?: number;
  readonly above?: number;
  readonly max: number;
}

/** An allowed range in words, as every refusal says it. */
export const inWords = ({ min = 0, above, max }: Within): string =>
  above === undefined ? `a number from ${min} to ${max}` : `a number above ${above}, up to ${max}`;

const RANGES = z.registry<Within>();

/** A number with its allowed range in words, so that every refusal can say it. */
export function numberWithin(range: Within): z.ZodNumber {
  const error = inWords(range);
  const number = z.number({ error }).max(range.max, { error });
  const within = range.above === undefined ? number.min(range.min ?? 0, { error }) : number.gt(range.above, { error });
  return within.register(RANGES, range);
}

/** What the number at a path of a schema may be; undefined where there is none made by numberWithin. */
export function rangeAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): Within | undefined {
  let at: z.core.$ZodType | undefined = bare(schema);
  for (const key of path) at = at === undefined ? at : bare(within(at, key));
  return at === undefined ? undefined : RANGES.get(at);
}

/** What a schema asks of the value that it has under a key. */
function within(schema: z.core.$ZodType, key: PropertyKey): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodObject) return schema.shape[String(key)];
  if (schema instanceof z.ZodTuple) return schema.def.items[Number(key)];
  return schema instanceof z.ZodArray ? schema.element : undefined;
}

/** What stands behind a default, or may be left out. */
const bare = (schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined =>
  schema instanceof z.ZodDefault || schema instanceof z.ZodOptional ? bare(schema.def.innerType) : schema;
