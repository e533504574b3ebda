import { access } from 'node:fs/promises';
import { ChemigramError, reportOf } from '@chemigram/errors';
import { McpServer, type CallToolResult, type Tool } from '@modelcontextprotocol/server';
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { z } from 'zod';
import { ANSWERS, DESCRIBE, descriptionSchema, DETECT, PROTOCOL, requestSchema } from './protocol.ts';
import type { Answer, Description, DetectRequest, Region, Spot } from './protocol.ts';
import { guardStdout } from './stdout-guard.ts';

/** What a provider found; `took` is measured here. */
export interface Found {
  /** Of subjects and depth bands. */
  readonly regions?: readonly (Omit<Region, 'holes'> & { readonly holes?: Region['holes'] })[];
  /** Of spots. */
  readonly spots?: readonly Spot[];
  /** What is worth knowing of the answer, a sentence each. */
  readonly notes?: readonly string[];
  /** US dollars that it cost; 0 when not said. */
  readonly money?: number;
}

/** A provider as its author writes it. */
export interface ProviderDefinition extends Omit<Description, 'protocol' | 'queries'> {
  readonly queries?: readonly string[];
  /**
   * Detects on one picture; chemigram asks one thing at a time. Throw a ChemigramError with a hint for what the user can
   * mend (missing weights, no consent); any other error reaches them as its message.
   *
   * @param signal aborted when nobody waits for the answer any more
   */
  detect(request: DetectRequest, signal: AbortSignal): Promise<Found> | Found;
}

const TOOLS: Tool[] = [
  { name: DESCRIBE, description: 'Who this is, what it detects and what that costs.', inputSchema: { type: 'object' } },
  {
    name: DETECT,
    description: 'Detects subjects, spots or depth bands on a picture.',
    inputSchema: z.toJSONSchema(requestSchema, { io: 'input' }) as Tool['inputSchema'],
  },
];

/** `process.resourceUsage` tells kilobytes. */
const KB_PER_MB = 1024;

/**
 * Makes this process a provider: an MCP server on stdin and stdout with the tools `describe` and `detect`. Whatever else
 * writes to stdout comes out on stderr. Requests and its own answers are held against the protocol. The process ends when
 * stdin does.
 *
 * @throws ChemigramError invalid_input for a definition that the protocol does not allow
 */
export function serveProvider({ detect, ...about }: ProviderDefinition): void {
  const description = checked(descriptionSchema, { ...about, protocol: PROTOCOL }, 'The definition of this provider');
  const run = async (args: unknown, signal: AbortSignal): Promise<Record<string, unknown>> => {
    const request = checked(requestSchema, args, 'The request');
    if (!description.kinds.includes(request.kind)) {
      throw new ChemigramError('invalid_input', `${description.name} does not detect ${request.kind}.`, {
        field: 'kind',
        hint: `It detects ${description.kinds.join(', ')}.`,
      });
    }
    // For its author: what looks at nothing would find something in a picture that is not there.
    await access(request.picture).catch((cause: unknown) => {
      throw new ChemigramError('not_found', `The picture ${request.picture} cannot be read.`, {
        field: 'picture',
        cause,
      });
    });
    const began = performance.now();
    const { money = 0, ...found } = await detect(request, signal);
    const seconds = (performance.now() - began) / 1000;
    const took = { seconds, memory_mb: process.resourceUsage().maxRSS / KB_PER_MB, money };
    const schema: z.ZodType<Answer> = ANSWERS[request.kind];
    return checked(schema, { ...found, took }, `The answer of ${description.name}`);
  };
  const make = (): McpServer => {
    const mcp = new McpServer(
      { name: description.name, version: description.version },
      { capabilities: { tools: {} } },
    );
    mcp.server.setRequestHandler('tools/list', () => ({ tools: TOOLS }));
    mcp.server.setRequestHandler('tools/call', async ({ params }, context): Promise<CallToolResult> => {
      try {
        if (params.name === DESCRIBE) return answer({ ...description });
        if (params.name === DETECT) return answer(await run(params.arguments ?? {}, context.mcpReq.signal));
        throw new ChemigramError('unknown_name', `There is no tool "${params.name}"; there are describe and detect.`);
      } catch (thrown) {
        return refusal(thrown);
      }
    });
    return mcp;
  };
  serveStdio(make, { transport: new StdioServerTransport(process.stdin, guardStdout()) });
  // Threads and timers of the author's libraries must not outlive the one who asked.
  for (const event of ['end', 'close'] as const) process.stdin.once(event, () => process.exit(0));
}

const answer = (data: Record<string, unknown>): CallToolResult => ({ content: [], structuredContent: data });

function refusal(thrown: unknown): CallToolResult {
  const error = reportOf(thrown);
  // A failure of the author's code is no bug of chemigram's, whatever the report's standard hint says.
  const { hint, ...rest } = error;
  const told = thrown instanceof ChemigramError && hint !== undefined ? { ...rest, hint } : rest;
  return { isError: true, content: [{ type: 'text', text: error.message }], structuredContent: { error: told } };
}

function checked<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  throw new ChemigramError('invalid_input', `${what} is not what ${PROTOCOL} allows: ${z.prettifyError(error)}`);
}
