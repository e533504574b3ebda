import { reportOf, type Engine } from '@chemigram/engine';
import {
  McpServer,
  ProtocolError,
  ProtocolErrorCode,
  type CallToolResult,
  type Tool,
} from '@modelcontextprotocol/server';
import { INSTRUCTIONS } from './instructions.ts';
import { answerOf, refusalOf } from './tool-answer.ts';
import { callOf } from './tool-call.ts';
import { toolDefinition } from './tool-definition.ts';

/** Who this is, for clients that show it. */
export interface ServerIdentity {
  readonly name: string;
  readonly version: string;
}

/**
 * Makes servers over one engine; both protocol eras get the same tools. The requests are handled below the SDK's own
 * tool registry, because the engine validates the arguments and its refusals name the field, the range and a hint.
 */
export function serverFactory(engine: Engine, identity: ServerIdentity): () => McpServer {
  const tools: Tool[] = engine.contracts.map(toolDefinition);
  const names = new Set(tools.map((tool) => tool.name));
  return () => {
    const mcp = new McpServer(identity, { capabilities: { tools: {} }, instructions: INSTRUCTIONS });
    mcp.server.setRequestHandler('tools/list', () => ({ tools }));
    mcp.server.setRequestHandler('tools/call', async (request, context): Promise<CallToolResult> => {
      const { name, arguments: args } = request.params;
      if (!names.has(name)) {
        throw new ProtocolError(
          ProtocolErrorCode.InvalidParams,
          `There is no tool "${name}". The tools are: ${[...names].join(', ')}.`,
        );
      }
      const { call, done } = callOf(context);
      try {
        return await answerOf(await engine.run(name, args ?? {}, call));
      } catch (thrown) {
        return refusalOf(reportOf(thrown));
      } finally {
        await done();
      }
    });
    return mcp;
  };
}
