import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PhotoRecord, Store } from '@chemigram/workspace';

/** What is known of a photo of the home. */
type KnownPhoto = Pick<PhotoRecord, 'image_id' | 'source' | 'bytes' | 'sha256'>;

/**
 * The records of all photos of a home. Nothing else of their workspaces is read: it is quick among hundreds, and damage of
 * a history hides no photo. A record that cannot be read is left out.
 */
export async function photoRecords(store: Store): Promise<KnownPhoto[]> {
  const records: KnownPhoto[] = [];
  for (const image_id of await store.list()) {
    try {
      const text = await readFile(join(store.home, image_id, 'photo.json'), 'utf8');
      const { source, bytes, sha256 } = JSON.parse(text) as PhotoRecord;
      if (typeof source === 'string') records.push({ image_id, source, bytes, sha256 });
    } catch {
      // doctor tells what is wrong with it.
    }
  }
  return records;
}
