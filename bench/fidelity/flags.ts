import { parseArgs } from 'node:util';
import { GROUPS } from './groups/index.ts';

const USAGE = `npm run fidelity [-- FLAGS] [FOLDER ...]
  --group NAME     one group (may be given again): ${GROUPS.map(({ name }) => name).join(', ')}
  --only WORDS     cases whose photo, frame and name hold these words; nothing is written then
  --version V      one darktable (may be given again), such as 4.2.1; all that are found otherwise
  --every          all forms in all frames at all orientations, not a part of them
  FOLDER           photographs to measure on (in its folder photos, or itself; grey pictures in masks are their subjects)
CHEMIGRAM_DATA names such a folder too; else ../shared/data is taken where it is there.`;

export interface Flags {
  readonly groups: readonly string[];
  readonly only: string | null;
  readonly versions: readonly string[];
  readonly every: boolean;
  readonly folders: readonly string[];
}

/** @throws Error with the usage for anything unknown */
export function readFlags(args: readonly string[]): Flags {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        group: { type: 'string', multiple: true, default: [] },
        version: { type: 'string', multiple: true, default: [] },
        only: { type: 'string' },
        every: { type: 'boolean', default: false },
      },
    });
    const unknown = values.group.find((name) => GROUPS.every((group) => group.name !== name));
    if (unknown !== undefined) throw new Error(`There is no group ${unknown}.`);
    return {
      groups: values.group,
      versions: values.version,
      only: values.only ?? null,
      every: values.every,
      folders: positionals,
    };
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
}
