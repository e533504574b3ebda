import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEngine, type Engine, type Outcome } from '@chemigram/engine';
import { findDarktable, openRenderer, type Renderer } from '@chemigram/renderer';
import { makeScene, writeDng } from '@chemigram/scene';
import { SUBJECT } from './masks.ts';

/** What the cases share: a generated raw of 6 megapixels, taken in, and the sidecar of one masked edit of it. */
export interface World {
  readonly folder: string;
  readonly photo: string;
  readonly darktable: { readonly program: string; readonly version: string };
  readonly renderer: Renderer;
  readonly engine: Engine;
  /** The photo's id in `engine`. */
  readonly id: string;
  readonly xmp: string;
  run(name: string, args: Record<string, unknown>, engine?: Engine): Promise<Outcome>;
  /** An engine with a home of its own: nothing is cached there yet. */
  freshEngine(name: string): Promise<Engine>;
  close(): Promise<void>;
}

export async function makeWorld(folder: string): Promise<World> {
  const photo = join(folder, 'scene.dng');
  await writeFile(photo, writeDng(makeScene()));
  const freshEngine = async (name: string): Promise<Engine> => {
    const home = join(folder, name);
    await mkdir(home, { recursive: true });
    return createEngine({ home, stays: true });
  };
  const engine = await freshEngine('home');
  const run = (name: string, args: Record<string, unknown>, on = engine): Promise<Outcome> =>
    on.run(name, args, { signal: new AbortController().signal, progress: () => undefined });
  const { image_id: id } = (await run('ingest', { photo })).result as { image_id: string };
  await run('apply_primitive', { image_id: id, primitive_name: 'exposure', value: 0.5, mask_spec: SUBJECT(0) });
  const sidecar = join(folder, 'edit.xmp');
  await run('export_xmp', { image_id: id, out: sidecar });
  const renderer = await openRenderer({ folder: join(folder, 'workers') });
  return {
    folder,
    photo,
    darktable: await findDarktable(process.env),
    renderer,
    engine,
    id,
    xmp: await readFile(sidecar, 'utf8'),
    run,
    freshEngine,
    close: async () => {
      await renderer.close();
      await engine.close();
    },
  };
}
