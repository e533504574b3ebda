import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { serveMcp } from '@chemigram/mcp';
import { describe, expect, test } from 'vitest';
import { stubEngine } from './stub-engine.ts';

describe('a line that is no message is answered with why, where the sender would wait for ever', () => {
  const CALL = { jsonrpc: '2.0', id: 7, method: 'tools/call' };
  const SAY = { name: 'say', arguments: { image_id: 'iguana' } };
  test.each([
    ['no JSON', '{"jsonrpc":', undefined, -32700, 'This line is no JSON'],
    ['a batch of nothing', '[]', undefined, -32600, 'A message has to be an object; this one is [].'],
    ['a text', '"ping"', undefined, -32600, 'A message has to be an object; this one is "ping".'],
    ['lists in lists', '['.repeat(50_000) + ']'.repeat(50_000), undefined, -32600, 'nested too deep to be quoted'],
    [
      'an id that is null',
      JSON.stringify({ ...CALL, id: null, params: SAY }),
      undefined,
      -32600,
      'id is null, but has',
    ],
    ['an id that is an object', JSON.stringify({ ...CALL, id: { a: 1 } }), undefined, -32600, 'id is {"a":1}, but has'],
    [
      'an id that no number holds',
      '{"jsonrpc":"2.0","id":1e30,"method":"ping"}',
      undefined,
      -32600,
      'text or an integer',
    ],
    ['no version', '{"id":7,"method":"ping"}', 7, -32600, 'jsonrpc is missing, but has to be "2.0"'],
    [
      'a progress token of null',
      JSON.stringify({ ...CALL, params: { ...SAY, _meta: { progressToken: null } } }),
      7,
      -32602,
      'progressToken is null',
    ],
    [
      'a _meta of null',
      JSON.stringify({ ...CALL, params: { ...SAY, _meta: null } }),
      7,
      -32602,
      'params._meta is null',
    ],
    [
      'arguments of null',
      JSON.stringify({ ...CALL, params: { ...SAY, arguments: null } }),
      7,
      -32602,
      'params.arguments is null, but has to be an object, or left out.',
    ],
    ['a call without params', JSON.stringify(CALL), 7, -32602, 'params is missing, but has to be an object.'],
    [
      'a call of no tool',
      JSON.stringify({ ...CALL, params: {} }),
      7,
      -32602,
      'params.name is missing, but has to be text.',
    ],
    ['a cursor of 5', '{"jsonrpc":"2.0","id":7,"method":"tools/list","params":{"cursor":5}}', 7, -32602, 'cursor is 5'],
    [
      'an initialize without params',
      JSON.stringify({ ...CALL, method: 'initialize' }),
      7,
      -32602,
      'params is missing, but has to be an object.',
    ],
    [
      'an initialize without a version',
      JSON.stringify({ ...CALL, method: 'initialize', params: {} }),
      7,
      -32602,
      'params.protocolVersion is missing, but has to be text, such as "2025-06-18".',
    ],
    [
      'an initialize of a client that has no version',
      JSON.stringify({
        ...CALL,
        method: 'initialize',
        params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'x' } },
      }),
      7,
      -32602,
      'params.clientInfo.version is missing, but has to be text.',
    ],
    ['a method that is a number', '{"jsonrpc":"2.0","id":7,"method":5}', 7, -32600, 'no message of the protocol'],
  ])('%s', async (_, line, id, code, why) => {
    const folder = mkdtempSync(join(tmpdir(), 'chemigram-mcp-'));
    const [stdin, stdout] = [new PassThrough(), new PassThrough()];
    const { close } = serveMcp(stubEngine(folder), { identity: { name: 'stub', version: '0' }, stdin, stdout });
    const answers = createInterface({ input: stdout })[Symbol.asyncIterator]();
    // In pieces, as a pipe may give it; and a blank line is nothing.
    stdin.write('\n');
    stdin.write(line.slice(0, 3));
    stdin.write(`${line.slice(3)}\r\n{"jsonrpc":"2.0","id":8,"method":"ping"}\n`);
    const first = JSON.parse((await answers.next()).value as string) as { id?: unknown; error: object };
    expect(first.id).toBe(id);
    expect(first.error).toMatchObject({ code, message: expect.stringContaining(why) });
    expect(JSON.parse((await answers.next()).value as string), 'the next one is answered').toMatchObject({ id: 8 });
    await close();
    rmSync(folder, { recursive: true });
  });
});

test('messages in a list, as clients of 2025-03-26 may send them, are each answered by themselves', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chemigram-mcp-'));
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const { close } = serveMcp(stubEngine(folder), { identity: { name: 'stub', version: '0' }, stdin, stdout });
  const answers = createInterface({ input: stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<{ id: number }> =>
    JSON.parse((await answers.next()).value as string) as { id: number };
  const clientInfo = { name: 'old', version: '1' };
  const opening = { protocolVersion: '2025-03-26', capabilities: {}, clientInfo };
  stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: opening })}\n`);
  expect(await next()).toMatchObject({ id: 1, result: { protocolVersion: '2025-03-26' } });
  const said = (id: number, image_id: string) => ({
    jsonrpc: '2.0',
    id,
    method: 'tools/call',
    params: { name: 'say', arguments: { image_id } },
  });
  const ready = { jsonrpc: '2.0', method: 'notifications/initialized' };
  stdin.write(`${JSON.stringify([ready, said(2, 'iguana'), 5, said(3, 'gecko')])}\n`);
  const told = [await next(), await next(), await next()];
  expect(told.filter(({ id }) => id !== undefined).toSorted((a, b) => a.id - b.id)).toMatchObject([
    { id: 2, result: { structuredContent: { said: 'iguana' } } },
    { id: 3, result: { structuredContent: { said: 'gecko' } } },
  ]);
  expect(told.find(({ id }) => id === undefined)).toMatchObject({ error: { code: -32600 } });
  await close();
  rmSync(folder, { recursive: true });
});
