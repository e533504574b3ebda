import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Picture, Raster } from '@chemigram/mask';
import sharp from 'sharp';
import { dataFolder } from '../data-folder.ts';

/** A photograph with a hand-made mask of its subject. */
interface Photograph {
  readonly name: string;
  readonly picture: Picture;
  readonly truth: Raster;
}

/** A folder with photos/NAME.png and masks/NAME.png: the first argument, or that of all benches. */
function withMasks(): string {
  const named = process.argv[2] ?? dataFolder();
  if (named !== null && ['photos', 'masks'].every((name) => existsSync(join(named, name)))) return named;
  const what = named === null ? 'no folder was named' : `${named} has no folders photos and masks`;
  console.error(
    `No photographs: ${what}. Give a folder with photos/NAME.png and masks/NAME.png (white is the subject) as argument or in CHEMIGRAM_DATA.`,
  );
  return process.exit(2);
}

/**
 * The photographs of the folder that have a mask, by name, one after another: what a snap keeps of a picture lives as long
 * as the picture does.
 */
export async function* photographs(): AsyncGenerator<Photograph> {
  const folder = withMasks();
  const masks = new Set(await readdir(join(folder, 'masks')));
  for (const name of (await readdir(join(folder, 'photos'))).sort()) if (masks.has(name)) yield read(folder, name);
}

async function read(folder: string, name: string): Promise<Photograph> {
  const photo = await sharp(join(folder, 'photos', name))
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const mask = await sharp(join(folder, 'masks', name))
    .removeAlpha()
    .toColourspace('b-w')
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = photo.info;
  if (mask.info.width !== width || mask.info.height !== height)
    throw new Error(`The mask of ${name} has another size.`);
  return {
    name,
    picture: { width, height, rgb: new Uint8Array(photo.data) },
    truth: { width, height, data: Float32Array.from(mask.data, (value) => (value >= 128 ? 1 : 0)) },
  };
}
