import { ERROR_CODES } from '@chemigram/engine';
import { describe, expect, test } from 'vitest';
import { run, runJson } from './stub-world.ts';

describe('--json', () => {
  test('prints one object: ok and the result', async () => {
    expect((await runJson(['echo-all', 'iguana'])).json).toEqual({ ok: true, given: { image_id: 'iguana' } });
  });

  test('is understood before the verb too, and not behind --', async () => {
    expect(JSON.parse((await run(['--json', 'echo-all', 'iguana'])).out)).toMatchObject({ ok: true });
    const { out } = await run(['echo-all', '--', '--json']);
    expect(out).toBe('given:\n  image_id: --json\n');
  });

  test('prints help and version as JSON too', async () => {
    expect((await runJson(['--version'])).json).toEqual({ ok: true, version: '1.2.3' });
    expect((await runJson(['help', 'echo-all'])).json).toMatchObject({
      ok: true,
      help: expect.stringContaining('--mask-spec'),
    });
    expect((await runJson(['echo-all', '--help'])).json).toMatchObject({
      ok: true,
      help: expect.stringContaining('--mask-spec'),
    });
  });

  test('prints no progress, on a terminal neither on stdout', async () => {
    expect((await runJson(['echo-all', 'iguana'])).err).toBe('');
    expect((await runJson(['echo-all', 'iguana'], { isTTY: true })).err).toContain('50 % echoing');
  });
});

describe('exit codes', () => {
  const table: Record<string, number> = {
    invalid_input: 2,
    unknown_name: 2,
    not_found: 3,
    conflict: 2,
    out_of_range: 2,
    unsupported_by_darktable: 2,
    darktable_missing: 4,
    darktable_failed: 4,
    render_timeout: 4,
    provider_failed: 1,
    workspace_damaged: 1,
    forbidden_path: 2,
    cancelled: 1,
    internal: 1,
  };
  test.each(ERROR_CODES)('of %s is the one that is promised', async (code) => {
    const ran = await runJson(['fail-with', code]);
    expect(ran.json).toEqual({ ok: false, error: { code, message: 'it failed', field: 'code', hint: 'try again' } });
    expect(ran.code).toBe(table[code]);
    expect(ran.engines).toEqual({ made: 1, closed: 1 });
  });

  test('of a bug of ours is 1, told as internal', async () => {
    const ran = await runJson(['fail-with', 'bug']);
    expect(ran).toMatchObject({ code: 1, json: { ok: false, error: { code: 'internal', message: 'x is undefined' } } });
  });

  test('of an engine that cannot be made comes from its error', async () => {
    const ran = await runJson(['echo-all', 'iguana'], { broken: new Error('no disk') });
    expect(ran).toMatchObject({ code: 1, json: { ok: false, error: { code: 'internal', message: 'no disk' } } });
  });

  test('of a success is 0, and the engine is closed', async () => {
    expect(await run(['echo-all', 'iguana'])).toMatchObject({ code: 0, engines: { made: 1, closed: 1 } });
  });
});

test('Ctrl-C cancels the call', async () => {
  const controller = new AbortController();
  const running = runJson(['wait'], { signal: controller.signal });
  setTimeout(() => controller.abort(), 10);
  expect(await running).toMatchObject({
    code: 1,
    json: { ok: false, error: { code: 'cancelled' } },
    engines: { closed: 1 },
  });
});

describe('for people', () => {
  test('a result is text on stdout', async () => {
    const { out, err } = await run(['echo-all', 'iguana', '--value', '0.123456', '--region', '[0,0,1,1]', '--grid']);
    expect(out).toBe('given:\n  image_id: iguana\n  value: 0.1235\n  grid: yes\n  region: 0, 0, 1, 1\n');
    expect(err).toBe('');
  });

  test('a failure is text on stderr with what to try', async () => {
    const { out, err } = await run(['fail-with', 'not_found']);
    expect(out).toBe('');
    expect(err).toBe('chemigram: not_found: it failed (code)\n  try again\n');
  });

  test('progress is one line on a terminal, wiped before the result', async () => {
    const { err } = await run(['echo-all', 'iguana'], { isTTY: true });
    expect(err).toBe('\r\u001B[K 50 % echoing\r\u001B[K');
  });

  test('help lists every verb with its summary', async () => {
    const { out, code, engines } = await run(['--help']);
    expect(code).toBe(0);
    expect(engines.made).toBe(0);
    for (const line of [/echo-all .*Say back what was given/, /fail-with .*Fail with a code/, /mcp /])
      expect(out).toMatch(line);
  });

  test('help of a verb shows types, choices and defaults', async () => {
    const { out } = await run(['help', 'echo-all']);
    expect(out).toMatch(/--size <number>\s+\(default 1024\)/);
    expect(out).toMatch(/--style <text>\s+\(one of red, white\)/);
    expect(out).toMatch(/--mask-spec <json\|@file>/);
  });
});
