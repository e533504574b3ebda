import { encodeCommit } from '../git/commit.ts';
import { objectId, type GitObject, type ObjectType } from '../git/git-object.ts';
import { encodeTree, FOLDER_MODE, type TreeEntry } from '../git/tree.ts';
import { checkSnapshotFile } from './snapshot-file.ts';

/** Who the history says made a snapshot. Fixed: nobody's global git config may matter. */
const AUTHOR = { name: 'Chemigram', email: 'chemigram@localhost' };

/** Files of a snapshot: path with "/" to the blob that holds it. */
export type FileTable = Map<string, { oid: string; mode: string }>;

/** Objects that are not written yet: what a ref is to lead to comes to the disk with the ref. */
export class Draft {
  readonly objects = new Map<string, GitObject>();

  /** Adds an object; returns its id. */
  add(type: ObjectType, content: Buffer): string {
    const object = { type, content };
    const oid = objectId(object);
    this.objects.set(oid, object);
    return oid;
  }

  /** These texts as files, put in place of, or beside, those of another table. */
  addFiles(texts: Record<string, string>, beside: FileTable = new Map()): FileTable {
    const table = new Map(beside);
    for (const [name, text] of Object.entries(texts)) {
      table.set(checkSnapshotFile(name), { oid: this.add('blob', Buffer.from(text, 'utf8')), mode: '100644' });
    }
    return table;
  }

  /** A snapshot of these files; returns its id. */
  addSnapshot(files: FileTable, parent: string | null, message: string): string {
    const now = new Date();
    const stamp = { timestamp: Math.floor(now.getTime() / 1000), offset: -now.getTimezoneOffset() };
    const content = encodeCommit({
      tree: this.#addTree(files),
      parents: parent === null ? [] : [parent],
      author: { ...AUTHOR, ...stamp },
      committer: { ...AUTHOR, ...stamp },
      message: `${message.trim()}\n`,
    });
    return this.add('commit', content);
  }

  #addTree(files: FileTable): string {
    const entries: TreeEntry[] = [];
    const folders = new Map<string, FileTable>();
    for (const [path, { oid, mode }] of files) {
      const slash = path.indexOf('/');
      if (slash < 0) {
        entries.push({ name: path, oid, mode });
        continue;
      }
      const folder = path.slice(0, slash);
      const inner = folders.get(folder) ?? new Map();
      folders.set(folder, inner.set(path.slice(slash + 1), { oid, mode }));
    }
    for (const [name, inner] of folders) entries.push({ name, oid: this.#addTree(inner), mode: FOLDER_MODE });
    return this.add('tree', encodeTree(entries));
  }
}
