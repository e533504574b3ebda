import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '@chemigram/engine';
import { findDarktable } from '@chemigram/renderer';
import { makeScene, writePng } from '@chemigram/scene';
import { expect, test } from 'vitest';

const CALL = { signal: new AbortController().signal, progress: () => {} };

test('caches that somebody deletes during a render are told as that, and made anew when asked again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'chemigram-taken-'));
  const [home, program, photo] = ['home', 'darktable', 'boat.png'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const real = (await findDarktable(process.env)).program;
  // Where there is a file "take", they are gone when darktable begins.
  const takes = `#!/bin/sh\n[ -e ${folder}/take ] && rm -rf ${home}/boat/cache\nexec ${real} "$@"\n`;
  await writeFile(program, takes, { mode: 0o755 });
  await writeFile(photo, await writePng(makeScene({ width: 300, height: 200 })));
  const engine = await createEngine({ home, env: { ...process.env, CHEMIGRAM_DARKTABLE: program } });
  const look = { image_id: 'boat', size: 100 };
  await engine.run('ingest', { photo }, CALL);
  await engine.run('apply_primitive', { image_id: 'boat', primitive_name: 'exposure', value: 0.5 }, CALL);
  await writeFile(join(folder, 'take'), '');
  await expect(engine.run('render_preview', look, CALL)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(/^Something in .*home.* was taken away while it was worked with\.$/),
    hint: expect.stringContaining('Ask again'),
  });
  await rm(join(folder, 'take'));
  expect((await engine.run('render_preview', look, CALL)).result).toMatchObject({ width: 100 });
  await engine.close();
  await rm(folder, { recursive: true });
});
