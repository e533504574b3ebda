import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeScene, writeDng, type Scene } from '@chemigram/scene';

/** Sizes of photos, by their megapixels. All are enlarged from one scene: painting it anew takes a minute. */
export const SIZES = {
  6: { width: 3000, height: 2000 },
  25: { width: 6144, height: 4096 },
  50: { width: 8688, height: 5792 },
} as const;
export type Megapixels = keyof typeof SIZES;

const SMALL = { width: 768, height: 512 };
/** Raws are kept between runs; the name changes with what is in them. */
const KEPT = join(tmpdir(), 'chemigram-bench-photos-1');

let scene: Scene | null = null;

/** The path of a generated raw of a size; made once per machine. */
export const sizedPhoto = (megapixels: Megapixels): Promise<string> => photoOf(SIZES[megapixels]);
/** One that darktable develops as quickly as it starts. */
export const smallPhoto = (): Promise<string> => photoOf(SMALL);

async function photoOf(size: { width: number; height: number }): Promise<string> {
  const path = join(KEPT, `${size.width}x${size.height}.dng`);
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (isThere) return path;
  await mkdir(KEPT, { recursive: true });
  scene ??= makeScene(SIZES[6]);
  const half = `${path}.part-${process.pid}`;
  await writeFile(half, writeDng(scaled(scene, size)));
  await rename(half, path);
  return path;
}

/** The same scene with every pixel taken from the nearest; its noise is that of the new size. */
function scaled(from: Scene, { width, height }: { width: number; height: number }): Scene {
  const linear = new Float32Array(3 * width * height);
  for (let y = 0, at = 0; y < height; y++) {
    const row = from.width * Math.floor((y * from.height) / height);
    for (let x = 0; x < width; x++) {
      const pixel = 3 * (row + Math.floor((x * from.width) / width));
      for (let channel = 0; channel < 3; channel++) linear[at++] = from.linear[pixel + channel]!;
    }
  }
  return { ...from, width, height, linear };
}
