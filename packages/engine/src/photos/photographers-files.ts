import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { Store } from '@chemigram/workspace';

/** A file of the photographer that is never written. */
interface PhotographersFile {
  readonly image_id: string;
  /** Where it really is, or would be. */
  readonly path: string;
  readonly what: 'photo' | 'sidecar';
}

/**
 * The photos of a home and their sidecars: darktable's (photo.ext.xmp) whether it is there or not, and other programs'
 * (photo.xmp) where there is one. The records alone are read, so that damage of a workspace uncovers no photo.
 */
export async function photographersFiles(store: Store): Promise<PhotographersFile[]> {
  const files: PhotographersFile[] = [];
  for (const { image_id, source: given } of await store.sources()) {
    // A photo may be named through a link: both the link and what it leads to are the photographer's.
    const folder = await realpath(dirname(given)).catch(() => dirname(given));
    const named = join(folder, basename(given));
    const real = await realpath(given).catch(() => named);
    for (const source of new Set([named, real])) {
      const other = join(dirname(source), `${basename(source, extname(source))}.xmp`);
      files.push({ image_id, path: source, what: 'photo' }, { image_id, path: `${source}.xmp`, what: 'sidecar' });
      if (await stat(other).catch(() => null)) files.push({ image_id, path: other, what: 'sidecar' });
    }
  }
  return files;
}
