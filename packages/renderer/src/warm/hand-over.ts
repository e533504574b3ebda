import { constants, copyFile, link } from 'node:fs/promises';

/**
 * Puts a picture under another name, in a folder where its sidecar can stand beside it: a copy, where the disk can without
 * bytes. Through a symbolic link darktable would read and write sidecars beside the picture itself.
 *
 * @param isOurs it is a picture of ours and stays as it is, so that a second name of its file will do: 8 MB are copied in
 *   5 ms. A photographer's file gets no second name, for that changes what the disk says of it.
 */
export async function handOver(source: string, path: string, isOurs: boolean): Promise<void> {
  if (isOurs) {
    const linked = await link(source, path).then(
      () => true,
      // On another disk, or one that knows no second names.
      () => false,
    );
    if (linked) return;
  }
  await copyFile(source, path, constants.COPYFILE_FICLONE);
}
