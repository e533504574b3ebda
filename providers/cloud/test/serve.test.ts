import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterEach, expect, it } from 'vitest';
import { configFile } from './helpers/config.ts';
import { photo, says, service } from './helpers/service.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

let client: Client | undefined;
afterEach(() => client?.close());

it('as a program says what it costs, asks with the key of its environment, and tells it to nobody', async () => {
  const key = 'sk-very-secret-0123456789';
  const { base, asked } = await service(says(401, { error: { message: `no such key: ${key}` } }));
  const args = ['--conditions=@chemigram/source', '--import', 'tsx', MAIN, configFile(base)];
  const transport = new StdioClientTransport({
    command: process.execPath,
    args,
    env: { SEER_KEY: key },
    stderr: 'pipe',
  });
  let said = '';
  transport.stderr?.on('data', (piece: Buffer) => (said += piece.toString()));
  client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  const { structuredContent: about } = await client.callTool({ name: 'describe', arguments: {} });
  expect(about).toMatchObject({
    name: 'cloud',
    model: 'seer-1',
    queries: ['*'],
    cost: { money: expect.closeTo(0.027, 9) },
  });
  const answer = await client.callTool({ name: 'detect', arguments: { kind: 'subjects', picture: await photo() } });
  expect(answer).toMatchObject({ isError: true, structuredContent: { error: { code: 'provider_failed' } } });
  expect(asked[0]!.headers.authorization).toBe(`Bearer ${key}`);
  expect(JSON.stringify([about, answer, said])).not.toContain(key);
});
