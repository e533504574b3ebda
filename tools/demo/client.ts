import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

/** A conversation with chemigram over MCP. */
export interface Chemigram {
  /** Calls a tool and gives its structured result; a refusal is thrown with its message and hint. */
  call(tool: string, args: object): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

interface Refusal {
  error?: { code: string; message: string; hint?: string };
}

/** Edits at full size take darktable a while on a small machine. */
const PATIENCE_MS = 600_000;

/** Starts the server as a chat client would and connects to its stdio. */
export async function connect(program: string, env: Record<string, string>): Promise<Chemigram> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [program, 'mcp'],
    env: { ...(process.env as Record<string, string>), ...env },
    stderr: 'inherit',
  });
  const client = new Client({ name: 'chemigram-demo', version: '1.0.0' });
  await client.connect(transport);
  return {
    async call(tool, args) {
      const answer = await client.callTool(
        { name: tool, arguments: args as Record<string, unknown> },
        { timeout: PATIENCE_MS },
      );
      const result = (answer.structuredContent ?? {}) as Record<string, unknown> & Refusal;
      if (answer.isError !== true) return result;
      const { code = 'internal', message = JSON.stringify(answer.content), hint = '' } = result.error ?? {};
      throw new Error(`${tool} was refused (${code}): ${message} ${hint}`.trim());
    },
    close: () => client.close(),
  };
}
