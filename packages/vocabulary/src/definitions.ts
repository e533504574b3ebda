import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import type { z } from 'zod';

/** A kind of named thing that packs hold as one file each, `FOLDER/NAME.EXTENSION`. */
interface Kind<T> {
  /** As an error begins: "Mask file". */
  readonly what: string;
  readonly folder: string;
  readonly extension: string;
  readonly schema: z.ZodType<T>;
  /** Whether a name that a pack before has is refused, and why; else the later one holds. */
  readonly keepsNames?: string;
}

/**
 * Reads the things of one kind from packs. A pack may have none. Where two packs define the same name the later one
 * holds, as a rule: a personal pack improves on what is shipped, and all that refers to it follows.
 *
 * @param packDirs in load order
 * @returns by name, each with its file
 * @throws ChemigramError `invalid_input` naming file and field for a file that is not JSON or not of the schema;
 *   `conflict` naming both files for a name that is taken, of kinds that keep theirs
 */
export async function readDefinitions<T extends { name: string }>(
  packDirs: readonly string[],
  kind: Kind<T>,
): Promise<Map<string, T & { readonly file: string }>> {
  const found = new Map<string, T & { readonly file: string }>();
  for (const pack of packDirs) {
    for (const file of await filesIn(join(pack, kind.folder), kind.extension)) {
      const definition = parseDefinition(file, await readFile(file, 'utf8'), kind);
      const earlier = found.get(definition.name);
      if (earlier !== undefined && kind.keepsNames !== undefined) {
        const message = `${kind.what} ${file}: "${definition.name}" is defined by ${earlier.file} already; ${kind.keepsNames}.`;
        throw new ChemigramError('conflict', message, {
          field: 'name',
          hint: 'Give the one of the personal pack another name, in the file and of the file.',
        });
      }
      found.set(definition.name, { ...definition, file });
    }
  }
  return found;
}

async function filesIn(folder: string, extension: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new ChemigramError('not_found', `The folder ${folder} cannot be read: ${error.message}`, { cause: error });
  });
  return names
    .filter((name) => name.endsWith(extension))
    .sort()
    .map((name) => join(folder, name));
}

function parseDefinition<T extends { name: string }>(file: string, text: string, kind: Kind<T>): T {
  const refuse = (what: string, field?: string, cause?: unknown): never => {
    throw new ChemigramError('invalid_input', `${kind.what} ${file}${what}`, {
      ...(field === undefined ? {} : { field }),
      hint: 'Mend the file, or take it out of its pack; it is read again at the next call.',
      ...(cause === undefined ? {} : { cause }),
    });
  };
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    return refuse(` is not JSON: ${(cause as Error).message}`, undefined, cause);
  }
  const parsed = kind.schema.safeParse(data);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const field = pathOf(issue.path);
    return refuse(`: ${field}: ${issue.message}`, field);
  }
  const expected = basename(file, kind.extension);
  if (parsed.data.name !== expected) {
    return refuse(`: name is "${parsed.data.name}"; the file says "${expected}"`, 'name');
  }
  return parsed.data;
}

const pathOf = (path: z.core.$ZodIssue['path']): string =>
  path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i > 0 ? '.' : ''}${String(part)}`)).join('') ||
  '(the whole file)';
