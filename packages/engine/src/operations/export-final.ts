import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import type { Handler } from '../contracts/index.ts';
import { writable } from '../files/out-file.ts';
import { intoPlace } from '../files/place-file.ts';
import { snapshotAt } from '../history/snapshots.ts';
import { readSize } from '../photos/pictures/picture-files.ts';
import type { Studio } from '../studio.ts';

type PictureFormat = 'jpeg' | 'png' | 'tiff';
const ENDINGS: Readonly<Record<string, PictureFormat>> = {
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.png': 'png',
  '.tif': 'tiff',
  '.tiff': 'tiff',
};
/** Bits per channel of the formats that have a choice: what a printer or a further editor wants. */
const BITS = 16;

/** A JPEG has 64 kB for it; traced masks can be larger. */
const UNPROVED =
  'The history of this edit is too large for a JPEG, so the file does not carry it, and it was not compared with what was asked; a TIFF or PNG carries it.';

/** A photo is never enlarged, which whoever asked for a size should hear. */
const smallerThanAsked = (size: number | undefined, { width, height }: { width: number; height: number }): string[] =>
  size === undefined || Math.max(width, height) >= size
    ? []
    : [
        `The file is ${width} x ${height}, less than ${size}: as it is framed the photo has no more, and it is never enlarged.`,
      ];

/**
 * Develops a state in full quality, past all caches, into a file that is there whole or not at all.
 * @throws ChemigramError forbidden_path for the photographer's own files, conflict for a file that is there, not_found for ref or folder
 */
export const exportFinal: Handler<'export_final', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const format = args.format ?? formatOf(args.out);
  const out = await writable(args.out, args.overwrite, studio.store);
  const snapshot = await snapshotAt(workspace, args.ref, 'ref');
  const developer = await studio.developer(workspace);
  const layers = await developer.exported(await developer.develop(await workspace.recipe(snapshot.id), call), call);
  call.progress(0.2, 'Developing in full quality');
  let proved = false;
  await intoPlace(out, { overwrite: args.overwrite, store: studio.store }, async (part) => {
    const report = await developer.session.export(
      layers,
      { box: args.size ?? null, format, profile: 'srgb', quality: args.quality, bits: BITS, highQuality: true },
      part,
      call,
    );
    proved = report.proved;
  });
  const [{ width, height }, { size }] = await Promise.all([readSize(out), stat(out)]);
  return {
    result: {
      image_id: args.image_id,
      snapshot: snapshot.id,
      path: out,
      format,
      width,
      height,
      bytes: size,
      warnings: [...(proved ? [] : [UNPROVED]), ...smallerThanAsked(args.size, { width, height })],
    },
  };
};

function formatOf(out: string): PictureFormat {
  const format = ENDINGS[extname(out).toLowerCase()];
  if (format !== undefined) return format;
  throw new ChemigramError('invalid_input', `The ending of ${out} names no format that can be written.`, {
    field: 'out',
    hint: `Use ${Object.keys(ENDINGS).join(', ')}, or give format.`,
  });
}
