/** darktable's own first script runs on another thread of the Lua that takes our orders. */
import { existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeScene, writePng } from '@chemigram/scene';
import { expect, test } from 'vitest';
import { coreOptions } from '../src/darktable-options.ts';
import { findDarktable } from '../src/index.ts';
import { findLuaDoor } from '../src/warm/lua-door.ts';
import { WarmDarktable } from '../src/warm/warm-darktable.ts';
import { claimWorkerFolder } from '../src/worker-folders.ts';
import { temporaryFolder } from './programs.ts';

const folder = temporaryFolder();
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
  const busy = 'local t = {} for i = 1, 3e6 do t[i % 1000] = "a" .. i end';
  writeFileSync(join(data, 'luarc'), `${busy}\nio.open('${done}', 'w'):close()`);
  return data;
}

const missing = isThere ? '' : ` (there is no ${installed}/luarc)`;
test.skipIf(!isThere)(
  `a warm darktable is ready when its first script is done, and takes an order then${missing}`,
  async () => {
    if ('missing' in door) throw new Error(`no warm darktable: ${door.missing}`);
    const workers = await claimWorkerFolder(join(folder, 'workers'));
    const photo = join(workers.job, 'photo.png');
    writeFileSync(photo, await writePng(makeScene({ width: 96, height: 64 })));
    const options = [...coreOptions(workers, []), '--datadir', slowToStart()];
    const warm = await WarmDarktable.start(door, found.version, options, workers, process.env);
    try {
      expect(existsSync(done)).toBe(true);
      const order = { photo: 'photo.png', result: 'result.png', format: 'png', box: 0, settings: { bpp: 8 } };
      const limits = { timeoutMs: 20_000, signal: new AbortController().signal };
      await warm.develop(order, limits);
      expect(readdirSync(workers.job)).toContain('result.png');
    } finally {
      await warm.close();
    }
  },
);
