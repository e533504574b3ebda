import { isSince, OLDEST_DARKTABLE } from '@chemigram/darktable';
import { ChemigramError } from '@chemigram/errors';
import { DarktableCli } from './darktable-cli.ts';
import { findDarktable } from './find-darktable.ts';
import type { Renderer } from './render-order.ts';
import { RenderQueue } from './turns/render-queue.ts';
import { findLuaDoor } from './warm/lua-door.ts';
import { WarmRenderer } from './warm/warm-renderer.ts';
import { workerCount } from './turns/worker-count.ts';

export interface RendererOptions {
  /** Where worker folders may be made and kept. */
  readonly folder: string;
  /** CHEMIGRAM_DARKTABLE, CHEMIGRAM_RENDER_TIMEOUT, CHEMIGRAM_WARM, PATH. */
  readonly env?: NodeJS.ProcessEnv;
  /** Whether many pictures will be asked for, so that a warm start is worth it; default true. */
  readonly stays?: boolean;
}

/**
 * The darktable of this machine: warm where its library, lua5.4 and a display are there, else darktable-cli alone. As many
 * run at a time as workerCount() says, of both kinds together.
 * @throws darktable_missing; unsupported_by_darktable for one that is older than what edits are written for
 */
export async function openRenderer({ folder, env = process.env, stays = true }: RendererOptions): Promise<Renderer> {
  const found = await findDarktable(env);
  if (!isSince(found.version, OLDEST_DARKTABLE)) {
    throw new ChemigramError(
      'unsupported_by_darktable',
      `${found.program} is darktable ${found.version}; ${OLDEST_DARKTABLE} or newer is needed.`,
      { hint: 'Install a newer one, or set CHEMIGRAM_DARKTABLE to the path of its darktable-cli.' },
    );
  }
  // Its log is read: in English, with points in numbers. Its threads sleep while they wait for each other: spinning, as GNU's
  // OpenMP has them do, they take a sixth of the time of a small render from those that work, on two threads of one core.
  const quiet = { OMP_WAIT_POLICY: 'passive', ...env, LC_ALL: 'C.UTF-8', LANGUAGE: 'C' };
  const workers = workerCount();
  const queue = new RenderQueue(workers);
  const door = stays ? await findLuaDoor(found, env) : { missing: 'for a single command it would only cost a start' };
  if ('missing' in door) return new DarktableCli(found, queue, folder, quiet, door.missing);
  const cold = new DarktableCli(found, queue, folder, quiet, 'it serves what a warm darktable does not');
  return new WarmRenderer({ cold, queue, door, folder, workers, env: quiet });
}
