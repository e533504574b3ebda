import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import { type MaskDefinition, maskDefinitionSchema } from './mask-schema.ts';

const MASKS = 'masks';
const EXTENSION = '.maskdef';

/** A named mask and the file that defines it. */
export interface LoadedMask extends MaskDefinition {
  readonly file: string;
}

/**
 * Reads the named masks of packs: `masks/NAME.maskdef` in each. A pack may have none. Where two packs define the same
 * name the later one holds: a personal pack improves on a shipped mask, and all that refers to it follows.
 *
 * @param packDirs in load order
 * @returns by name
 * @throws ChemigramError `invalid_input` naming file and field for a file that is not JSON or not of the schema
 */
export async function loadMasks(packDirs: readonly string[]): Promise<Map<string, LoadedMask>> {
  const masks = new Map<string, LoadedMask>();
  for (const pack of packDirs) {
    for (const file of await maskFiles(pack)) {
      const mask = parseMaskDefinition(file, await readFile(file, 'utf8'));
      masks.set(mask.name, { ...mask, file });
    }
  }
  return masks;
}

async function maskFiles(pack: string): Promise<string[]> {
  const folder = join(pack, MASKS);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new ChemigramError('not_found', `The folder ${folder} cannot be read: ${error.message}`, { cause: error });
  });
  return names
    .filter((name) => name.endsWith(EXTENSION))
    .sort()
    .map((name) => join(folder, name));
}

function parseMaskDefinition(file: string, text: string): MaskDefinition {
  const refuse = (what: string, field?: string, cause?: unknown): never => {
    throw new ChemigramError('invalid_input', `Mask file ${file}${what}`, {
      ...(field === undefined ? {} : { field }),
      ...(cause === undefined ? {} : { cause }),
    });
  };
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    return refuse(` is not JSON: ${(cause as Error).message}`, undefined, cause);
  }
  const parsed = maskDefinitionSchema.safeParse(data);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const field = issue.path.map(String).join('.') || '(the whole file)';
    return refuse(`: ${field}: ${issue.message}`, field);
  }
  const expected = basename(file, EXTENSION);
  if (parsed.data.name !== expected) {
    return refuse(`: name is "${parsed.data.name}"; the file says "${expected}"`, 'name');
  }
  return parsed.data;
}
