/** A folder with models and pictures of a test. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { onTestFinished } from 'vitest';

type Pixel = readonly [number, number, number];

/** A folder that is gone when the test is over. (A hook of this module would be heard in the first file alone that imports it.) */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chemigram-onnx-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Writes a file. @returns what a description says of it */
export function written(folder: string, file: string, bytes: Buffer): { file: string; sha256: string } {
  writeFileSync(join(folder, file), bytes);
  return { file, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Writes a PNG of what a function says of the pixel (x, y). @returns its path */
export async function painted(
  folder: string,
  width: number,
  height: number,
  at: (x: number, y: number) => Pixel,
): Promise<string> {
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return at(pixel % width, Math.floor(pixel / width))[i % 3]!;
  });
  const path = join(folder, 'picture.png');
  await sharp(rgb, { raw: { width, height, channels: 3 } })
    .png()
    .toFile(path);
  return path;
}

export const RED: Pixel = [255, 0, 0];
export const BLACK: Pixel = [0, 0, 0];
