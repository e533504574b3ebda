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
const isText = (value: unknown): value is string => typeof value === 'string';
const isId = (value: unknown): value is string | number => isText(value) || Number.isSafeInteger(value);
/** What stands at a path such as `params.clientInfo.name`. */
const at = (said: Parts, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), said);

/** What a part of a request has to be. */
interface Rule {
  readonly what: string;
  readonly is: (value: unknown) => boolean;
  readonly allowed: string;
}
const anObject = (what: string): Rule => ({ what, is: isObject, allowed: 'an object' });
const aText = (what: string): Rule => ({ what, is: isText, allowed: 'text' });
const orNone = ({ what, is, allowed }: Rule): Rule => ({
  what,
  is: (value) => value === undefined || is(value),
  allowed: `${allowed}, or left out`,
});
const anId = (what: string): Rule => ({ what, is: isId, allowed: 'text or an integer' });

/** Of every request. */
const RULES: readonly Rule[] = [
  { what: 'jsonrpc', is: (value) => value === '2.0', allowed: '"2.0"' },
  anId('id'),
  orNone(anObject('params')),
  orNone(anObject('params._meta')),
  orNone(anId('params._meta.progressToken')),
];

/** Of requests of a method: what the SDK would refuse with a dump of its schema. */
const RULES_OF: ReadonlyMap<unknown, readonly Rule[]> = new Map([
  [
    'initialize',
    [
      anObject('params'),
      { ...aText('params.protocolVersion'), allowed: 'text, such as "2025-06-18"' },
      anObject('params.capabilities'),
      anObject('params.clientInfo'),
      aText('params.clientInfo.name'),
      aText('params.clientInfo.version'),
    ],
  ],
  ['tools/list', [orNone(aText('params.cursor'))]],
  ['tools/call', [anObject('params'), aText('params.name'), orNone(anObject('params.arguments'))]],
]);

/** What a line is: a message, or what to answer in its place; null where neither is, and nobody waits. */
export type Read = { readonly message: JSONRPCMessage } | { readonly refusal: JSONRPCErrorResponse } | null;

/**
 * Reads a line: a message, or several in a list, which clients of 2025-03-26 may send; each is answered by itself. What is no
 * message has an answer that says why: left out in silence, whoever sent it would wait for ever.
 */
export function readLine(line: string): readonly Read[] {
  let said: unknown;
  try {
    said = JSON.parse(line) as unknown;
  } catch (error) {
    return [refusal(undefined, ProtocolErrorCode.ParseError, `This line is no JSON: ${(error as Error).message}`)];
  }
  return Array.isArray(said) && said.length > 0 ? said.map(readMessage) : [readMessage(said)];
}

function readMessage(said: unknown): Read {
  if (!isObject(said)) {
    const why = `A message has to be an object; this one is ${told(said)}.`;
    return refusal(undefined, ProtocolErrorCode.InvalidRequest, why);
  }
  const isRequest = 'method' in said && 'id' in said;
  const id = isId(said['id']) ? said['id'] : undefined;
  const rules = isRequest ? [...RULES, ...(RULES_OF.get(said['method']) ?? [])] : [];
  const broken = rules.find(({ what, is }) => !is(at(said, what)));
  if (broken !== undefined) {
    const { what, allowed } = broken;
    const given = at(said, what);
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
  let text: string;
  try {
    text = JSON.stringify(value) ?? String(value);
  } catch {
    // JSON is read however deep it is nested, but not written.
    return 'nested too deep to be quoted';
  }
  return text.length <= QUOTED ? text : `${text.slice(0, QUOTED)} ...`;
}
