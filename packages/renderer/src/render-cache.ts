import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FILE_ENDINGS } from './render-order.ts';
import type { RenderCall, RenderOrder, RenderReport, Renderer } from './render-order.ts';

/** One photo's previews and probes: some hundred files of 100 kB to 8 MB. */
const MAX_BYTES = 400_000_000;

/** Renders whose result is kept under a name made of everything that can change it. */
export interface RenderCache {
  /**
   * The picture of `order`, from the cache or from darktable. Equal orders at the same time share one render.
   * @param identity what the source's bytes are (their sha256), so that a changed file is never served from the cache.
   */
  render(order: RenderOrder, identity: string, call?: RenderCall): Promise<RenderReport & { cached: boolean }>;
}

/** @param folder where the pictures are kept; made when missing. */
export function openRenderCache(renderer: Renderer, folder: string): RenderCache {
  const running = new Map<string, Promise<RenderReport>>();
  return {
    async render(order, identity, call = {}) {
      const key = keyOf(order, identity, renderer.version);
      const path = join(folder, `${key}.${FILE_ENDINGS[order.format]}`);
      const kept = await readReport(join(folder, `${key}.json`), path);
      if (kept !== null) return { ...kept, cached: true };
      // A shared render belongs to nobody: one caller's cancel must not take it from another.
      const shared = running.get(key);
      if (shared !== undefined && call.signal === undefined) return { ...(await shared), cached: true };
      const work = renderAndKeep(renderer, order, path, join(folder, `${key}.json`), call);
      if (shared === undefined) {
        running.set(key, work);
        work.finally(() => running.delete(key)).catch(() => undefined);
      }
      return { ...(await work), cached: false };
    },
  };
}

function keyOf(order: RenderOrder, identity: string, version: string): string {
  const { source: _path, ...rest } = order;
  return createHash('sha256')
    .update(JSON.stringify([identity, version, Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))]))
    .digest('hex')
    .slice(0, 24);
}

async function readReport(file: string, path: string): Promise<RenderReport | null> {
  try {
    const report = JSON.parse(await readFile(file, 'utf8')) as RenderReport;
    await stat(path);
    const now = new Date();
    await utimes(path, now, now).catch(() => undefined);
    return { ...report, path };
  } catch {
    return null;
  }
}

async function renderAndKeep(
  renderer: Renderer,
  order: RenderOrder,
  path: string,
  file: string,
  call: RenderCall,
): Promise<RenderReport> {
  const report = await renderer.render(order, path, call);
  const half = `${file}.part-${process.pid}`;
  await writeFile(half, JSON.stringify(report));
  await rename(half, file);
  await prune(join(path, '..'));
  return report;
}

/** Drops the pictures longest unused until the folder is within its bound. */
async function prune(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const names = await readdir(folder);
  const files = await Promise.all(
    names.map(async (name) => {
      const info = await stat(join(folder, name)).catch(() => null);
      return { name, bytes: info?.size ?? 0, used: info?.mtimeMs ?? 0 };
    }),
  );
  let total = files.reduce((sum, file) => sum + file.bytes, 0);
  for (const file of files.sort((a, b) => a.used - b.used)) {
    if (total <= MAX_BYTES) return;
    await rm(join(folder, file.name), { force: true });
    total -= file.bytes;
  }
}
