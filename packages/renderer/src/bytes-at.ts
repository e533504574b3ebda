import type { FileHandle } from 'node:fs/promises';

/** So many bytes of a picture's file. @throws Error where it ends before */
export async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, position);
  if (bytesRead !== length) throw new Error(`the picture ends at byte ${position + bytesRead}`);
  return bytes;
}
