import { delimiter, join } from 'node:path';
import { Studio } from '../../packages/engine/src/studio.ts';
import { ingest } from '../../packages/engine/src/operations/ingest.ts';
import type { Developer } from '../../packages/engine/src/photos/developer.ts';
import type { Workspace } from '../../packages/workspace/src/index.ts';
import type { Photo } from './photos.ts';

const CALL = { signal: new AbortController().signal, progress: () => undefined };

/** One darktable and the photos that were taken in with it, each as the engine does it. */
export class Darkroom {
  readonly #studio: Studio;
  readonly #ids = new Map<string, string>();

  constructor(home: string, program: string, rasterFolders: readonly string[]) {
    const env = { CHEMIGRAM_DARKTABLE: program, CHEMIGRAM_RASTER_FOLDERS: rasterFolders.join(delimiter) };
    this.#studio = new Studio(join(home, 'home'), { ...process.env, ...env });
  }

  get env(): NodeJS.ProcessEnv {
    return this.#studio.env;
  }

  async open(photo: Photo): Promise<{ workspace: Workspace; developer: Developer }> {
    const path = await photo.file();
    const id = this.#ids.get(path) ?? (await ingest(this.#studio, { photo: path }, CALL)).result.image_id;
    this.#ids.set(path, id);
    const workspace = await this.#studio.store.open(id);
    return { workspace, developer: await this.#studio.developer(workspace) };
  }

  close(): Promise<void> {
    return this.#studio.close();
  }
}
