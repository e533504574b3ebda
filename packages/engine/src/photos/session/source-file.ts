import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import { wholeFile } from '@chemigram/renderer';

/** The file behind a photo, as it was taken in. */
export interface SourceFile {
  readonly path: string;
  readonly sha256: string;
}

/** SHA-256 of a file's bytes, hex; read in pieces, so a large raw never stands in memory. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** A photo's file as it was when its bytes were last compared with what was taken in. */
export interface SeenFile {
  readonly sha256: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/** Kept beside the renders: a photo of unchanged size and time is not read again to see that it is the same. */
const SEEN_FILE = 'seen.json';

/** A file that was replaced behind our back must not be served from caches of the old one. */
export class SourceGuard {
  readonly #source: SourceFile;
  readonly #file: string;
  #seen: SeenFile | null = null;

  /** @param folder where it is written down that the file was seen */
  constructor(source: SourceFile, folder: string) {
    this.#source = source;
    this.#file = join(folder, SEEN_FILE);
  }

  /** @throws ChemigramError not_found when the file is gone, conflict when its bytes are others */
  async mustBeUnchanged(): Promise<void> {
    const { path, sha256 } = this.#source;
    const found = await stat(path).catch((cause: unknown) => {
      throw new ChemigramError('not_found', `The photo ${path} is not there any more or cannot be reached.`, {
        field: 'image_id',
        hint: 'Put it back where it was, or ingest it again from its new place.',
        cause,
      });
    });
    // Before it is read: a pipe would be waited for without end.
    if (!found.isFile()) {
      throw new ChemigramError(
        'not_found',
        `The photo ${path} is not there any more: a folder or a device is in its place.`,
        {
          field: 'image_id',
          hint: 'Put it back where it was, or ingest it again from its new place.',
        },
      );
    }
    const { size, mtimeMs } = found;
    // What cannot be read is as if it had never been seen.
    this.#seen ??= await readFile(this.#file, 'utf8')
      .then((text) => JSON.parse(text) as SeenFile)
      .catch(() => null);
    if (this.#seen?.sha256 === sha256 && this.#seen.size === size && this.#seen.mtimeMs === mtimeMs) return;
    if ((await hashFile(path)) !== sha256) {
      throw new ChemigramError('conflict', `The file ${path} is not the one that was ingested: its bytes differ.`, {
        field: 'image_id',
        hint: 'Put the original back, or ingest the new file under another image_id.',
      });
    }
    await this.remember({ sha256, size, mtimeMs });
  }

  /** Its bytes were read as they are: they need not be read again while size and time are the same. */
  async remember(seen: SeenFile): Promise<void> {
    this.#seen = seen;
    await wholeFile(this.#file, (half) => writeFile(half, JSON.stringify(seen)));
  }
}
