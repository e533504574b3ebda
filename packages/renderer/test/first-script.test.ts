/** darktable's own first script runs on another thread of the Lua that takes our orders. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeScene, writePng } from '@chemigram/scene';
import { expect, test } from 'vitest';
import { coreOptions } from '../src/darktable-options.ts';
import { findDarktable } from '../src/index.ts';
import { findLuaDoor } from '../src/warm/lua-door.ts';
import { WarmDarktable } from '../src/warm/warm-darktable.ts';
import { claimWorkerFolder } from '../src/worker-folders.ts';
import { skippedWhereNoneStays, temporaryFolder } from './programs.ts';

const folder = temporaryFolder();
skippedWhereNoneStays();
const found = await findDarktable(process.env);
const door = await findLuaDoor(found, process.env);
/** darktable's own data, where its program stands beside them; one that is called through a script has them elsewhere. */
const installed = join(dirname(dirname(realpathSync(found.program))), 'share/darktable');
const isThere = existsSync(join(installed, 'luarc'));
/** What the first script writes at its end. */
const done = join(folder, 'done');

/** darktable's data with a first script of ours, that has something to do for a while. */
function slowToStart(): string {
  const data = join(folder, 'data');
  mkdirSync(data);
  for (const name of readdirSync(installed)) {
    if (name !== 'luarc') symlinkSync(join(installed, name), join(data, name));
  }
  const busy = 'local t = {} for i = 1, 5e5 do t[i % 1000] = "a" .. i end';
  writeFileSync(join(data, 'luarc'), `${busy}\nio.open('${done}', 'w'):close()`);
  return data;
}

/** How many starts; CHEMIGRAM_STARTS asks for more. */
const STARTS = Number(process.env['CHEMIGRAM_STARTS'] ?? 6);
/** More than a machine of two cores has room for, so that threads wait for each other anywhere. */
const AT_ONCE = 3;
const STARTS_TIMEOUT_MS = 60_000 + STARTS * 4_000;

/** Starts one, has it take an order, and ends it. @returns the files of its job in the end */
async function startedOnce(more: readonly string[] = []): Promise<string[]> {
  if ('missing' in door) throw new Error(`no warm darktable: ${door.missing}`);
  const workers = await claimWorkerFolder(join(folder, 'workers'));
  writeFileSync(join(workers.job, 'photo.png'), await writePng(makeScene({ width: 96, height: 64 })));
  const options = [...coreOptions(workers, []), ...more];
  const warm = await WarmDarktable.start(door, found.version, options, workers, process.env);
  try {
    const isDone = existsSync(done) ? ['first script done'] : [];
    const order = { photo: 'photo.png', result: 'result.png', format: 'png', box: 0, settings: { bpp: 8 } };
    await warm.develop(order, { timeoutMs: 20_000, signal: new AbortController().signal });
    return [...isDone, ...readdirSync(workers.job)];
  } finally {
    if (await warm.close()) await workers.release();
  }
}

/**
 * A Lua module in the place of libdarktable's. Its start is done at once; it says what its caller's thread did next, up to and
 * with the first call: by how many steps of Lua, and whether memory would be collected meanwhile.
 */
const WATCHED_START = `
local lines, reader = io.lines, nil
io.lines = function(...) reader = lines(...) return reader end
return function(...)
  local options = { ... }
  package.loaded.darktable = { configuration = { version = 'watched' }, control = { sleep = function() end } }
  assert(options[#options - 1] == '--luacmd')
  load(options[#options])()
  local steps = 0
  local function watch(event)
    if event == 'count' then steps = steps + 1 return end
    debug.sethook()
    local into = debug.getinfo(2, 'f').func == reader and 'a read' or 'another call'
    local collects = collectgarbage('isrunning') and 'collecting' or 'collecting nothing'
    io.stdout:write('into ', into, ' by ', steps, ' steps, ', collects, '\\n')
  end
  debug.sethook(watch, 'c', 1)
end`;

test('from its start it goes right into a read: no call, no new object and no collecting of old ones in between', () => {
  const modules = join(folder, 'modules');
  mkdirSync(modules);
  writeFileSync(join(modules, 'darktable.lua'), WATCHED_START);
  const script = fileURLToPath(new URL('../lua/orders.lua', import.meta.url));
  const env = { ...process.env, LUA_PATH: join(modules, '?.lua') };
  const said = execFileSync('lua5.4', [script, '/nowhere', '--option'], { env, input: '', encoding: 'utf8' });
  // The return of what stands for the start, and the call.
  expect(said).toBe('chemigram ready watched\ninto a read by 2 steps, collecting nothing\n');
});

const missing = isThere ? '' : ` (there is no ${installed}/luarc)`;
test.skipIf(!isThere)(
  `a warm darktable is ready when its first script is done, and takes an order then${missing}`,
  async () => {
    expect(await startedOnce(['--datadir', slowToStart()])).toEqual(
      expect.arrayContaining(['first script done', 'result.png']),
    );
  },
);

test(
  'it starts every time on a machine at work: nothing else runs in its Lua while the first script does',
  async () => {
    let left = STARTS;
    const one = async (): Promise<void> => {
      for (; left > 0;) {
        left--;
        expect(await startedOnce()).toContain('result.png');
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
  },
  STARTS_TIMEOUT_MS,
);
