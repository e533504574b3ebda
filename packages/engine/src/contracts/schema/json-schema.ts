import { z } from 'zod';
import type { OperationContract } from '../../contract.ts';

/** The part of JSON Schema that the contracts use. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly JsonSchema[];
  readonly [keyword: string]: unknown;
}

/** An operation's arguments or result as JSON Schema: always an object at the root, its property list always there. */
export interface ObjectSchema extends JsonSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, JsonSchema>>;
}

/**
 * A schema's JSON Schema, in the words that draft 7 and 2020-12 share and with no `$schema`: clients that know only one
 * of the two drafts refuse a schema that names the other.
 *
 * @param io which side: what a caller may send (`input`: defaults may be left out) or what comes back (`output`)
 */
function jsonSchemaOf(schema: z.ZodObject, io: 'input' | 'output'): ObjectSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    target: 'draft-7',
    override: ({ jsonSchema }) => {
      // zod writes the bounds of a safe integer where none are set: noise for a reader.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      // Keys of a JSON object are strings anyway.
      delete jsonSchema.propertyNames;
    },
  });
  return { ...(json as JsonSchema), type: 'object', properties: (json.properties ?? {}) as ObjectSchema['properties'] };
}

/** What a caller may send. */
export const inputJsonSchema = (contract: OperationContract): ObjectSchema => jsonSchemaOf(contract.input, 'input');

/** What a success gives back. */
export const outputJsonSchema = (contract: OperationContract): ObjectSchema => jsonSchemaOf(contract.output, 'output');
