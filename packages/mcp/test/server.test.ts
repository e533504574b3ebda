import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PICTURE_BYTES_MAX, serveMcp } from '@chemigram/mcp';
import { connect, ERAS } from './connect.ts';
import { STUB_CONTRACTS, stubEngine } from './stub-engine.ts';

const SERVER = fileURLToPath(new URL('./stub-server.ts', import.meta.url));

describe.each(ERAS)('a client of $era', ({ era, mode }) => {
  let folder: string;
  let session: Awaited<ReturnType<typeof connect>>;
  const call = (name: string, args: Record<string, unknown>) => session.client.callTool({ name, arguments: args });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chemigram-mcp-'));
    session = await connect(SERVER, [folder], mode);
  });
  afterAll(async () => {
    await session.client.close();
    rmSync(folder, { recursive: true });
  });

  test('speaks its own version of the protocol and is told how to work', () => {
    expect(session.client.getNegotiatedProtocolVersion()).toBe(era);
    expect(session.client.getInstructions()).toContain('preview_mask');
  });

  test('finds one tool per contract, with schemas, annotations and the example', async () => {
    const { tools } = await session.client.listTools();
    expect(tools.map((tool) => tool.name)).toEqual(STUB_CONTRACTS.map((contract) => contract.name));
    const [say, look] = tools;
    expect(say).toMatchObject({
      title: 'Title of say',
      description: 'Description of say\n\nExample: {"image_id":"iguana"}',
      inputSchema: { type: 'object', required: ['image_id'], additionalProperties: false },
      outputSchema: { type: 'object', properties: { said: { type: 'string' }, error: {} } },
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
    });
    expect(look!.annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false, idempotentHint: true });
    expect(tools.find((tool) => tool.name === 'erase')!.annotations).toMatchObject({ destructiveHint: true });
    expect(look!.inputSchema.required, 'an argument with a default may be left out').toEqual(['image_id']);
  });

  test('gets a result as data and as the same JSON in text', async () => {
    const answer = await call('say', { image_id: 'iguana' });
    expect(answer.isError).toBeFalsy();
    expect(answer.structuredContent).toEqual({ said: 'iguana' });
    expect(answer.content).toEqual([{ type: 'text', text: '{"said":"iguana"}' }]);
  });

  test('gets a picture itself beside its path and exact size', async () => {
    const answer = await call('look', { image_id: 'iguana', size: 64 });
    const [, words, image] = answer.content;
    expect(words).toMatchObject({ type: 'text', text: expect.stringMatching(/64 x 1 pixels, .*picture-64\.png$/) });
    expect(image).toMatchObject({ type: 'image', mimeType: 'image/png' });
    const { path } = answer.structuredContent as { path: string };
    expect(Buffer.from((image as { data: string }).data, 'base64').length).toBe(statSync(path).size);
  });

  test('gets a picture of exactly the limit itself', async () => {
    const answer = await call('look', { image_id: 'iguana', size: PICTURE_BYTES_MAX });
    expect(answer.content.map((part) => part.type)).toEqual(['text', 'text', 'image']);
  });

  test('gets the path alone of a picture over the limit, and is told why', async () => {
    const answer = await call('look', { image_id: 'iguana', size: PICTURE_BYTES_MAX + 1 });
    const { path } = answer.structuredContent as { path: string };
    expect(answer.content.map((part) => part.type)).toEqual(['text', 'text']);
    expect(answer.content[1]).toMatchObject({ text: expect.stringContaining('more than 700 kB') });
    expect(answer.content[1]).toMatchObject({ text: expect.stringContaining(path) });
  });

  test('gets a refusal as code, message, field and hint, in data and in words', async () => {
    const answer = await call('say', { image_id: 'nobody' });
    expect(answer.isError).toBe(true);
    expect(answer.structuredContent).toEqual({
      error: { code: 'not_found', message: 'there is no photo "nobody"', field: 'image_id', hint: 'try list_photos' },
    });
    const [words] = answer.content as { text: string }[];
    expect(words!.text).toBe('not_found: there is no photo "nobody"\nField: image_id\nHint: try list_photos');
  });

  test('gets the refusal of arguments from the engine, not a protocol error', async () => {
    const answer = await call('say', { image: 'iguana' });
    expect(answer).toMatchObject({ isError: true, structuredContent: { error: { code: 'invalid_input' } } });
  });

  test('gets a bug of ours as internal and the server goes on', async () => {
    expect(await call('break', { image_id: 'iguana' })).toMatchObject({
      isError: true,
      structuredContent: { error: { code: 'internal', message: 'x is undefined' } },
    });
    expect(await call('say', { image_id: 'iguana' })).toMatchObject({ structuredContent: { said: 'iguana' } });
  });

  test('is refused an unknown tool by the protocol, with the names that there are', async () => {
    await expect(call('sya', {})).rejects.toThrow(/no tool "sya".*say, look/);
  });

  test('hears of progress only upwards and only when it asked', async () => {
    const heard: [number, string | undefined][] = [];
    await session.client.callTool(
      { name: 'count', arguments: { image_id: 'iguana' } },
      {
        onprogress: ({ progress, message }) => {
          heard.push([progress, message]);
          if (progress === 1) writeFileSync(join(folder, 'heard'), '');
        },
      },
    );
    expect(heard).toEqual([
      [0, 'begin'],
      [0.5, 'half'],
      [1, 'end'],
    ]);
    await call('count', { image_id: 'iguana' });
    expect(heard).toHaveLength(3);
  });

  test('can cancel a call, which ends the work', async () => {
    const controller = new AbortController();
    const waiting = session.client.callTool(
      { name: 'wait', arguments: { image_id: 'iguana' } },
      { signal: controller.signal, onprogress: () => controller.abort() },
    );
    await expect(waiting).rejects.toThrow(/abort/i);
    await vi.waitFor(() => expect(existsSync(join(folder, 'cancelled'))).toBe(true), { timeout: 10_000 });
  });

  test('never sees what is printed: it comes out on stderr', async () => {
    expect(await call('chatter', { image_id: 'iguana' })).toMatchObject({ structuredContent: { said: 'quiet' } });
    await vi.waitFor(() => expect(session.stderr()).toContain('a line that a dependency prints'));
    expect(session.stray, 'nothing that is no message arrived').toEqual([]);
  });
});

test('when the client goes, the work under way is cancelled, the engine closed and the process ended', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chemigram-mcp-'));
  const { client, transport } = await connect(SERVER, [folder], 'legacy');
  const { pid } = transport;
  const begun = new Promise<void>((resolve) => {
    client
      .callTool({ name: 'wait', arguments: { image_id: 'iguana' } }, { onprogress: () => resolve() })
      .catch(() => undefined);
  });
  await begun;
  await client.close();
  await vi.waitFor(
    () => {
      expect(existsSync(join(folder, 'cancelled'))).toBe(true);
      expect(existsSync(join(folder, 'closed'))).toBe(true);
      expect(() => process.kill(pid!, 0)).toThrow('ESRCH');
    },
    { timeout: 10_000 },
  );
  rmSync(folder, { recursive: true });
});

test('a message of more than 10 MB ends the server: what nobody reads any more is not kept waiting', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chemigram-mcp-'));
  const { client, transport } = await connect(SERVER, [folder], 'legacy');
  const { pid } = transport;
  client.callTool({ name: 'wait', arguments: { image_id: 'x'.repeat(11 * 2 ** 20) } }).catch(() => undefined);
  await vi.waitFor(
    () => {
      expect(existsSync(join(folder, 'closed'))).toBe(true);
      expect(() => process.kill(pid!, 0)).toThrow('ESRCH');
    },
    { timeout: 10_000 },
  );
  await client.close();
  rmSync(folder, { recursive: true });
});

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
