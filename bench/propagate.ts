/**
 * `npm run bench:propagate [-- PHOTOS]`: what carrying an edit to many photos costs where nothing has to be rendered, and
 * with a contact sheet of the results beside as many bare darktable-cli, one on each core.
 */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '@chemigram/engine';
import { findDarktable } from '@chemigram/renderer';
import { makeScene, writeDng } from '@chemigram/scene';
import { openStore } from '@chemigram/workspace';
import { bareJpegs } from './bare.ts';

const PHOTOS = Number(process.argv[2] ?? 500);
const ROUNDS = 3;
/** What each photo may take, in milliseconds. */
const TARGET = 20;
/** Photos of a contact sheet, and the box that each of so many fits into. */
const SHEET = { photos: 16, box: 506 };

const folder = await mkdtemp(join(tmpdir(), 'chemigram-bench-'));
const home = join(folder, 'home');
const engine = await createEngine({ home });
const run = async (name: string, args: Record<string, unknown>) =>
  (await engine.run(name, args, { signal: new AbortController().signal, progress: () => undefined })).result;
try {
  const photo = join(folder, 'photo.dng');
  await writeFile(photo, writeDng(makeScene()));
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
    await store.create(start, 'ingest photo.dng');
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

  const some = targets.slice(0, SHEET.photos);
  const sidecar = join(folder, 'target.xmp');
  const { program } = await findDarktable(process.env);
  const seconds = async (work: () => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    await work();
    return (performance.now() - start) / 1000;
  };
  for (let round = 1; round <= ROUNDS; round++) {
    // Another edit each time: what was rendered once is kept.
    await run('apply_primitive', { image_id: 'source', primitive_name: 'exposure', value: 0.1 * round });
    const ours = await seconds(() => run('propagate_state', { source: 'source', targets: some, contact_sheet: true }));
    await run('export_xmp', { image_id: some[0], out: sidecar, overwrite: true });
    const order = { photo, sidecar, box: SHEET.box };
    const bare = await seconds(() => bareJpegs(program, SHEET.photos, folder, order, availableParallelism()));
    console.log(
      `contact sheet of ${SHEET.photos}: ${ours.toFixed(1)} s, bare darktable-cli ${bare.toFixed(1)} s, ratio ${(ours / bare).toFixed(2)}`,
    );
  }
} finally {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
}
