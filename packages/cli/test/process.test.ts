import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const BIN = fileURLToPath(new URL('../bin', import.meta.url));
const PROGRAM = fileURLToPath(new URL('./chemigram.ts', import.meta.url));
const SOURCE = ['--conditions=@chemigram/source', '--import', 'tsx', PROGRAM];

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'chemigram-home-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A process that would run for ever fails the test and not the machine. */
const KILLED = { timeout: 60_000, killSignal: 'SIGKILL' } as const;

/** Runs a process of its own and gives what it printed and its exit code. */
const start = (words: readonly string[], env: Record<string, string> = {}) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const options = { env: { ...process.env, CHEMIGRAM_HOME: home, ...env }, ...KILLED };
    execFile(process.execPath, words, options, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });

/** Runs chemigram with `--json`; anything but one line of JSON on stdout does not parse. */
async function chemigram(words: readonly string[], env: Record<string, string> = {}) {
  const { code, out } = await start([...SOURCE, ...words, '--json'], env);
  expect(out.split('\n')).toHaveLength(2);
  return { code, json: JSON.parse(out) as Record<string, unknown> };
}

test('status tells the workspace and the versions, even where there is no darktable', async () => {
  const { code, json } = await chemigram(['status'], { CHEMIGRAM_DARKTABLE: '/nowhere/darktable-cli' });
  expect(code).toBe(0);
  expect(json).toMatchObject({ ok: true, workspace: home, photos: 0, darktable: { version: null, supported: false } });
});

test('list-vocabulary finds a primitive by a word of photographers', async () => {
  const { code, json } = await chemigram(['list-vocabulary', '--query', 'underexposed']);
  expect(code).toBe(0);
  expect(json).toMatchObject({ ok: true, entries: [{ name: 'exposure' }] });
});

test.each([
  { words: ['get-state', 'nobody'], code: 3, error: { code: 'not_found', field: 'image_id' } },
  { words: ['get-state', '../iguana'], code: 2, error: { code: 'invalid_input', field: 'image_id' } },
  { words: ['ingest', '/nowhere/iguana.dng'], code: 3, error: { code: 'not_found', field: 'photo' } },
  { words: ['render-preview', 'nobody', '--size', '1'], code: 2, error: { field: 'size' } },
  { words: ['render-preview', 'nobody', '--sizes', '1'], code: 2, error: { code: 'invalid_input' } },
  { words: ['get-state'], code: 2, error: { code: 'invalid_input', field: 'image_id' } },
  { words: ['no-such-verb'], code: 2, error: { code: 'unknown_name' } },
])('$words is answered with its code, one JSON object and exit code $code', async ({ words, code, error }) => {
  expect(await chemigram(words)).toMatchObject({ code, json: { ok: false, error } });
});

test('a home in which nothing can be kept is refused at once, with what to set', async () => {
  // Linux' own view of processes, where Node looks for a missing folder for ever; elsewhere a device.
  const place = process.platform === 'linux' ? '/proc/self/chemigram/photos' : '/dev/null/chemigram';
  const { code, json } = await chemigram(['list-photos'], { CHEMIGRAM_HOME: place });
  expect(code).toBe(2);
  expect(json).toMatchObject({
    ok: false,
    error: {
      code: 'forbidden_path',
      field: 'CHEMIGRAM_HOME',
      message: expect.stringContaining(place),
      hint: expect.stringContaining('Set CHEMIGRAM_HOME'),
    },
  });
});

test('a checkout that is not built says what to run, in JSON when asked', async () => {
  const folder = join(home, 'unbuilt');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  cpSync(BIN, join(folder, 'bin'), { recursive: true });
  const bin = join(folder, 'bin', 'chemigram.mjs');
  const people = await start([bin, 'status']);
  expect(people).toMatchObject({ code: 1, out: '', err: expect.stringContaining('npm run build') });
  const json = await start([bin, 'status', '--json']);
  expect(json.code).toBe(1);
  expect(JSON.parse(json.out)).toMatchObject({ ok: false, error: { code: 'internal' } });
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s ends a server tidily, as a client that goes does',
  async (signal) => {
    const server = spawn(process.execPath, [...SOURCE, 'mcp'], {
      env: { ...process.env, CHEMIGRAM_HOME: home },
      stdio: ['pipe', 'pipe', 'ignore'],
      ...KILLED,
    });
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '0' } };
    server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`);
    await once(server.stdout, 'data');
    server.kill(signal);
    // By its own exit, and not by the signal: what it has started and written is gone then.
    expect(await once(server, 'exit')).toEqual([0, null]);
  },
);
