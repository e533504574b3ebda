/** Wrappers that misbehave in darktable's place: what becomes of the answer, and of the processes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRenderer, workerCount } from '../src/index.ts';
import type { Renderer } from '../src/index.ts';
import { jpegOf, keepsWriting, processesWith, temporaryFolder, until, wrapper } from './programs.ts';

const folder = temporaryFolder();
const photo = join(folder, 'photo.raw');
writeFileSync(photo, 'a photo');
let count = 0;

async function open(body: string, env: NodeJS.ProcessEnv = {}): Promise<{ renderer: Renderer; workers: string }> {
  const program = wrapper(folder, `wrapper-${++count}`, body);
  const workers = join(folder, `workers-${count}`);
  const renderer = await openRenderer({
    folder: workers,
    env: { ...process.env, ...env, CHEMIGRAM_DARKTABLE: program },
  });
  return { renderer, workers };
}
const out = (): string => join(folder, `out-${++count}.jpg`);

test('A wrapper that hangs is a render_timeout, and its whole process group is dead, grandchildren too', async () => {
  const { renderer } = await open('(sleep 4712.1 & sleep 4712.2) & sleep 4712.3');
  const render = renderer.render(jpegOf(photo), out(), { timeoutMs: 400 });
  await expect(render).rejects.toMatchObject({
    code: 'render_timeout',
    hint: expect.stringContaining('CHEMIGRAM_RENDER_TIMEOUT'),
  });
  expect(processesWith('sleep 4712')).toEqual([]);
  await renderer.close();
});

test('CHEMIGRAM_RENDER_TIMEOUT is the limit in seconds where a call gives none', async () => {
  const { renderer } = await open('sleep 4713', { CHEMIGRAM_RENDER_TIMEOUT: '0.3' });
  await expect(renderer.render(jpegOf(photo), out())).rejects.toMatchObject({
    code: 'render_timeout',
    message: expect.stringContaining('0.3 s'),
  });
  await renderer.close();
});

test.each(['3m', '0', '99999999'])('a CHEMIGRAM_RENDER_TIMEOUT of %s is refused with what is allowed', async (said) => {
  const { renderer } = await open('render "$@"', { CHEMIGRAM_RENDER_TIMEOUT: said });
  await expect(renderer.render(jpegOf(photo), out())).rejects.toMatchObject({
    code: 'invalid_input',
    field: 'CHEMIGRAM_RENDER_TIMEOUT',
    message: expect.stringMatching(`"${said}".* up to 86400`),
  });
  await renderer.close();
});

test('Somebody who left the group and holds the pipe keeps nobody waiting', async () => {
  const { renderer } = await open('setsid sleep 4714 & render "$@"');
  await expect(renderer.render(jpegOf(photo), out())).resolves.toMatchObject({ trouble: [] });
  for (const line of processesWith('sleep 4714')) process.kill(Number.parseInt(line, 10), 'SIGKILL');
  await renderer.close();
});

test('What was said on the other stream before the picture was done is heard, and closing waits for the last process', async () => {
  const { renderer } = await open(
    `{ head -c 300000 /dev/zero | tr '\\0' .; echo 'error: out of memory'; } >&2; sleep 4715 & render "$@"; sleep 4715`,
  );
  for (let k = 0; k < 10; k++) {
    await expect(renderer.render(jpegOf(photo), out())).resolves.toMatchObject({
      trouble: [expect.stringContaining('out of memory')],
    });
  }
  await renderer.close();
  expect(processesWith('sleep 4715')).toEqual([]);
});

test('Somebody who goes on writing where the result was hides no result and holds up no other', async () => {
  const [asked, go] = [join(folder, 'asked'), join(folder, 'go')];
  const { renderer } = await open(
    `echo "$*" > '${asked}.half'; mv '${asked}.half' '${asked}'; while [ ! -e '${go}' ]; do sleep 0.02; done; render "$@"`,
  );
  const rendered = renderer.render(jpegOf(photo), out());
  await until(() => existsSync(asked));
  const [, results = ''] = / (\S+)\/result\.jpg/.exec(readFileSync(asked, 'utf8')) ?? [];
  const end = await keepsWriting(results);
  writeFileSync(go, '');
  await expect(rendered).resolves.toMatchObject({ trouble: [] });
  await expect(renderer.render(jpegOf(photo), out())).resolves.toMatchObject({ trouble: [] });
  end();
  await renderer.close();
});

test('Who asks for a render hears when darktable has its order, not before it has begun nor after its end', async () => {
  const heard = join(folder, 'heard');
  const { renderer } = await open(`while [ ! -e '${heard}' ]; do sleep 0.02; done; render "$@"`);
  const onBegun = (): void => writeFileSync(heard, '');
  await expect(renderer.render(jpegOf(photo), out(), { onBegun })).resolves.toMatchObject({ trouble: [] });
  await renderer.close();
});

test.each([
  ['kills itself', 'echo "so it ends" >&2; kill -KILL $$', /was killed by SIGKILL .*so it ends/],
  ['is terminated', 'echo "so it ends"; kill -TERM $$', /was killed by SIGTERM .*so it ends/],
  ['fails', 'echo "no such colour" >&2; exit 4', /ended with 4 .*no such colour/],
  ['ends well and writes nothing', 'echo "nothing to do"', /ended with 0 .*nothing to do/],
  [
    'writes an empty file',
    'render() { :; }; for a; do case "$a" in --*) break;; *) o=$a;; esac; done; : > "$o"; echo "disk full"',
    /ended with 0 .*disk full/,
  ],
  [
    'dies half way through the file',
    'render "$@" | grep -v exported; kill -KILL $$',
    /was killed by SIGKILL .*no whole picture/,
  ],
])(
  'A wrapper that %s is darktable_failed with its last words, and the next render works',
  async (_what, body, message) => {
    const once = join(folder, `once-${++count}`);
    const { renderer } = await open(`if [ -e ${once} ]; then render "$@"; exit; fi; : > ${once}\n${body}`);
    const target = out();
    await expect(renderer.render(jpegOf(photo), target)).rejects.toMatchObject({
      code: 'darktable_failed',
      message: expect.stringMatching(message),
      hint: expect.any(String),
    });
    expect(existsSync(target)).toBe(false);
    await renderer.render(jpegOf(photo), target);
    expect(readFileSync(target)).toEqual(Buffer.from([0xff, 0xd8, 0xff, 0xd9]));
    await renderer.close();
  },
);

test('A darktable that dies after it has closed the file has done its work', async () => {
  const { renderer } = await open('render "$@"; kill -SEGV $$');
  await expect(renderer.render(jpegOf(photo), out())).resolves.toMatchObject({ full: { width: 600, height: 400 } });
  await renderer.close();
});

test('A darktable that was removed meanwhile is darktable_missing', async () => {
  const { renderer } = await open('exec /nowhere/darktable-cli "$@"');
  await expect(renderer.render(jpegOf(photo), out())).rejects.toMatchObject({
    code: 'darktable_missing',
    hint: expect.stringContaining('CHEMIGRAM_DARKTABLE'),
  });
  await renderer.close();
});

test('What it prints for ever does not fill the memory', async () => {
  const { renderer } = await open('yes "a line that says nothing" | head -c 30000000; render "$@"');
  const before = process.memoryUsage().heapUsed;
  await renderer.render(jpegOf(photo), out());
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(60_000_000);
  await renderer.close();
});

test('A cancel before the call is heard at once, nothing is started', async () => {
  const { renderer } = await open(`: > ${join(folder, 'started')}; render "$@"`);
  await expect(renderer.render(jpegOf(photo), out(), { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect(existsSync(join(folder, 'started'))).toBe(false);
  await renderer.close();
});

test('A cancel while waiting answers though the one before still runs, and leaves its place to others', async () => {
  const go = join(folder, `go-${++count}`);
  const { renderer } = await open(`while [ ! -e ${go} ]; do sleep 0.02; done; render "$@"`);
  const running = Array.from({ length: workerCount() }, () => renderer.render(jpegOf(photo), out()));
  const giveUp = new AbortController();
  const waiting = renderer.render(jpegOf(photo), out(), { signal: giveUp.signal });
  const behind = renderer.render(jpegOf(photo), out());
  giveUp.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  writeFileSync(go, '');
  await Promise.all([...running, behind]);
  await renderer.close();
});

test('A cancel while it runs ends it; its folder is used again only when all of it is gone', async () => {
  // The grandchild tells in the job folder that it lives; a job that meets such a file shared its folder with it.
  const body = `
    job=\${1%/photo/*}; if ls "$job" | grep -q alive; then echo shared >> ${folder}/shared; fi
    case "$1" in *quick*) render "$@"; exit;; esac
    (while :; do : > "$job/alive"; sleep 0.005; done) & sleep 4715`;
  const { renderer } = await open(body);
  const quick = join(folder, 'quick.raw');
  writeFileSync(quick, 'a photo');
  for (let round = 0; round < 5; round++) {
    const giveUp = new AbortController();
    const render = renderer.render(jpegOf(photo), out(), { signal: giveUp.signal });
    const next = renderer.render(jpegOf(quick), out());
    await until(() => processesWith('sleep 4715').length > 0);
    giveUp.abort();
    await expect(render).rejects.toMatchObject({ code: 'cancelled' });
    expect(processesWith('sleep 4715')).toEqual([]);
    await next;
  }
  expect(existsSync(join(folder, 'shared'))).toBe(false);
  await renderer.close();
});

test('However many are asked for, no more run at a time than workerCount()', async () => {
  const [begun, counted] = ['begun.log', 'counted.log'].map((name) => join(folder, name));
  // Each counts those that have begun and are still there.
  const count = `echo $$ >> ${begun}; cd /proc; grep -L 'State:.*Z' $(sed s,$,/status, ${begun}) 2>/dev/null | wc -l`;
  const { renderer, workers } = await open(`(${count}) >> ${counted}; sleep 0.05; render "$@"`);
  const giveUp = new AbortController();
  const renders = Array.from({ length: 20 }, (_, i) =>
    renderer
      .render(jpegOf(photo), out(), i % 4 === 3 ? { signal: giveUp.signal } : {})
      .catch((error: { code: string }) => error.code),
  );
  // By then none of those has run to its end, however slow the machine is.
  void Promise.race(renders).then(() => giveUp.abort());
  const results = await Promise.all(renders);
  expect(results.filter((result) => typeof result !== 'string')).toHaveLength(15);
  const most = Math.max(...readFileSync(counted!, 'utf8').trim().split('\n').map(Number));
  expect(most).toBe(workerCount());
  expect(readdirSync(join(workers, '4.2.1'))).toHaveLength(workerCount());
  await renderer.close();
});

test('close() ends what runs and what waits, and gives the folders back', async () => {
  const { renderer, workers } = await open('sleep 4716');
  const renders = Array.from({ length: workerCount() + 2 }, () => renderer.render(jpegOf(photo), out()));
  const codes = renders.map((render) => expect(render).rejects.toMatchObject({ code: 'cancelled' }));
  await until(() => processesWith('sleep 4716').length > 0);
  await renderer.close();
  expect(processesWith('sleep 4716')).toEqual([]);
  await Promise.all(codes);
  const left = readdirSync(join(workers, '4.2.1'));
  expect(left).toHaveLength(workerCount());
  expect(left.every((name) => name.startsWith('free-'))).toBe(true);
  await expect(renderer.render(jpegOf(photo), out())).rejects.toMatchObject({ code: 'cancelled' });
});

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'A Node that gets %s takes its darktable along, grandchildren too',
  async (signal) => {
    const program = wrapper(folder, `orphan-${signal}`, `(sleep 4717.1 & sleep 4717.2) & sleep 4717.3`);
    const workers = join(folder, `orphans-${signal}`);
    const child = spawn(
      process.execPath,
      [
        '--conditions=@chemigram/source',
        '--import',
        import.meta.resolve('tsx'),
        join(import.meta.dirname, 'one-render.ts'),
        workers,
        photo,
        out(),
      ],
      { env: { ...process.env, CHEMIGRAM_DARKTABLE: program }, stdio: 'inherit' },
    );
    await until(() => processesWith('sleep 4717').length === 3);
    child.kill(signal);
    await once(child, 'exit');
    await until(() => processesWith('sleep 4717').length === 0);
    // The next start takes the folder over.
    const renderer = await openRenderer({
      folder: workers,
      env: { ...process.env, CHEMIGRAM_DARKTABLE: wrapper(folder, `after-${signal}`, 'render "$@"') },
    });
    await renderer.render(jpegOf(photo), out());
    expect(readdirSync(join(workers, '4.2.1'))).toHaveLength(1);
    await renderer.close();
  },
);
