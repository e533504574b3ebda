import { createHash } from 'node:crypto';
import { mkdir, readFile, realpath, stat } from 'node:fs/promises';
import { delimiter, dirname, join, resolve, sep } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import { fromGrey, sameAspect, toGrey } from '@chemigram/mask';
import type { Grey, Mask, Raster, RasterMask, Size, Sources } from '@chemigram/mask';
import { RASTERS_FOLDER } from '@chemigram/workspace';
import type { Workspace } from '@chemigram/workspace';
import { readGrey, writeGrey } from '../pictures/picture-files.ts';

/** Further folders that rasters may be read from, separated as in PATH. */
const FOLDERS_VARIABLE = 'CHEMIGRAM_RASTER_FOLDERS';
/** Longer side of a kept raster: four times that of the previews which masks are compared on. */
export const KEPT_SIDE = 4096;
/** How a recipe names what was kept, relative to the workspace. */
const KEPT = new RegExp(`^${RASTERS_FOLDER}/[0-9a-f]{16}\\.png$`);
const KEPT_DIGITS = 16;

/** Where a photo's rasters may lie and what they must fit. */
export interface RasterHome {
  readonly workspace: Workspace;
  readonly displayed: Size;
  readonly env: NodeJS.ProcessEnv;
}

/** Whether a picture file is named anywhere in the mask. */
export function hasRaster(mask: Mask): boolean {
  return mask.kind === 'compose' ? mask.operands.some(hasRaster) : mask.kind === 'raster';
}

/**
 * Copies every raster of a mask into the photo's workspace, named by its pixels, so that the mask outlives the file.
 *
 * @returns the same mask with the copies' names
 * @throws ChemigramError forbidden_path, not_found or invalid_input, with the field of the path
 */
export async function keepRasters(mask: Mask, place: RasterHome, field = ''): Promise<Mask> {
  const at = field === '' ? '' : `${field}.`;
  if (mask.kind === 'compose') {
    const operands: Mask[] = [];
    for (const [i, operand] of mask.operands.entries()) {
      operands.push(await keepRasters(operand, place, `${at}operands[${i}]`));
    }
    return { ...mask, operands };
  }
  return mask.kind === 'raster' ? { ...mask, path: await kept(mask.path, place, `${at}path`) } : mask;
}

async function kept(given: string, { workspace, displayed, env }: RasterHome, field: string): Promise<string> {
  const file = await allowed(given, workspace, env, field);
  const picture = await decoded(file, given, field);
  if (!sameAspect(picture.original, displayed)) {
    const [own, needed] = [picture.original, displayed].map(({ width, height }) => `${width} x ${height}`);
    throw new ChemigramError('invalid_input', `The raster ${given} has ${own}; the displayed picture has ${needed}.`, {
      field,
      hint: "A raster covers the whole displayed picture: make it of the preview's width and height.",
    });
  }
  return keepGrey(picture, workspace.dir);
}

/** Keeps an opacity as a raster of the photo. @returns how a mask names it */
export function keepOpacity(raster: Raster, workspaceDir: string): Promise<string> {
  return keepGrey(toGrey(raster), workspaceDir);
}

/** Keeps a grey picture as a raster of the photo. @returns how a mask names it */
export async function keepGrey(picture: Grey, workspaceDir: string): Promise<string> {
  const digest = createHash('sha256').update(`${picture.width}x${picture.height} `).update(bytesOf(picture.grey));
  const name = `${RASTERS_FOLDER}/${digest.digest('hex').slice(0, KEPT_DIGITS)}.png`;
  const path = join(workspaceDir, name);
  const there = await stat(path).then(
    () => true,
    () => false,
  );
  if (!there) {
    await mkdir(dirname(path), { recursive: true });
    await writeGrey(picture, path);
  }
  return name;
}

const bytesOf = (grey: Uint16Array): Uint8Array => new Uint8Array(grey.buffer, grey.byteOffset, grey.byteLength);

/** The file behind a path, links followed. A relative path is looked for in the workspace, then beside the photo. */
async function allowed(given: string, workspace: Workspace, env: NodeJS.ProcessEnv, field: string): Promise<string> {
  const named = (env[FOLDERS_VARIABLE] ?? '').split(delimiter).filter((folder) => folder !== '');
  const asked = [workspace.dir, dirname(workspace.photo.source), ...named].map((folder) => resolve(folder));
  const real = (await Promise.all(asked.map(realOf))).filter((folder) => folder !== null);
  const inside = (path: string, folders: readonly string[]): boolean =>
    folders.some((folder) => path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`));
  const places = [resolve(workspace.dir, given), resolve(dirname(workspace.photo.source), given)];
  // What lies outside is refused whether or not it is there: a path must not be a way to ask.
  const files = await Promise.all(places.map(realOf));
  const file = files.find((found) => found !== null && inside(found, real)) ?? null;
  if (file !== null) return file;
  if (files.every((found) => found === null) && places.some((path) => inside(path, [...asked, ...real]))) {
    throw new ChemigramError('not_found', `The raster ${given} is not there.`, {
      field,
      hint: `Looked at ${[...new Set(places)].join(' and ')}.`,
    });
  }
  throw new ChemigramError(
    'forbidden_path',
    `The raster ${given} lies outside the folders that rasters are read from.`,
    {
      field,
      hint: `Put it beside the photo, in ${dirname(workspace.photo.source)}, or name its folder in ${FOLDERS_VARIABLE}.`,
    },
  );
}

const realOf = (path: string): Promise<string | null> => realpath(path).catch(() => null);

async function decoded(file: string, given: string, field: string): Promise<Grey & { original: Size }> {
  try {
    // A pipe or a device would be waited for without end.
    if (!(await stat(file)).isFile()) throw new Error('it is no file');
    return await readGrey(await readFile(file), KEPT_SIDE);
  } catch (cause) {
    throw new ChemigramError('invalid_input', `The raster ${given} is not a picture that can be read.`, {
      field,
      hint: 'Give a grey PNG, TIFF or JPEG of 8 or 16 bits: white is full effect, black none.',
      cause,
    });
  }
}

/**
 * What rasterise needs for a mask's rasters.
 *
 * @param workspaceDir where keepRasters put them; null where there is no workspace
 * @throws ChemigramError forbidden_path for a raster that was never kept, workspace_damaged for one that is gone
 */
export async function rasterSources(mask: Mask, workspaceDir: string | null): Promise<Pick<Sources, 'resolve'>> {
  const found = new Map<string, Raster>();
  for (const { path } of rastersIn(mask)) found.set(path, await readKept(path, workspaceDir));
  if (found.size === 0) return {};
  return {
    resolve(ref) {
      const raster = ref.kind === 'raster' ? found.get(ref.path) : undefined;
      if (raster !== undefined) return raster;
      throw new ChemigramError('internal', `A ${ref.kind} mask was to be rasterised before it was resolved.`);
    },
  };
}

function rastersIn(mask: Mask): RasterMask[] {
  if (mask.kind === 'compose') return mask.operands.flatMap(rastersIn);
  return mask.kind === 'raster' ? [mask] : [];
}

async function readKept(path: string, workspaceDir: string | null): Promise<Raster> {
  if (workspaceDir === null || !KEPT.test(path)) {
    throw new ChemigramError('forbidden_path', `The raster ${path} is not one that was kept for this photo.`, {
      hint: 'A named mask of a pack cannot be a picture file; give the raster in mask_spec, or save_mask it for the photo.',
    });
  }
  const file = join(workspaceDir, path);
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new ChemigramError('workspace_damaged', `The raster ${file}, a mask of this photo, cannot be read.`, {
      hint: 'Put it back, or give the moves that use it another mask with adjust_move.',
      cause,
    });
  });
  return fromGrey(await readGrey(bytes, KEPT_SIDE));
}
