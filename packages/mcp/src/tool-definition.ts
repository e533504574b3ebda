import { inputJsonSchema, outputJsonSchema, type ObjectSchema, type OperationContract } from '@chemigram/engine';
import type { Tool } from '@modelcontextprotocol/server';

const TEXT = { type: 'string' } as const;
/** Of a refusal (isError) alone. It stands in every tool, so that it is as short as it can be. */
const ERROR_SCHEMA = {
  type: 'object',
  properties: { code: TEXT, message: TEXT, field: TEXT, hint: TEXT },
  required: ['code', 'message'],
} as const;

/**
 * The schema of all that a tool may answer as structured content: its result, or `{error}`. Clients of the 2025 era hold
 * a refusal against the same schema as a result, so it has to allow both.
 */
function answerSchema({ required, properties, ...result }: ObjectSchema): Tool['outputSchema'] {
  return {
    ...result,
    properties: { ...properties, error: ERROR_SCHEMA },
    anyOf: [{ required: [...(required ?? [])] }, { required: ['error'] }],
  } as Tool['outputSchema'];
}

/** An operation as the tool that a client lists. */
export function toolDefinition(contract: OperationContract): Tool {
  return {
    name: contract.name,
    title: contract.title,
    description: `${contract.description}\n\nExample: ${JSON.stringify(contract.example)}`,
    inputSchema: inputJsonSchema(contract) as Tool['inputSchema'],
    outputSchema: answerSchema(outputJsonSchema(contract)),
    annotations: {
      title: contract.title,
      readOnlyHint: contract.effect === 'reads',
      destructiveHint: contract.effect === 'destroys',
      idempotentHint: contract.idempotent,
      openWorldHint: false,
    },
  };
}
