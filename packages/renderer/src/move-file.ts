import { copyFile, rename } from 'node:fs/promises';
import { wholeFile } from './whole-file.ts';

/** Moves a file, across disks too; the name is the whole file's from the first moment. */
export async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await wholeFile(to, (half) => copyFile(from, half));
  }
}
