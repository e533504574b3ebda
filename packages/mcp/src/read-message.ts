import {
  parseJSONRPCMessage,
  ProtocolErrorCode,
  type JSONRPCErrorResponse,
  type JSONRPCMessage,
} from '@modelcontextprotocol/server';

type Parts = Readonly<Record<string, unknown>>;

/** Of a value that is quoted. */
const QUOTED = 60;

const isObject = (value: unknown): value is Parts =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isId = (value: unknown): value is string | number => typeof value === 'string' || Number.isSafeInteger(value);
const orNone = (is: (value: unknown) => boolean) => (value: unknown) => value === undefined || is(value);
const part = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined);

/** What of a request has to be of which kind. */
const RULES = [
  { what: 'jsonrpc', of: ({ jsonrpc }: Parts) => jsonrpc, is: (value: unknown) => value === '2.0', allowed: '"2.0"' },
  { what: 'id', of: ({ id }: Parts) => id, is: isId, allowed: 'text or an integer' },
  { what: 'params', of: ({ params }: Parts) => params, is: orNone(isObject), allowed: 'an object, or left out' },
  {
    what: 'params._meta',
    of: ({ params }: Parts) => part(params, '_meta'),
    is: orNone(isObject),
    allowed: 'an object, or left out',
  },
  {
    what: 'params._meta.progressToken',
    of: ({ params }: Parts) => part(part(params, '_meta'), 'progressToken'),
    is: orNone(isId),
    allowed: 'text or an integer, or left out',
  },
  {
    what: 'params.arguments',
    of: ({ params, method }: Parts) => (method === 'tools/call' ? part(params, 'arguments') : undefined),
    is: orNone(isObject),
    allowed: 'an object, or left out',
  },
];

/** What a line is: a message, or what to answer in its place; null where neither is, and nobody waits. */
export type Read = { readonly message: JSONRPCMessage } | { readonly refusal: JSONRPCErrorResponse } | null;

/** Reads a line. What is no message has an answer that says why: left out in silence, whoever sent it would wait for ever. */
export function readMessage(line: string): Read {
  let said: unknown;
  try {
    said = JSON.parse(line) as unknown;
  } catch (error) {
    return refusal(undefined, ProtocolErrorCode.ParseError, `This line is no JSON: ${(error as Error).message}`);
  }
  if (!isObject(said)) {
    const why = `Each line has to be one message, an object; this one is ${told(said)}. Batches are not taken.`;
    return refusal(undefined, ProtocolErrorCode.InvalidRequest, why);
  }
  const isRequest = 'method' in said && 'id' in said;
  const id = isId(said['id']) ? said['id'] : undefined;
  const broken = isRequest ? RULES.find(({ of, is }) => !is(of(said))) : undefined;
  if (broken !== undefined) {
    const { what, of, allowed } = broken;
    const given = of(said);
    const code = what.startsWith('params') ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InvalidRequest;
    return refusal(id, code, `${what} is ${given === undefined ? 'missing' : told(given)}, but has to be ${allowed}.`);
  }
  try {
    return { message: parseJSONRPCMessage(said) };
  } catch {
    if (!isRequest) return null;
    return refusal(id, ProtocolErrorCode.InvalidRequest, `This is no message of the protocol: ${told(said)}`);
  }
}

/** The protocol leaves the id out where none could be read. */
function refusal(id: string | number | undefined, code: number, message: string): Read {
  return { refusal: { jsonrpc: '2.0', ...(id === undefined ? {} : { id }), error: { code, message } } };
}

function told(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= QUOTED ? text : `${text.slice(0, QUOTED)} ...`;
}
