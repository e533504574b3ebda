import type { Handler } from '../contracts/index.ts';
import { shownName } from '../history/named-snapshots.ts';
import type { Studio } from '../studio.ts';

/** Names a snapshot or deletes the name; without a name it lists them. @throws ChemigramError not_found, conflict for a name that is taken */
export const tag: Handler<'tag', Studio> = async (studio, args) => {
  const { image_id, name, ref } = args;
  const workspace = await studio.store.open(image_id);
  if (name !== undefined) await (args.delete ? workspace.deleteTag(name) : workspace.tag(name, ref));
  return { result: { image_id, tags: (await workspace.tags()).map(shownName) } };
};
