import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Picture, Raster } from '@chemigram/mask';
import sharp from 'sharp';

/** A photograph with a hand-made mask of its subject. */
interface Photograph {
  readonly name: string;
  readonly picture: Picture;
  readonly truth: Raster;
}

/** A folder with photos/NAME.png and masks/NAME.png: the first argument, CHEMIGRAM_DATA, or the one beside the repository. */
function dataFolder(): string {
  const beside = fileURLToPath(new URL('../../shared/data', import.meta.url));
  const named = process.argv[2] ?? process.env['CHEMIGRAM_DATA'] ?? beside;
  if (existsSync(join(named, 'photos')) && existsSync(join(named, 'masks'))) return named;
  console.error(
    `No photographs: ${named} has no folders photos and masks. Give a folder with photos/NAME.png and masks/NAME.png (white is the subject) as argument or in CHEMIGRAM_DATA.`,
  );
  return process.exit(2);
}

/**
 * The photographs of the folder that have a mask, by name, one after another: what a snap keeps of a picture lives as long
 * as the picture does.
 */
export async function* photographs(): AsyncGenerator<Photograph> {
  const folder = dataFolder();
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
