import { join } from 'node:path';
import type { Picture } from '@chemigram/mask';
import type { Handler } from '../contracts/index.ts';
import { snapshotAt } from '../history/snapshots.ts';
import { sideBySide } from '../photos/pictures/drawing.ts';
import { writeJpeg } from '../photos/pictures/picture-files.ts';
import { shortHash } from '../photos/pictures/picture-name.ts';
import { picturesFolder } from '../photos/pictures/pictures-folder.ts';
import type { Studio } from '../studio.ts';

/** Renders two states side by side, each fitting into `size` pixels. @throws ChemigramError not_found naming the ref */
export const compare: Handler<'compare', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const developer = await studio.developer(workspace);
  const pictures: Picture[] = [];
  const snapshots: string[] = [];
  for (const argument of ['ref_a', 'ref_b'] as const) {
    const snapshot = await snapshotAt(workspace, args[argument], argument);
    call.progress(0.1 + 0.4 * pictures.length, `Developing ${args[argument]}`);
    const development = await developer.develop(await workspace.recipe(snapshot.id), call);
    pictures.push((await developer.preview(development, args.size, call)).picture);
    snapshots.push(snapshot.id);
  }
  const [a, b] = snapshots as [string, string];
  const joined = sideBySide(pictures[0]!, pictures[1]!);
  const file = await writeJpeg(
    joined,
    join(await picturesFolder(workspace), `compare-${shortHash(a)}-${shortHash(b)}-${args.size}.jpg`),
  );
  return {
    result: {
      image_id: args.image_id,
      ref_a: a,
      ref_b: b,
      path: file.path,
      width: file.width,
      height: file.height,
      warnings: a === b ? ['Both sides show the same snapshot.'] : [],
    },
    pictures: [file],
  };
};
