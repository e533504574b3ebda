import { copyFile, rename } from 'node:fs/promises';

/** Moves a file, across disks too; the name is the whole file's from the first moment. */
export async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    const half = `${to}.part-${process.pid}`;
    await copyFile(from, half);
    await rename(half, to);
  }
}
