import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import type { Handler } from '../contracts/index.ts';
import { writable } from '../files/out-file.ts';
import { intoPlace } from '../files/place-file.ts';
import { snapshotAt } from '../history/snapshots.ts';
import type { Studio } from '../studio.ts';

/**
 * Writes a state as a sidecar for the darktable that is installed.
 * @throws ChemigramError unsupported_by_darktable for another version, invalid_input for another ending, forbidden_path, conflict, not_found
 */
export const exportXmp: Handler<'export_xmp', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  if (extname(args.out).toLowerCase() !== '.xmp') {
    throw new ChemigramError('invalid_input', `A sidecar must end in .xmp; out is ${args.out}.`, { field: 'out' });
  }
  const out = await writable(args.out, args.overwrite, studio.store);
  const snapshot = await snapshotAt(workspace, args.ref, 'ref');
  const developer = await studio.developer(workspace);
  const installed = developer.session.renderer.version;
  const version = args.darktable_version ?? installed;
  if (!installed.startsWith(version)) {
    throw new ChemigramError(
      'unsupported_by_darktable',
      `A sidecar for darktable ${version} was asked for; darktable ${installed} is installed, and its own history is what the edit stands on.`,
      {
        field: 'darktable_version',
        hint: `Set CHEMIGRAM_DARKTABLE to a darktable-cli ${version}, or leave darktable_version out.`,
      },
    );
  }
  const layers = await developer.exported(await developer.develop(await workspace.recipe(snapshot.id), call), call);
  const xmp = await developer.session.exportedXmp(layers, call);
  await intoPlace(out, { overwrite: args.overwrite, store: studio.store }, (part) => writeFile(part, xmp));
  const warnings = layers.some((layer) => layer.maskSources !== undefined)
    ? [
        `Masks of this edit are external rasters in ${developer.session.folder}; keep that folder for darktable to find them.`,
      ]
    : [];
  return {
    result: { image_id: args.image_id, snapshot: snapshot.id, path: out, darktable_version: version, warnings },
  };
};
