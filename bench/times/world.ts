import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEngine, type Engine, type Outcome } from '@chemigram/engine';
import { findDarktable, openRenderer, type Renderer } from '@chemigram/renderer';
import { nextMove } from './masks.ts';
import { sizedPhoto, type Megapixels } from './sized-photos.ts';

/** A photo with edits of several lengths, each under a tag, and what the bare darktable-cli is given for the same. */
export interface Edited {
  readonly path: string;
  readonly id: string;
  readonly sidecars: ReadonlyMap<number, string>;
}

/** What the cases share: one engine as a server has it, and in it generated raws with edits. */
export interface World {
  readonly folder: string;
  readonly darktable: { readonly program: string; readonly version: string };
  /** Our own ways to render, apart from the engine's. */
  readonly cold: Renderer;
  readonly warm: Renderer;
  readonly photos: ReadonlyMap<Megapixels, Edited>;
  /** The photo that masks are looked at on. */
  readonly id: string;
  run(name: string, args: Record<string, unknown>, engine?: Engine): Promise<Outcome>;
  /** An engine with a home of its own: nothing is cached there yet. */
  freshEngine(name: string): Promise<Engine>;
  close(): Promise<void>;
}

/** The tag of an edit of so many moves. */
export const tagOf = (moves: number): string => `moves-${moves}`;

/**
 * @param lengths of the edits of each photo, the shortest first
 * @param say is told what is being made
 */
export async function makeWorld(
  folder: string,
  lengths: ReadonlyMap<Megapixels, readonly number[]>,
  say: (what: string) => void,
): Promise<World> {
  const freshEngine = async (name: string): Promise<Engine> => {
    const home = join(folder, name);
    await mkdir(home, { recursive: true });
    return createEngine({ home, stays: true });
  };
  const engine = await freshEngine('home');
  const run = (name: string, args: Record<string, unknown>, on = engine): Promise<Outcome> =>
    on.run(name, args, { signal: new AbortController().signal, progress: () => undefined });
  const photos = new Map<Megapixels, Edited>();
  for (const [megapixels, moves] of lengths) {
    say(`a photo of ${megapixels} megapixels and edits of it`);
    photos.set(megapixels, await edited(run, await sizedPhoto(megapixels), moves, join(folder, `${megapixels}`)));
  }
  const [first] = photos.values();
  const [cold, warm] = await Promise.all(
    [false, true].map((stays) => openRenderer({ folder: join(folder, `workers-${stays}`), stays })),
  );
  return {
    folder,
    darktable: await findDarktable(process.env),
    cold: cold!,
    warm: warm!,
    photos,
    id: first!.id,
    run,
    freshEngine,
    close: async () => {
      await Promise.all([cold, warm, engine].map((one) => one!.close()));
    },
  };
}

async function edited(run: World['run'], path: string, lengths: readonly number[], prefix: string): Promise<Edited> {
  const { image_id: id } = (await run('ingest', { photo: path })).result as { image_id: string };
  const sidecars = new Map<number, string>();
  let moves = 0;
  for (const length of lengths) {
    for (; moves < length; moves++) await run('apply_primitive', { image_id: id, ...nextMove(moves) });
    const sidecar = `${prefix}-${length}.xmp`;
    await run('export_xmp', { image_id: id, out: sidecar });
    sidecars.set(length, await readFile(sidecar, 'utf8'));
    await run('tag', { image_id: id, name: tagOf(length) });
  }
  await run('checkout', { image_id: id, ref: tagOf(lengths[0]!) });
  return { path, id, sidecars };
}
