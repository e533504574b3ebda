import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import { ProviderHost } from '@chemigram/providers/host';
import { openRenderer } from '@chemigram/renderer';
import type { Renderer } from '@chemigram/renderer';
import {
  defaultPackDirs,
  loadLooks,
  loadMasks,
  loadNotDone,
  loadVocabulary,
  personalPackDirs,
} from '@chemigram/vocabulary';
import type { LoadedLook, LoadedMask, NotDone, Vocabulary } from '@chemigram/vocabulary';
import { openStore, sweepCachesDaily } from '@chemigram/workspace';
import type { Store, Workspace } from '@chemigram/workspace';
import { LRUCache } from 'lru-cache';
import type { Engine } from './contract.ts';
import { shippedProviders } from './detected/shipped-providers.ts';
import { madeOnce } from './made-once.ts';
import type { MadeOnce } from './made-once.ts';
import { Developer } from './photos/developer.ts';
import type { Development } from './photos/developer.ts';
import { LatestAsker } from './photos/pictures/latest-asker.ts';
import { loadSharp } from './photos/pictures/picture-files.ts';
import { AskedRenderer, RenderAhead } from './photos/pictures/render-ahead.ts';
import { openSession } from './photos/session/session.ts';
import { practise } from './second-thread/practice.ts';
import { secondThread } from './second-thread/second-thread.ts';
import { Recorder } from './transcript/recorder.ts';

/** Where the engine works: a folder of its own beside the workspaces, never an image_id (it begins with a dot). */
const ENGINE_FOLDER = '.chemigram';
/** Photos whose baseline, geometry and placed masks stay in memory. */
const KEPT_DEVELOPERS = 4;

export interface StudioOptions {
  readonly session?: string;
  readonly run?: Engine['run'];
  /** Whether it serves many operations: see EngineOptions. */
  readonly stays?: boolean;
}

/** What all operations share: the photos, the words, and darktable once somebody needs it. */
export class Studio {
  readonly store: Store;
  readonly env: NodeJS.ProcessEnv;
  /** The transcript that is being written. */
  readonly recorder: Recorder;
  /** The programs that detect; none runs before it is asked. */
  readonly providers: ProviderHost;
  /** Any operation, as a door would call it. */
  readonly run: Engine['run'];
  /** The primitives of the shipped pack and, over them, those of the photographer's own packs. */
  readonly vocabulary: MadeOnce<Vocabulary> = madeOnce(() => loadVocabulary(this.#packs()));
  /** The named masks, in the same way. */
  readonly masks: MadeOnce<ReadonlyMap<string, LoadedMask>> = madeOnce(() => loadMasks(this.#packs()));
  /** What is wished and not done, in the same way. */
  readonly notDone: MadeOnce<ReadonlyMap<string, NotDone>> = madeOnce(() => loadNotDone(this.#packs()));
  /** The looks, in the same way. */
  readonly looks: MadeOnce<ReadonlyMap<string, LoadedLook>> = madeOnce(async () =>
    loadLooks(this.#packs(), await this.vocabulary()),
  );
  /** The darktable of this machine, found at its first use; a failure is asked again, for it may be installed meanwhile. */
  readonly renderer: MadeOnce<Renderer> = madeOnce(() => this.#openRenderer());
  readonly #ahead = new RenderAhead();
  /** The looks at photos that are under way. */
  readonly latest = new LatestAsker();
  /** By image_id, and what each was made for. */
  readonly #developers = new LRUCache<string, { readonly of: string; readonly developer: Developer }>({
    max: KEPT_DEVELOPERS,
  });

  readonly #stays: boolean;

  /** @param options `run`: without it, operations that call others are refused */
  constructor(home: string, env: NodeJS.ProcessEnv, options: StudioOptions = {}) {
    const { session = 'session', run = noOthers, stays = false } = options;
    this.store = openStore(home);
    this.env = env;
    this.recorder = new Recorder(this.store, session);
    this.run = run;
    this.#stays = stays;
    this.providers = new ProviderHost({ folder: home, env, shipped: shippedProviders() });
  }

  #packs(): string[] {
    return defaultPackDirs(personalPackDirs(this.store.home));
  }

  async #openRenderer(): Promise<Renderer> {
    const folder = join(this.store.home, ENGINE_FOLDER, 'darktable');
    await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
      throw new ChemigramError('forbidden_path', `The folder ${folder} cannot be made: ${(cause as Error).message}`, {
        field: 'CHEMIGRAM_HOME',
        hint: 'Set CHEMIGRAM_HOME to a folder that you may write to.',
        cause,
      });
    });
    // Behind what is asked; what cannot be swept today is swept another day.
    void sweepCachesDaily(this.store.home).catch(() => undefined);
    return new AskedRenderer(await openRenderer({ folder, env: this.env, stays: this.#stays }), this.#ahead);
  }

  async developer(workspace: Workspace): Promise<Developer> {
    const renderer = await this.renderer();
    // Whoever asks for a picture will hear what is wrong.
    if (this.#stays) this.#ahead.wantLast((signal) => getWarm(renderer, signal));
    const { imageId, photo } = workspace;
    // A photo that was moved and taken in again is read from where it lies now.
    const of = JSON.stringify([photo.source, photo.sha256, renderer.version]);
    const kept = this.#developers.get(imageId);
    if (kept?.of === of) return kept.developer;
    const developer = new Developer(
      await openSession(workspace, renderer),
      await this.vocabulary(),
      await this.masks(),
      workspace.dir,
    );
    this.#developers.set(imageId, { of, developer });
    return developer;
  }

  /** Does something with a folder for a photo that is being taken in; whatever stays in it is gone afterwards. */
  async inDraft<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const drafts = join(this.store.home, ENGINE_FOLDER, 'drafts');
    await mkdir(drafts, { recursive: true });
    const folder = await mkdtemp(join(drafts, 'photo-'));
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Loads what the first picture will need, while darktable makes it. */
  getReady(): void {
    if (!this.#stays) return;
    // Whoever asks for it will hear what is wrong.
    Promise.all([this.vocabulary(), this.masks(), loadSharp()]).catch(() => undefined);
  }

  /** Makes what the first edit of a photo will need, behind everything that is asked. */
  prepare(workspace: Workspace): void {
    if (!this.#stays) return;
    // Whoever asks for it will hear what is wrong.
    this.developer(workspace)
      .then((developer) => developer.prepare(this.#ahead))
      .catch(() => undefined);
  }

  /** Makes the picture that a change of a photo will be looked at in, behind everything that is asked. */
  lookAhead(developer: Developer, development: Development): void {
    if (this.#stays) developer.lookAhead(this.#ahead, development);
  }

  async close(): Promise<void> {
    await this.providers.close();
    const renderer = await this.renderer.begun()?.catch(() => null);
    await renderer?.close();
  }
}

/** Has ready who will be asked: a darktable, and the thread that snaps outlines. */
async function getWarm(renderer: Renderer, signal: AbortSignal): Promise<void> {
  await renderer.getReady();
  await practise(secondThread, signal);
}

const noOthers: Engine['run'] = async (name) => {
  throw new ChemigramError(
    'internal',
    `${name} cannot be called: this studio was opened without the other operations.`,
  );
};
