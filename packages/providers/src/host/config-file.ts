import { readFile, stat } from 'node:fs/promises';
import { ChemigramError } from '@chemigram/errors';

/** A provider takes ten lines: what is larger is another file. */
const BYTES_MAX = 2 ** 20;

/**
 * The text of providers.toml; empty where there is none.
 * @throws ChemigramError invalid_input for what is no file or too large for one, forbidden_path for what may not be read
 */
export async function readConfigFile(path: string): Promise<string> {
  try {
    const facts = await stat(path);
    const wrong = !facts.isFile()
      ? 'is no file'
      : facts.size > BYTES_MAX
        ? `is larger than ${BYTES_MAX / 2 ** 20} MB`
        : null;
    if (wrong !== null) {
      throw new ChemigramError('invalid_input', `${path} says who detects, and ${wrong}.`, {
        hint: 'Move it away, or write the file that docs/providers.md describes.',
      });
    }
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof ChemigramError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return '';
    throw new ChemigramError('forbidden_path', `${path} says who detects, and cannot be read (${code}).`, {
      hint: 'Give yourself the right to read it, or move it away.',
      cause: error,
    });
  }
}
