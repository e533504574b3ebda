/** `npm run bench:propagate [-- PHOTOS]`: what carrying an edit to many photos costs where nothing has to be rendered. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '@chemigram/engine';
import { makeScene, writePng } from '@chemigram/scene';
import { openStore } from '@chemigram/workspace';

const PHOTOS = Number(process.argv[2] ?? 500);
const ROUNDS = 3;
/** What each photo may take, in milliseconds. */
const TARGET = 20;

const folder = await mkdtemp(join(tmpdir(), 'chemigram-bench-'));
const home = join(folder, 'home');
const engine = await createEngine({ home });
const run = async (name: string, args: Record<string, unknown>) =>
  (await engine.run(name, args, { signal: new AbortController().signal, progress: () => undefined })).result;
try {
  const photo = join(folder, 'photo.png');
  await writeFile(photo, await writePng(makeScene({ width: 600, height: 400 })));
  await run('ingest', { photo, image_id: 'source' });
  for (const [primitive_name, value] of [
    ['exposure', 0.3],
    ['contrast', 15],
    ['warmth', 12],
    ['vibrance', 20],
  ] as const) {
    await run('apply_primitive', { image_id: 'source', primitive_name, value });
  }
  // Taking in hundreds of photos is measured elsewhere: here each is one photo under a name of its own, with what
  // darktable said of it when it was taken in.
  const store = openStore(home);
  const source = await store.open('source');
  const targets = Array.from({ length: PHOTOS }, (_, i) => `photo-${i}`);
  for (const image_id of targets) {
    const start = { photo: { ...source.photo, image_id }, recipe: { version: 1 as const, image_id, moves: [] } };
    await store.create(start, 'ingest photo.png');
    await cp(join(source.dir, 'cache'), join(home, image_id, 'cache'), { recursive: true });
  }
  const rounds = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const before = process.cpuUsage();
    const start = performance.now();
    const { changed } = await run('propagate_state', { source: 'source', targets });
    const each = (performance.now() - start) / PHOTOS;
    const { user, system } = process.cpuUsage(before);
    const cpu = (user + system) / 1000 / PHOTOS;
    rounds.push({ each, cpu });
    console.log(
      `round ${round}: ${String(changed)} of ${PHOTOS} photos, each ${each.toFixed(1)} ms (target ${TARGET}), ${cpu.toFixed(1)} ms of cpu`,
    );
  }
  const [fastest] = rounds.toSorted((a, b) => a.each - b.each);
  console.log(`fastest: ${fastest!.each.toFixed(1)} ms, ${fastest!.cpu.toFixed(1)} ms of cpu`);
} finally {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
}
