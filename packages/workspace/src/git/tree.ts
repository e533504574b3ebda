import { ID_BYTES } from './git-object.ts';

/** One name in a folder of a snapshot. */
export interface TreeEntry {
  readonly mode: string;
  readonly name: string;
  readonly oid: string;
}

/** Git's mode of a folder. */
export const FOLDER_MODE = '40000';

/** The content of a tree object: `<mode> <name>\0<id>` each, in git's order, where a folder sorts as `name/`. */
export function encodeTree(entries: readonly TreeEntry[]): Buffer {
  const key = ({ mode, name }: TreeEntry): Buffer => Buffer.from(mode === FOLDER_MODE ? `${name}/` : name);
  const sorted = entries.toSorted((a, b) => Buffer.compare(key(a), key(b)));
  return Buffer.concat(
    sorted.flatMap(({ mode, name, oid }) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, 'hex')]),
  );
}

/** The entries of a tree object. Inverse of encodeTree. Throws an Error where it is cut short. */
export function parseTree(content: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (let at = 0; at < content.length;) {
    const space = content.indexOf(0x20, at);
    const end = content.indexOf(0, at);
    const next = end + 1 + ID_BYTES;
    if (space < 0 || end < space || next > content.length) throw new Error('the list of files is cut short');
    entries.push({
      mode: content.toString('latin1', at, space),
      name: content.toString('utf8', space + 1, end),
      oid: content.toString('hex', end + 1, next),
    });
    at = next;
  }
  return entries;
}
