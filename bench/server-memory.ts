import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

/** Long enough for the start's garbage to settle. */
const SETTLE_MS = 2_000;
const KILOBYTES = 1_000;

/** Resident memory of the MCP server after a client has opened it and listed its tools, in MB. */
export async function idleServerMegabytes(home: string): Promise<number> {
  const program = fileURLToPath(new URL('../packages/cli/bin/chemigram.mjs', import.meta.url));
  const env = { ...(process.env as Record<string, string>), CHEMIGRAM_HOME: home };
  const transport = new StdioClientTransport({ command: process.execPath, args: [program, 'mcp'], env });
  const client = new Client({ name: 'bench', version: '0.0.0' });
  await client.connect(transport);
  try {
    await client.listTools();
    await sleep(SETTLE_MS);
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(transport.pid)]);
    return (Number(stdout) * 1024) / (KILOBYTES * KILOBYTES);
  } finally {
    await client.close();
  }
}
