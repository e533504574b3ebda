import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import type { z } from 'zod';
import { primitiveSchema, type Primitive } from './schema.ts';
import { vocabularyOf, type Vocabulary } from './vocabulary.ts';

const PRIMITIVES = 'primitives';
const EXTENSION = '.json';

/**
 * Reads packs: folders that hold `primitives/NAME.json`.
 *
 * @throws ChemigramError `not_found` for a pack without primitives; `invalid_input` naming file and field for a file
 *   that is not JSON or not of the schema; `conflict` when two files define the same name, because old edits would
 *   change their meaning.
 */
export async function loadVocabulary(packDirs: readonly string[]): Promise<Vocabulary> {
  const primitives: Primitive[] = [];
  const sources = new Map<string, string>();
  for (const pack of packDirs) {
    for (const file of await primitiveFiles(pack)) {
      const primitive = parsePrimitive(file, await readFile(file, 'utf8'));
      const earlier = sources.get(primitive.name);
      if (earlier !== undefined) {
        throw new ChemigramError('conflict', `Primitive "${primitive.name}" is defined by ${earlier} and by ${file}`, {
          field: 'name',
          hint: 'Give the one of the personal pack another name.',
        });
      }
      sources.set(primitive.name, file);
      primitives.push(primitive);
    }
  }
  return vocabularyOf(primitives);
}

async function primitiveFiles(pack: string): Promise<string[]> {
  const folder = join(pack, PRIMITIVES);
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (cause) {
    throw new ChemigramError('not_found', `Vocabulary pack ${pack} has no folder "${PRIMITIVES}"`, { cause });
  }
  return names
    .filter((name) => name.endsWith(EXTENSION))
    .sort()
    .map((name) => join(folder, name));
}

function parsePrimitive(file: string, text: string): Primitive {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ChemigramError('invalid_input', `Vocabulary file ${file} is not JSON: ${reason}`, { cause });
  }
  const parsed = primitiveSchema.safeParse(data);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const field = pathOf(issue.path);
    throw new ChemigramError('invalid_input', `Vocabulary file ${file}: ${field}: ${issue.message}`, { field });
  }
  const expected = basename(file, EXTENSION);
  if (parsed.data.name !== expected) {
    throw new ChemigramError(
      'invalid_input',
      `Vocabulary file ${file}: name is "${parsed.data.name}"; the file says "${expected}"`,
      {
        field: 'name',
      },
    );
  }
  return parsed.data;
}

const pathOf = (path: z.core.$ZodIssue['path']): string =>
  path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i > 0 ? '.' : ''}${String(part)}`)).join('') ||
  '(the whole file)';
