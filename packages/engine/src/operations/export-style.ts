import { writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { instanceName, MASK_MODE, parseSidecar, serialiseStyle } from '@chemigram/darktable';
import { ChemigramError } from '@chemigram/errors';
import type { Handler } from '../contracts/index.ts';
import { writable } from '../files/out-file.ts';
import { intoPlace } from '../files/place-file.ts';
import { snapshotAt } from '../history/snapshots.ts';
import { styleOfEdit } from '../interchange/style-of-edit.ts';
import type { Studio } from '../studio.ts';

const ENDING = '.dtstyle';

/**
 * Writes a state as a style of darktable for other photos; what a style cannot hold, drawn masks above all, is left out by name.
 * @throws ChemigramError invalid_input for an empty style or another ending, forbidden_path, conflict, not_found
 */
export const exportStyle: Handler<'export_style', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  if (extname(args.out).toLowerCase() !== ENDING) {
    throw new ChemigramError('invalid_input', `A style must end in ${ENDING}; out is ${args.out}.`, { field: 'out' });
  }
  const out = await writable(args.out, args.overwrite, studio.store);
  const snapshot = await snapshotAt(workspace, args.ref, 'ref');
  const developer = await studio.developer(workspace);
  const { xmp, layers } = await developer.develop(await workspace.recipe(snapshot.id), call);
  const { whole: baseline, raw } = await developer.session.baseline(call);
  const name = args.name ?? basename(out, extname(out));
  // Without a layer the development is the baseline as it is.
  const developed = layers.length === 0 ? baseline : parseSidecar(xmp);
  const { style, leftOut } = styleOfEdit(developed, baseline, name);
  if (style.items.length === 0) {
    throw new ChemigramError(
      'invalid_input',
      `A style of "${args.image_id}" would be empty: ${
        leftOut.length === 0
          ? 'the photo has no moves'
          : leftOut.map(({ setting, why }) => `${setting} is left out, ${why}`).join('; ')
      }.`,
      { field: 'ref', hint: 'export_xmp writes the whole edit of this photo, masks included.' },
    );
  }
  await intoPlace(out, { overwrite: args.overwrite, store: studio.store }, (part) =>
    writeFile(part, serialiseStyle(style)),
  );
  const ranged = layers.some(
    ({ blend, stored }) => stored === undefined && (blend.maskMode & MASK_MODE.PARAMETRIC) !== 0,
  );
  return {
    result: {
      image_id: args.image_id,
      snapshot: snapshot.id,
      path: out,
      name,
      modules: style.items.map(instanceName),
      left_out: leftOut,
      warnings: [
        `Its order of modules is that of ${raw ? 'raws' : 'developed pictures'}: put it on such photos.`,
        ...(ranged ? ['Its ranges of tone and colour were fitted to this photo.'] : []),
      ],
    },
  };
};
