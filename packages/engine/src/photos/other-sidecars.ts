import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { editFileKind } from '@chemigram/darktable';
import type { EditFileKind } from '@chemigram/darktable';

/**
 * What else beside a photo holds an edit of it, and is not taken: darktable's duplicates (PHOTO_01.EXT.xmp) and sidecars as
 * Lightroom and Camera Raw name them (PHOTO.xmp). A photographer who is not told takes their edit for lost.
 * @returns warnings, which say how to take it
 */
export async function otherSidecars(photo: string): Promise<string[]> {
  const folder = dirname(photo);
  const [ending, taken] = [extname(photo), `${basename(photo)}.xmp`];
  const name = basename(photo, ending);
  // A photo can be read in a folder that may not be listed: nothing is known of what is beside it then.
  const files = await readdir(folder).catch(() => []);
  const beside = files.filter((file) => file.startsWith(name)).toSorted();
  const duplicates = beside.filter((file) => isDuplicate(file.slice(name.length), ending));
  const warnings: string[] = [];
  if (duplicates.length > 0) {
    const [first] = duplicates;
    warnings.push(
      `${listed(duplicates)} ${duplicates.length === 1 ? 'is a duplicate' : 'are duplicates'} of darktable, and not taken; ${taken} alone is the photo's sidecar. import_style with ${join(folder, first!)} puts one on the photo; framing aside.`,
    );
  }
  const named = [taken, `${name}.xmp`, `${name}.XMP`];
  for (const file of beside.filter((one) => named.includes(one))) {
    const kind = await kindOf(join(folder, file));
    if (kind === 'preset')
      warnings.push(
        `${file} holds settings of Lightroom or Camera Raw, which are not taken; import_style with ${join(folder, file)} puts on the photo what darktable has words for.`,
      );
    if (kind === 'sidecar' && file !== taken)
      warnings.push(`${file} holds an edit of darktable, which is read from ${taken} alone: name it so to take it.`);
  }
  return warnings;
}

/** "_01.nef.xmp" of a "photo.nef". */
const isDuplicate = (rest: string, ending: string): boolean =>
  /^_\d{2,4}$/.test(rest.slice(0, rest.length - `${ending}.xmp`.length)) && rest.endsWith(`${ending}.xmp`);

/** As many as a person reads. */
const LISTED = 3;
const listed = (files: readonly string[]): string =>
  files.slice(0, LISTED).join(', ') + (files.length > LISTED ? ` and ${files.length - LISTED} more` : '');

/** What a file holds; null where that is no edit. */
async function kindOf(path: string): Promise<EditFileKind | null> {
  try {
    return editFileKind(await readFile(path, 'utf8'));
  } catch {
    return null;
  }
}
