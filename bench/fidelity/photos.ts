import { existsSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import sharp from 'sharp';
import { makeScene, MASK_NAMES, truthMask, writeDng, writePng } from '../../packages/scene/src/index.ts';
import type { MaskName, Scene } from '../../packages/scene/src/index.ts';
import { CLAIMS } from '../../packages/engine/test/proof/framings.ts';

export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** A photo to be measured on; its file is made, where it is generated, when it is first asked for. */
export interface Photo {
  readonly name: string;
  file(): Promise<string>;
}

/** A mask as a grey picture, and the photo that it belongs to. */
export interface Subject {
  readonly name: string;
  readonly photo: Photo;
  readonly raster: string;
}

/** All pictures of a run. */
export interface Photos {
  raw(orientation?: Orientation): Photo;
  /** The same raw, claiming a camera and a lens that can be corrected. */
  claimed(orientation: Orientation): Photo;
  readonly png: Photo;
  /** Photographs that were found, as they are. */
  readonly found: readonly Photo[];
  /** The generated raw and some of those that were found, for groups of many cases. */
  readonly few: readonly Photo[];
  /** Those that were found, as JPEGs; raws are left out. */
  readonly jpegs: readonly Photo[];
  /** Masks of subjects: of photographs that were found, and the truth of the generated scene. */
  readonly subjects: readonly Subject[];
  /** Folders that the masks are in. */
  readonly rasterFolders: readonly string[];
}

/** Large enough that a pixel matters little, small enough that many renders stay quick. */
const SCENE_SIZE = { width: 1536, height: 1024 };
/** Every so many-th photograph is one of the few. */
const FEW = 3;
const JPEG_QUALITY = 92;
const DEVELOPED = ['.png', '.jpg', '.jpeg', '.tif', '.tiff'];
const RAWS = ['.dng', '.cr2', '.cr3', '.nef', '.arw', '.raf', '.rw2', '.orf', '.pef'];

/**
 * @param scratch where generated files are put
 * @param folders searched for photographs: in `photos` below it where there is one, else in itself; grey pictures of the
 *   same names in `masks` are masks of their subjects
 */
export async function openPhotos(scratch: string, folders: readonly string[]): Promise<Photos> {
  const made = join(scratch, 'photos');
  await mkdir(made, { recursive: true });
  let scene: Scene | null = null;
  const theScene = (): Scene => (scene ??= makeScene(SCENE_SIZE));
  const raw = (orientation: Orientation = 1): Photo => ({
    name: orientation === 1 ? 'generated raw' : `generated raw, orientation ${orientation}`,
    file: once(join(made, `scene-${orientation}.dng`), async () => writeDng(theScene(), { orientation })),
  });
  const claimed = (orientation: Orientation): Photo => ({
    name: `generated raw of a known lens${orientation === 1 ? '' : `, orientation ${orientation}`}`,
    file: once(join(made, `claimed-${orientation}.dng`), async () =>
      writeDng(theScene(), { orientation, claims: CLAIMS }),
    ),
  });
  const found = folders.flatMap(photographsIn);
  const rasters = join(made, 'masks');
  await mkdir(rasters, { recursive: true });
  const truths: Subject[] = [];
  for (const name of MASK_NAMES) {
    const raster = join(rasters, `${name}.png`);
    await writeTruth(theScene(), name, raster);
    truths.push({ name: `the scene's ${name}`, photo: raw(), raster });
  }
  return {
    raw,
    claimed,
    png: { name: 'generated PNG', file: once(join(made, 'scene.png'), () => writePng(theScene())) },
    found: found.map(({ photo }) => photo),
    few: [raw(), ...found.map(({ photo }) => photo).filter((_, i) => i % FEW === 0)],
    jpegs: found
      .filter(({ path }) => DEVELOPED.includes(parse(path).ext.toLowerCase()))
      .map(({ photo, path }, i) => ({
        name: `${photo.name} as JPEG`,
        file: once(join(made, `${photo.name}-${i}.jpg`), () =>
          sharp(path).jpeg({ quality: JPEG_QUALITY, chromaSubsampling: '4:4:4' }).toBuffer(),
        ),
      })),
    subjects: [
      ...found.flatMap(({ photo, mask }) => (mask === null ? [] : [{ name: photo.name, photo, raster: mask }])),
      ...truths,
    ],
    rasterFolders: [rasters, ...folders.map((folder) => join(folder, 'masks')).filter((folder) => existsSync(folder))],
  };
}

/** Writes a file the first time that it is asked for. */
function once(path: string, make: () => Promise<Uint8Array>): () => Promise<string> {
  return async () => {
    if (!existsSync(path)) await writeFile(path, await make());
    return path;
  };
}

async function writeTruth(scene: Scene, name: MaskName, path: string): Promise<void> {
  const grey = Uint8Array.from(truthMask(scene, name, SCENE_SIZE), (opacity) => Math.round(255 * opacity));
  await sharp(grey, { raw: { ...SCENE_SIZE, channels: 1 } })
    .png()
    .toFile(path);
}

function photographsIn(folder: string): { photo: Photo; path: string; mask: string | null }[] {
  const within = [folder, join(folder, 'photos')].filter((place) => existsSync(place));
  return within.flatMap((place) =>
    readdirSync(place)
      .sort()
      .filter((file) => [...DEVELOPED, ...RAWS].includes(parse(file).ext.toLowerCase()))
      .map((file) => {
        const path = join(place, file);
        const mask = join(folder, 'masks', `${parse(file).name}.png`);
        return {
          photo: { name: parse(file).name, file: async () => path },
          path,
          mask: existsSync(mask) ? mask : null,
        };
      }),
  );
}
