import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CONTRACT_LIST } from '@chemigram/engine';
import { makeScene, writePng } from '@chemigram/scene';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { connect, ERAS } from './connect.ts';

const SERVER = fileURLToPath(new URL('./real-server.ts', import.meta.url));

describe.each(ERAS)('the real engine, to a client of $era', ({ mode }) => {
  let home: string;
  let session: Awaited<ReturnType<typeof connect>>;
  const call = (name: string, args: Record<string, unknown>) => session.client.callTool({ name, arguments: args });

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'chemigram-home-'));
    session = await connect(SERVER, [], mode, { CHEMIGRAM_HOME: home });
    // The client holds every result against the schema that it was listed with.
    await session.client.listTools();
  });
  afterAll(async () => {
    await session.client.close();
    rmSync(home, { recursive: true, force: true });
  });

  test('offers every operation', async () => {
    const { tools } = await session.client.listTools();
    expect(tools.map((tool) => tool.name)).toEqual(CONTRACT_LIST.map((contract) => contract.name));
  });

  test('tells its status', async () => {
    expect(await call('status', {})).toMatchObject({ structuredContent: { workspace: home, photos: 0 } });
  });

  test('lists the vocabulary', async () => {
    const { structuredContent } = await call('list_vocabulary', { query: 'underexposed' });
    expect(structuredContent).toMatchObject({ entries: [{ name: 'exposure', kind: 'primitive' }] });
  });

  test('gives many large answers that are asked for at one time without a complaint', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => call('list_vocabulary', {})));
    expect(answers.filter(({ isError }) => isError === true)).toEqual([]);
    expect(session.stderr()).toBe('');
  });

  test.each([
    { name: 'get_state', args: { image_id: 'nobody' }, error: { code: 'not_found', field: 'image_id' } },
    { name: 'get_state', args: { image_id: '../iguana' }, error: { code: 'invalid_input', field: 'image_id' } },
    { name: 'get_state', args: {}, error: { code: 'invalid_input', field: 'image_id' } },
    { name: 'undo', args: { image_id: 'nobody', steps: 2 }, error: { code: 'invalid_input', field: 'steps' } },
    { name: 'ingest', args: { photo: '/nowhere/iguana.dng' }, error: { code: 'not_found', field: 'photo' } },
  ])('refuses $name $args with code and field', async ({ name, args, error }) => {
    expect(await call(name, args)).toMatchObject({ isError: true, structuredContent: { error } });
  });
});

test('what a client cancels is stopped down to its darktable', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chemigram-cancelled-'));
  const photo = join(folder, 'boat.png');
  writeFileSync(photo, await writePng(makeScene({ width: 192, height: 128 })));
  const real =
    process.env['CHEMIGRAM_DARKTABLE'] ?? execFileSync('sh', ['-c', 'command -v darktable-cli'], { encoding: 'utf8' });
  // Where there is a file "hang", darktable hangs.
  const hangs = `#!/bin/sh\ncd ${folder}; [ -e hang ] && echo $$ > pid && exec sleep 4731\nexec ${real.trim()} "$@"\n`;
  const program = join(folder, 'darktable');
  writeFileSync(program, hangs, { mode: 0o755 });
  const env = { CHEMIGRAM_HOME: join(folder, 'home'), CHEMIGRAM_DARKTABLE: program };
  const { client } = await connect(SERVER, [], 'legacy', env);
  const ingested = await client.callTool({ name: 'ingest', arguments: { photo } });
  expect(ingested.isError).not.toBe(true);

  writeFileSync(join(folder, 'hang'), '');
  const stop = new AbortController();
  const look = { name: 'render_preview', arguments: { image_id: 'boat', size: 100 } };
  const end = client.callTool(look, { signal: stop.signal }).catch(() => 'given up');
  const pid = await vi.waitFor(() => Number(readFileSync(join(folder, 'pid'), 'utf8')), { timeout: 60_000 });
  expect(existsSync(`/proc/${pid}`)).toBe(true);
  stop.abort();
  expect(await end).toBe('given up');
  await vi.waitFor(() => expect(existsSync(`/proc/${pid}`)).toBe(false), { timeout: 60_000 });
  await client.close();
  rmSync(folder, { recursive: true });
});
