import { createHash } from 'node:crypto';
import { readFileSync, statSync, utimesSync } from 'node:fs';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { moveFile } from './move-file.ts';
import { FILE_ENDINGS } from './render-order.ts';
import type { RenderCall, RenderOrder, RenderReport, Renderer } from './render-order.ts';
import { sharedWork } from './turns/shared-work.ts';
import { wholeFile } from './whole-file.ts';

/** One photo's previews and probes: some hundred files of 100 kB to 8 MB. */
const MAX_BYTES = 400_000_000;

/** Renders whose result is kept under a name made of everything that can change it. */
export interface RenderCache {
  /**
   * The picture of `order`, from the cache or from darktable. Equal orders at the same time share one render, which is
   * stopped when all who wait for it have given up.
   * @param identity what the source's bytes are (their sha256), so that a changed file is never served from the cache.
   */
  render(order: RenderOrder, identity: string, call?: RenderCall): Promise<RenderReport & { cached: boolean }>;
  /** Takes a picture that was made of `order` elsewhere: its file is moved here. */
  keep(order: RenderOrder, identity: string, report: RenderReport): Promise<void>;
}

export interface RenderCacheOptions {
  /** Before a further picture is made, those longest unused are dropped above this. */
  readonly maxBytes?: number;
}

/** @param folder where the pictures are kept; made when missing. */
export function openRenderCache(renderer: Renderer, folder: string, options: RenderCacheOptions = {}): RenderCache {
  const share = sharedWork<RenderReport>();
  const placeOf = (order: RenderOrder, identity: string): { key: string; path: string; facts: string } => {
    const key = keyOf(order, identity, renderer.version);
    return { key, path: join(folder, `${key}.${FILE_ENDINGS[order.format]}`), facts: join(folder, `${key}.json`) };
  };
  return {
    async keep(order, identity, report) {
      const { path, facts } = placeOf(order, identity);
      await mkdir(folder, { recursive: true });
      await moveFile(report.path, path);
      await writeReport(facts, { ...report, path });
    },
    async render(order, identity, call = {}) {
      const { key, path, facts } = placeOf(order, identity);
      const kept = readReport(facts, path);
      if (kept !== null) {
        call.onAsked?.();
        return { ...kept, cached: true };
      }
      const shared = share(key, call.signal, async (signal) => {
        // Meanwhile, for a folder of hundreds takes some milliseconds; what cannot be dropped now is dropped next time.
        const tidied = prune(folder, options.maxBytes ?? MAX_BYTES).catch(() => undefined);
        const report = await renderer.render(order, path, { ...call, signal }).catch(async (error: unknown) => {
          // Where a picture of ours is gone that is what is wrong, and nothing is with the photo.
          if (call.isOurs === true) await stat(order.source);
          throw error;
        });
        await writeReport(facts, report);
        await tidied;
        return report;
      });
      call.onAsked?.();
      const { result, joined } = await shared;
      return { ...result, cached: joined };
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

/**
 * What is kept of a render, which counts as used now. Not asynchronous: the way to another thread and back, six times, takes
 * longer than all of it, and a preview asks for three renders.
 */
function readReport(file: string, path: string): RenderReport | null {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as RenderReport;
    statSync(path);
    markUsed(path);
    return { ...report, path };
  } catch {
    return null;
  }
}

/** A cache that may only be read serves as well. */
function markUsed(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // Then it is taken for older than it is.
  }
}

async function writeReport(file: string, report: RenderReport): Promise<void> {
  await wholeFile(file, (half) => writeFile(half, JSON.stringify(report)));
}

/** Drops the pictures longest unused, each with its facts, until the folder is within its bound. */
async function prune(folder: string, maxBytes: number): Promise<void> {
  const entries = new Map<string, { names: string[]; bytes: number; used: number }>();
  for (const name of await readdir(folder).catch(() => [])) {
    const info = await stat(join(folder, name)).catch(() => null);
    const key = name.split('.')[0]!;
    const entry = entries.get(key) ?? { names: [], bytes: 0, used: 0 };
    entry.names.push(name);
    entry.bytes += info?.size ?? 0;
    entry.used = Math.max(entry.used, info?.mtimeMs ?? 0);
    entries.set(key, entry);
  }
  let total = [...entries.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { names, bytes } of [...entries.values()].sort((a, b) => a.used - b.used)) {
    if (total <= maxBytes) return;
    for (const name of names) await rm(join(folder, name), { force: true });
    total -= bytes;
  }
}
