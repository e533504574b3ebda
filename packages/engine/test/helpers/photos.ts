import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeScene, writeDng, writePng } from '@chemigram/scene';
import type { DngOptions, Scene } from '@chemigram/scene';
import { openRenderer } from '@chemigram/renderer';
import type { Renderer } from '@chemigram/renderer';
import { defaultPackDirs, loadMasks, loadVocabulary } from '@chemigram/vocabulary';
import { RASTERS_FOLDER } from '@chemigram/workspace';
import { toGrey } from '@chemigram/mask';
import type { Raster } from '@chemigram/mask';
import { Developer } from '../../src/photos/developer.ts';
import { writeGrey } from '../../src/photos/pictures/picture-files.ts';
import { Session } from '../../src/photos/session/session.ts';
import { hashFile } from '../../src/photos/session/source-file.ts';

/** Large enough that a pixel matters little, small enough that a test of many renders stays quick. */
const SCENE_SIZE = { width: 1536, height: 1024 };

/** A folder of generated photos and a real darktable, for the tests of one file. */
export class Darkroom {
  readonly folder: string;
  readonly renderer: Renderer;
  readonly #scenes = new Map<string, Scene>();

  private constructor(folder: string, renderer: Renderer) {
    this.folder = folder;
    this.renderer = renderer;
  }

  static async open(): Promise<Darkroom> {
    const folder = await mkdtemp(join(tmpdir(), 'chemigram-darkroom-'));
    return new Darkroom(folder, await openRenderer({ folder: join(folder, 'darktable') }));
  }

  async close(): Promise<void> {
    await this.renderer.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  scene(size: { width: number; height: number } = SCENE_SIZE): Scene {
    const key = `${size.width}x${size.height}`;
    const scene = this.#scenes.get(key) ?? makeScene(size);
    this.#scenes.set(key, scene);
    return scene;
  }

  /** A generated raw with an EXIF orientation, or the same scene as a PNG. */
  async photo(kind: 'png' | 'dng', orientation: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 = 1, size = SCENE_SIZE): Promise<string> {
    const scene = this.scene(size);
    const name = kind === 'png' ? 'scene.png' : `scene-${orientation}.dng`;
    const path = join(this.folder, size === SCENE_SIZE ? name : `${size.width}-${name}`);
    await writeFile(path, kind === 'png' ? await writePng(scene) : writeDng(scene, { orientation }));
    return path;
  }

  /** A generated raw with options of its own. */
  async raw(name: string, size: { width: number; height: number }, options: DngOptions): Promise<string> {
    const path = join(this.folder, `${name}.dng`);
    await writeFile(path, writeDng(this.scene(size), options));
    return path;
  }

  /** A developer for a photo, with the shipped masks and darktable's own baseline or a sidecar's. */
  async developer(path: string, sidecar: string | null = null, usesBase = true): Promise<Developer> {
    const folder = await mkdtemp(join(this.folder, 'session-'));
    const session = new Session({ path, sha256: await hashFile(path) }, this.renderer, folder, async () => sidecar);
    const packs = defaultPackDirs();
    return new Developer(session, await loadVocabulary(packs), await loadMasks(packs), folder, usesBase);
  }

  /** Opacities as grey pictures that masks on this developer's photo can name; returns the names. */
  async rasters(developer: Developer, opacities: readonly Raster[]): Promise<string[]> {
    await mkdir(join(developer.session.folder, RASTERS_FOLDER), { recursive: true });
    return Promise.all(
      opacities.map(async (opacity, i) => {
        const name = `${RASTERS_FOLDER}/${String(i + 1).padStart(16, '0')}.png`;
        await writeGrey(toGrey(opacity), join(developer.session.folder, name));
        return name;
      }),
    );
  }
}
