import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

/** How a client opens: with `initialize` as in 2025-11-25 and before, or as 2026-07-28 does. */
export const ERAS = [
  { era: '2025-11-25', mode: 'legacy' },
  { era: '2026-07-28', mode: { pin: '2026-07-28' } },
] as const;

export type Mode = (typeof ERAS)[number]['mode'];

/** Starts a TypeScript program from its sources and connects a real client to its stdio. */
export async function connect(
  program: string,
  args: readonly string[],
  mode: Mode,
  env: Record<string, string> = {},
  cwd: string = process.cwd(),
) {
  const transport = new StdioClientTransport({
    command: process.execPath,
    // Named by its place, because the folder that the server starts in may be anywhere.
    args: ['--conditions=@chemigram/source', '--import', import.meta.resolve('tsx'), program, ...args],
    cwd,
    env: { ...(process.env as Record<string, string>), ...env },
    stderr: 'pipe',
  });
  let stderr = '';
  transport.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const client = new Client({ name: 'test', version: '0.0.0' }, { versionNegotiation: { mode } });
  const stray: Error[] = [];
  Object.assign(client, { onerror: (error: Error) => stray.push(error) });
  await client.connect(transport).catch((cause: unknown) => {
    throw new Error(`the server did not come up: ${stderr}`, { cause });
  });
  return { client, transport, stderr: () => stderr, stray };
}
