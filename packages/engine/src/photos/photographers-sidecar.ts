import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { inForce, orderOf, parseSidecar, refuseUnreadable, serialiseSidecar, withOrder } from '@chemigram/darktable';
import type { Sidecar } from '@chemigram/darktable';
import { ChemigramError } from '@chemigram/errors';
import { hasBorder } from '../develop/unbordered.ts';

/**
 * What darktable itself would read beside the photo: PHOTO.EXT.xmp, where it holds an edit.
 * @returns `warnings` says why one that is there is left out, and what of it is not seen
 * @throws ChemigramError invalid_input where it cannot be read
 */
export async function photographersSidecar(path: string): Promise<{ sidecar: string | null; warnings: string[] }> {
  const file = `${path}.xmp`;
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    // Of a photo whose name is as long as names can be none can be there.
    if (error.code === 'ENOENT' || error.code === 'ENAMETOOLONG') return null;
    throw new ChemigramError('invalid_input', `The sidecar ${file} cannot be read: ${error.message}`, {
      field: 'photo',
      cause: error,
    });
  });
  if (text === null) return { sidecar: null, warnings: [] };
  try {
    const read = parseSidecar(text);
    // Where all steps are undone darktable shows the bare sensor data, and adds to the first edit what it likes.
    if (inForce(read).length > 0) {
      return { sidecar: withOrderListed(text, read), warnings: hasBorder(read) ? [borderWarning(file)] : [] };
    }
  } catch (error) {
    if (!(error instanceof ChemigramError)) throw error;
    return {
      sidecar: null,
      warnings: [`The sidecar ${basename(file)} was left out, darktable's defaults are the baseline: ${error.message}`],
    };
  }
  return {
    sidecar: null,
    warnings: [`The sidecar ${basename(file)} holds no edits in force; darktable's defaults are the baseline.`],
  };
}

const borderWarning = (file: string): string =>
  `The edit in ${basename(file)} puts a border around the picture (darktable's module "framing"): previews show the picture without it, which is what masks and crops are said on; export_final and export_xmp have it.`;

/** The same with its order as a list, where that has a version which darktable before 5.0 takes for that of raws, without a word. */
function withOrderListed(text: string, read: Sidecar): string {
  const listed = withOrder(read, orderOf(read));
  return read.iopOrderList !== null || listed.iopOrderList === null ? text : serialiseSidecar(listed);
}

/**
 * Refuses a sidecar as the baseline of which this darktable would lose a part.
 * @throws ChemigramError unsupported_by_darktable, which names the part
 */
export function refuseNewer(sidecar: string, darktable: string, photo: string): void {
  try {
    refuseUnreadable(parseSidecar(sidecar), darktable);
  } catch (cause) {
    if (!(cause instanceof ChemigramError)) throw cause;
    throw new ChemigramError(
      cause.code,
      `The sidecar ${basename(photo)}.xmp cannot be the baseline. ${cause.message}`,
      {
        field: 'photo',
        hint: "Set CHEMIGRAM_DARKTABLE to the darktable-cli that wrote the sidecar, or move it aside to begin with darktable's defaults.",
        cause,
      },
    );
  }
}
