import type { Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { ChemigramError, mayNotBeRead } from '@chemigram/errors';
import { idFromFileName } from '@chemigram/workspace';
import type { Workspace } from '@chemigram/workspace';
import type { Handler } from '../contracts/index.ts';
import { madeOnce } from '../made-once.ts';
import { isCutShort } from '../photos/cut-short.ts';
import { shownSize } from '../photos/displayed-size.ts';
import { mustBeAsCalled } from '../photos/file-kind.ts';
import { mustBeLargeEnough } from '../photos/least-size.ts';
import { otherSidecars } from '../photos/other-sidecars.ts';
import { photographersSidecar, refuseNewer } from '../photos/photographers-sidecar.ts';
import { baselineOf } from '../photos/session/baseline-kind.ts';
import { baselineOfFirst, firstPicture } from '../photos/session/first-picture.ts';
import { openSession, SIDECAR_FILE } from '../photos/session/session.ts';
import { hashFile } from '../photos/session/source-file.ts';
import type { Studio } from '../studio.ts';

/**
 * Takes a photo in: its sidecar or darktable's defaults are the baseline. The same photo again is the one that is there, wherever its file has gone.
 * @throws ChemigramError not_found, forbidden_path for what may not be read, invalid_input for what is no photo, conflict for an
 * image_id that another photo has
 */
export const ingest: Handler<'ingest', Studio> = async (studio, args, call) => {
  const path = resolve(args.photo);
  const { size, mtimeMs } = await mustBeAPhoto(path, args.photo);
  call.progress(0.05, `Reading ${basename(path)}`);
  const hash = madeOnce(() => hashFile(path));
  const cutShort = madeOnce(() => isCutShort(path));
  if (args.image_id !== undefined && (await studio.store.has(args.image_id))) {
    return { result: await known(studio, await studio.store.open(args.image_id), path, await hash()) };
  }
  const twin = await twinOf(studio, path, size, hash);
  if (twin !== null && args.image_id === undefined) return { result: await known(studio, twin, path, await hash()) };

  await mustBeAsCalled(path);
  const { sidecar, warnings } = await photographersSidecar(path);
  const renderer = await studio.renderer();
  if (sidecar !== null) refuseNewer(sidecar, renderer.version, path);
  warnings.push(...(await otherSidecars(path)));
  if (twin !== null)
    warnings.push(`This photo is there already as "${twin.imageId}"; "${args.image_id}" is edited apart from it.`);
  call.progress(0.2, `Asking darktable ${renderer.version} for its baseline`);
  // What else there is to do is done beside darktable, and delays its start no more.
  const onBegun = (): void => {
    // Whoever waits for them hears of it.
    hash().catch(() => undefined);
    cutShort().catch(() => undefined);
    studio.getReady();
  };
  // In a folder of the engine until the workspace is there: a photo that darktable cannot read leaves no workspace.
  const workspace = await studio.inDraft(async (draft) => {
    const first = await firstPicture(renderer, path, sidecar, join(draft, 'first.tif'), {
      signal: call.signal,
      onBegun,
    });
    const { kind, full } = await baselineOfFirst(first, sidecar);
    mustBeLargeEnough(full, path);
    const sha256 = await hash();
    const id = args.image_id ?? (await idFor(studio, path, sha256));
    const start = {
      photo: {
        version: 1 as const,
        image_id: id,
        source: path,
        sha256,
        bytes: size,
        width: full.width,
        height: full.height,
        facts: { baseline: kind },
      },
      recipe: { version: 1 as const, image_id: id, moves: [] },
      files: sidecar === null ? {} : { [SIDECAR_FILE]: sidecar },
    };
    try {
      const created = await studio.store.create(start, `ingest ${basename(path)}`);
      await (await openSession(created, renderer)).begin(first, { sha256, size, mtimeMs });
      return created;
    } catch (error) {
      // Another process may have taken in the same photo meanwhile.
      if (!(error instanceof ChemigramError) || error.code !== 'conflict') throw error;
      const other = await studio.store.open(id).catch(() => null);
      if (other?.photo.sha256 !== sha256) throw error;
      return other;
    }
  });
  if (await cutShort())
    warnings.push(
      `${basename(path)} ends before its picture does; what is missing is grey. Copy it again from the card.`,
    );
  studio.prepare(workspace);
  call.progress(1, 'Ready');
  return { result: await described(studio, workspace, warnings) };
};

/** The same photo where it is there already, under whatever name; that of the same path rather than of a copy. */
async function twinOf(
  studio: Studio,
  path: string,
  size: number,
  hash: () => Promise<string>,
): Promise<Workspace | null> {
  // Only where a photo has as many bytes must darktable wait until these are read.
  const alike = (await studio.store.sources()).filter(({ bytes }) => bytes === size);
  if (alike.length === 0) return null;
  const sha256 = await hash();
  const same = alike.filter((photo) => photo.sha256 === sha256);
  const named = ({ source, image_id }: (typeof same)[number]): number =>
    source === path ? 0 : image_id === idFromFileName(path) ? 1 : 2;
  for (const { image_id } of same.toSorted((a, b) => named(a) - named(b))) {
    // One that is damaged is named by list_photos.
    const workspace = await studio.store.open(image_id).catch(() => null);
    if (workspace !== null) return workspace;
  }
  return null;
}

/** A name that no other photo has: that of the file, with a number where it is taken. */
async function idFor(studio: Studio, path: string, sha256: string): Promise<string> {
  const base = idFromFileName(path);
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (!(await studio.store.has(id))) return id;
    const workspace = await studio.store.open(id).catch(() => null);
    if (workspace?.photo.sha256 === sha256) return id;
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

async function known(studio: Studio, workspace: Workspace, path: string, sha256: string) {
  const { photo, imageId } = workspace;
  if (photo.sha256 !== sha256) {
    throw new ChemigramError('conflict', `"${imageId}" is another photo: ${photo.source}.`, {
      field: 'image_id',
      hint: 'Choose another image_id, or leave it out.',
    });
  }
  const warnings = [
    `This photo was taken in before; its ${(await workspace.recipe()).moves.length} moves are as they were.`,
  ];
  if (photo.source !== path && (await isThere(photo.source))) {
    warnings.push(`It is read from ${photo.source} as before; ${path} is a copy of that.`);
  } else if (photo.source !== path) {
    await workspace.updatePhoto((current) => ({ ...current, source: path }));
    warnings.push(`It lay at ${photo.source} and is now read from ${path}.`);
  }
  return described(studio, workspace, warnings);
}

async function described(studio: Studio, workspace: Workspace, warnings: string[]) {
  const { imageId, photo } = workspace;
  return {
    image_id: imageId,
    photo: photo.source,
    ...(await shownSize(studio, workspace, await workspace.recipe())),
    baseline: baselineOf(workspace),
    snapshot: (await workspace.head()).id,
    warnings,
  };
}

async function mustBeAPhoto(path: string, given: string): Promise<Stats> {
  const info = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EACCES') throw mayNotBeRead(`The photo ${given}`, 'photo', cause);
    throw new ChemigramError('not_found', `The photo ${given} is not there.`, {
      field: 'photo',
      hint: `Looked at ${path}. Give the absolute path of a raw, JPEG, PNG or TIFF.`,
      cause,
    });
  });
  if (!info.isFile()) {
    throw new ChemigramError('invalid_input', `${given} is a folder or a device, not a photo.`, {
      field: 'photo',
      hint: 'Give the path of one raw, JPEG, PNG or TIFF.',
    });
  }
  if (info.size === 0)
    throw new ChemigramError('invalid_input', `${given} is empty.`, {
      field: 'photo',
      hint: 'Copy it again from the card.',
    });
  const file = await open(path).catch((cause: unknown) => {
    throw mayNotBeRead(`The photo ${given}`, 'photo', cause);
  });
  await file.close();
  return info;
}
