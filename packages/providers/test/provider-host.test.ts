import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ChemigramError } from '@chemigram/errors';
import { ProviderHost } from '@chemigram/providers/host';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

const PLAIN = fileURLToPath(new URL('fixtures/plain.mjs', import.meta.url));
const ASKS_AND_WAITS = fileURLToPath(new URL('fixtures/asks-and-waits.ts', import.meta.url));
const [WIDTH, HEIGHT] = [160, 80];
/** Where the fixture finds the brightest square of the picture below. */
const SQUARE = { label: 'square', bbox: [0.625, 0.25, 0.75, 0.375] };
/** How often a provider is killed: `CHEMIGRAM_KILLS=100` for more. */
const KILLS = Number(process.env['CHEMIGRAM_KILLS'] ?? 20);

let folder = '';
let picture = '';
const hosts: ProviderHost[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'provider-host-'));
  picture = join(folder, 'picture.ppm');
  const rgb = Buffer.alloc(3 * WIDTH * HEIGHT, 0x22);
  for (let y = 20; y < 30; y++) rgb.fill(0xff, 3 * (y * WIDTH + 100), 3 * (y * WIDTH + 120));
  await writeFile(picture, Buffer.concat([Buffer.from(`P6 ${WIDTH} ${HEIGHT} 255\n`), rgb]));
});
afterEach(() => Promise.all(hosts.splice(0).map((host) => host.close())));
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Entry {
  readonly way?: readonly string[];
  readonly more?: string;
}

/** A host whose providers.toml has these providers, each the fixture. */
async function hostOf(providers: Record<string, Entry>, before = ''): Promise<ProviderHost> {
  const home = await mkdtemp(join(folder, 'home-'));
  const sections = Object.entries(providers).map(([name, { way = [], more = '' }]) => {
    const args = JSON.stringify([PLAIN, ...way]);
    return `[providers.${name}]\ncommand = ${JSON.stringify(process.execPath)}\nargs = ${args}\n${more}\n`;
  });
  await writeFile(join(home, 'providers.toml'), [before, ...sections].join('\n'));
  const host = new ProviderHost({ folder: home, env: process.env });
  hosts.push(host);
  return host;
}

const detect = (host: ProviderHost, signal?: AbortSignal) =>
  host.detect('plain', { kind: 'subjects', picture, hints: {} }, signal);
const pidOf = async (host: ProviderHost) => (await host.list()).find(({ name }) => name === 'plain')?.pid ?? null;
const failure = (work: Promise<unknown>): Promise<ChemigramError> =>
  work.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => (error instanceof ChemigramError ? error : Promise.reject(error as Error)),
  );

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Killed, it may be a zombie for as long as nobody waits for it: it runs no more. */
async function isDead(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return [undefined, 'Z', 'X'].includes(/^State:\s+(\S)/m.exec(status)?.[1]);
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await setTimeout(20);
}

describe('a provider', () => {
  it('is started when it is asked, answers, goes on for the next question and is stopped when it idles', async () => {
    const host = await hostOf({ plain: { more: 'idle = 0.5' } });
    expect(await pidOf(host)).toBeNull();
    expect((await detect(host)).regions).toMatchObject([SQUARE]);
    const pid = (await pidOf(host))!;
    expect((await detect(host)).regions).toMatchObject([SQUARE]);
    expect(await pidOf(host)).toBe(pid);
    const [{ tally, description }] = (await host.list()) as [Awaited<ReturnType<typeof host.list>>[number]];
    expect(description).toMatchObject({ model: 'mean of squares', cost: { where: 'local' } });
    expect(tally).toMatchObject({ detects: 2, failures: 0, money: 0 });
    expect(tally.seconds).toBeGreaterThan(0);
    await until(() => !runs(pid));
    expect(await pidOf(host)).toBeNull();
    expect((await detect(host)).regions).toMatchObject([SQUARE]);
  });

  it.each([
    ['hung', 'slow', /did not answer within 2 s/],
    ['answering garbage', 'nan', /vertices\[1\]\[0\]/],
    ['writing to stdout', 'stdout', /wrote to stdout/],
    ['crashing', 'crashing', /was ended by SIGABRT/],
    ['answering without end', 'huge', /more than 16 MB/],
    ['writing blank lines without end', 'blanks', /more than 16 MB/],
    ['taking too much memory', 'hungry', /MB of memory, more than its limit of 200 MB/],
  ])('%s costs one provider_failed, and the next detect works', async (_, way, why) => {
    const once = join(folder, `once-${way}`);
    await writeFile(once, '');
    const host = await hostOf({
      plain: { way: [way, '0', once], more: `memory_mb = 200\ntimeout = ${way === 'slow' ? 2 : 20}` },
    });
    const error = await failure(detect(host));
    expect(error).toMatchObject({ code: 'provider_failed' });
    expect(error.message).toMatch(/^The provider plain /);
    expect(error.message).toMatch(why);
    expect(error.hint).toBeTruthy();
    expect((await detect(host)).regions).toMatchObject([SQUARE]);
    expect((await host.list())[0]!.tally).toMatchObject({ detects: 1, failures: 1 });
  });

  it('is killed with all that it started', async () => {
    const home = await mkdtemp(join(folder, 'group-'));
    const child = join(home, 'child');
    const script = `sleep 600 & echo $! > ${child}; exec ${process.execPath} ${PLAIN} slow`;
    const section = `[providers.plain]\ncommand = "sh"\nargs = ["-c", ${JSON.stringify(script)}]\ntimeout = 0.5\n`;
    await writeFile(join(home, 'providers.toml'), section);
    const group = new ProviderHost({ folder: home, env: process.env });
    hosts.push(group);
    expect(await failure(detect(group))).toMatchObject({ code: 'provider_failed' });
    const pid = Number(await readFile(child, 'utf8'));
    expect(pid).toBeGreaterThan(1);
    await until(() => isDead(pid));
  });

  it('ends with a chemigram that is killed, though it hears nothing while it is at work', async () => {
    const home = await mkdtemp(join(folder, 'killed-'));
    const section = `[providers.plain]\ncommand = ${JSON.stringify(process.execPath)}\nargs = ${JSON.stringify([PLAIN, 'slow'])}\n`;
    await writeFile(join(home, 'providers.toml'), section);
    const words = ['--conditions=@chemigram/source', '--import', 'tsx', ASKS_AND_WAITS, home, picture];
    const chemigram = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = Number(await once(chemigram.stdout, 'data'));
    expect(await isDead(pid)).toBe(false);
    chemigram.kill('SIGKILL');
    await until(() => isDead(pid));
  });

  it('is stopped by a cancelled detect, which says that it was cancelled', async () => {
    const host = await hostOf({ plain: { way: ['slow'] } });
    const controller = new AbortController();
    const asked = failure(detect(host, controller.signal));
    await until(async () => (await pidOf(host)) !== null);
    const pid = (await pidOf(host))!;
    controller.abort();
    expect(await asked).toMatchObject({ code: 'cancelled' });
    await until(() => !runs(pid));
  });

  it(`killed at any moment, ${KILLS} times, costs one provider_failed each and nothing else`, async () => {
    const host = await hostOf({ plain: { way: ['not', '40'] } });
    const outcome = async (): Promise<ChemigramError | null> => {
      const found = await detect(host).catch((error: unknown) => error);
      if (found instanceof ChemigramError) return found;
      expect(found).toMatchObject({ regions: [SQUARE] });
      return null;
    };
    expect(await outcome()).toBeNull();
    const costs: (ChemigramError | null)[][] = [];
    // Moments from before the question to after the answer, in an order that is the same each time.
    for (let i = 0; i < KILLS; i++) {
      const pid = (await pidOf(host))!;
      const asked = outcome();
      await setTimeout(((i * 37) % KILLS) * (100 / KILLS));
      if (runs(pid)) process.kill(pid, 'SIGKILL');
      // Killed right after its answer, it is the next question that finds it dead.
      costs.push([await asked, await outcome()]);
      expect(await outcome()).toBeNull();
    }
    const failures = costs.map((pair) => pair.filter((error) => error !== null));
    expect(failures.filter((each) => each.length > 1)).toEqual([]);
    expect(failures.flat().length).toBeGreaterThan(KILLS / 4);
    for (const error of failures.flat()) {
      expect(error).toMatchObject({ code: 'provider_failed', message: expect.stringContaining('SIGKILL') });
    }
  });
});

describe('providers.toml', () => {
  it('names who is asked for a kind, in order; without a word it is all of them', async () => {
    const host = await hostOf({ a: {}, b: {}, c: { more: 'enabled = false' } }, '[order]\nspots = ["b", "a"]');
    expect(await host.candidates('spots')).toEqual(['b', 'a']);
    expect(await host.candidates('subjects')).toEqual(['a', 'b']);
    expect(await host.candidates('subjects', 'b')).toEqual(['b']);
    expect(await failure(host.candidates('subjects', 'd'))).toMatchObject({ code: 'unknown_name', field: 'provider' });
  });

  it.each([
    ['[providers.a]\ntimeout = "30s"', 'providers.a.timeout', 'is "30s"; it has to be a number of seconds above 0'],
    ['[providers.a]\nmemory_mb = inf', 'providers.a.memory_mb', 'is Infinity; it has to be a number of megabytes'],
    ['[providers.a]\nargs = "--fast"', 'providers.a.args', 'is "--fast"; it has to be a list of text in quotes: ['],
    ['[providers.a]\nargs = []', 'providers.a.command', 'is missing; it has to be text in quotes'],
    ['[providers.a]\ncomand = "x"', 'providers.a.comand', '[providers.a] there is no key "comand"'],
    ['[provider.a]\ncommand = "x"', 'provider', 'at its top there is no key "provider"'],
    ['[order]\nsubject = ["a"]', 'order.subject', '[order] there is no key "subject"'],
    ['[providers.BiRefNet]\ncommand = "x"', 'providers.BiRefNet', 'has to be named with a small letter first'],
    ['[[providers]]\ncommand = "x"', 'providers', 'it has to be sections, one a provider: [providers.NAME]'],
    ['[order]\nspots = ["nobody"]', 'order.spots', 'lists "nobody" for spots'],
    ['[providers.a]\ncommand = x', undefined, 'is no TOML: invalid value'],
  ])('is refused with the file, the field, what stands there and what has to: %s', async (text, field, why) => {
    const home = await mkdtemp(join(folder, 'refused-'));
    await writeFile(join(home, 'providers.toml'), text);
    const error = await failure(new ProviderHost({ folder: home, env: process.env }).list());
    expect(error).toMatchObject({ code: 'invalid_input', field, message: expect.stringContaining(why) });
    expect(error.message).toContain(join(home, 'providers.toml'));
    expect(error.hint).toBeTruthy();
  });

  it('tells of a slip in a key which one was meant', async () => {
    const host = await hostOf({ plain: { more: 'memory = 5' } });
    expect((await failure(host.list())).hint).toMatch(/^Did you mean memory_mb\? Keys there are command, args, .*\.$/);
  });

  it('is refused in place of a folder or of something that cannot be it', async () => {
    const home = await mkdtemp(join(folder, 'no-file-'));
    const path = join(home, 'providers.toml');
    const host = new ProviderHost({ folder: home, env: process.env });
    await mkdir(path);
    expect((await failure(host.list())).message).toBe(`${path} says who detects, and is no file.`);
    await rm(path, { recursive: true });
    await writeFile(path, '#'.repeat(2 ** 20 + 1));
    expect((await failure(host.list())).message).toBe(`${path} says who detects, and is larger than 1 MB.`);
  });

  it('holds at once when it was changed: who is said otherwise is started anew, all others go on', async () => {
    const home = await mkdtemp(join(folder, 'changed-'));
    const path = join(home, 'providers.toml');
    const program = `command = ${JSON.stringify(process.execPath)}\nargs = [${JSON.stringify(PLAIN)}]\n`;
    const text = `[providers.plain]\n${program}[providers.other]\n${program}`;
    await writeFile(path, text);
    const host = new ProviderHost({ folder: home, env: process.env });
    hosts.push(host);
    await detect(host);
    const pid = (await pidOf(host))!;
    await writeFile(path, `# a remark\n${text}`);
    await detect(host);
    expect(await pidOf(host)).toBe(pid);
    await writeFile(path, text.replace('[providers.plain]', '[providers.plain]\nidle = 200'));
    await detect(host);
    expect(await pidOf(host)).not.toBe(pid);
    await until(() => isDead(pid));
    await writeFile(path, 'broken');
    expect(await failure(detect(host))).toMatchObject({ code: 'invalid_input' });
    await writeFile(path, text.replace('[providers.plain]', '[providers.renamed]'));
    expect(await failure(detect(host))).toMatchObject({ code: 'unknown_name' });
    expect(await host.candidates('subjects')).toEqual(['renamed', 'other']);
  });

  it.each([
    ['is not there', 'nowhere', 'its command nowhere is not there'],
    ['is a path with ~, which nobody fills in', '~/nowhere', '~/nowhere is not there'],
    ['may not be executed', PLAIN, `its command ${PLAIN} is no file that may be executed`],
    ['is no MCP server', 'cat', 'did not begin as an MCP server does'],
    ['ends by itself', 'true', 'ended with exit code 0'],
  ])('is pointed at where a command %s', async (_, command, why) => {
    const home = await mkdtemp(join(folder, 'command-'));
    await writeFile(join(home, 'providers.toml'), `[providers.plain]\ncommand = "${command}"\n`);
    const error = await failure(detect(new ProviderHost({ folder: home, env: process.env })));
    expect(error).toMatchObject({ code: 'provider_failed', message: expect.stringContaining(why) });
    expect(error.hint).toContain('Correct its command and args in providers.toml');
  });

  it('tells a model that is not there, or is another one, before anything is started', async () => {
    const model = join(folder, 'model.bin');
    await writeFile(model, 'weights');
    const missing = await hostOf({ plain: { more: 'model = "nowhere.bin"' } });
    expect((await failure(detect(missing))).message).toContain('nowhere.bin, is not there');
    const other = await hostOf({ plain: { more: `model = "${model}"\nsha256 = "${'0'.repeat(64)}"` } });
    const error = await failure(detect(other));
    expect(error).toMatchObject({ code: 'provider_failed' });
    expect(error.message).toContain('is another file than was said');
    expect(await pidOf(other)).toBeNull();
  });

  it('gives a provider only the variables that it names', async () => {
    const home = await mkdtemp(join(folder, 'env-'));
    const script = 'if [ -z "$SECRET" ] && [ "$KEY" = k ] && [ "$SAID" = s ]; then echo fine >&2; fi';
    const section = `[providers.plain]\ncommand = "sh"\nargs = ["-c", '${script}']\npass_env = ["KEY"]\nenv = { SAID = "s" }\n`;
    await writeFile(join(home, 'providers.toml'), section);
    const host = new ProviderHost({ folder: home, env: { ...process.env, SECRET: 'x', KEY: 'k' } });
    expect((await failure(detect(host))).message).toBe('The provider plain ended with exit code 0. It said last: fine');
  });
});
