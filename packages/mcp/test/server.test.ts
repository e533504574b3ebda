import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PICTURE_BYTES_MAX } from '@chemigram/mcp';
import { connect, ERAS } from './connect.ts';
import { STUB_CONTRACTS } from './stub-engine.ts';

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
