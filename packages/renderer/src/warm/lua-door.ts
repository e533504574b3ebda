import { access, constants, readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FoundDarktable } from '../find-darktable.ts';
import { onPath, isProgram } from '../on-path.ts';

/**
 * darktable's library is a Lua module as well: a Lua that loads it is a darktable without a window that takes one order
 * after another. What is needed for that, or why it cannot be had.
 */
export type LuaDoor =
  | {
      /** Lua, or a program that calls it: takes our script, the library's folder, and darktable's options. */
      readonly lua: string;
      /** The folder of libdarktable. */
      readonly library: string;
      /** A display without a screen, for the library asks for one; null where the user's own is there. */
      readonly xvfb: string | null;
    }
  | { readonly missing: string };

/** darktable 4.2 to 5.4 are built with Lua 5.4; another one cannot load them. */
const LUA_NAMES = ['lua5.4', 'lua-5.4', 'lua54'];
/** Where libdarktable lies below the prefix of darktable-cli; a folder of an architecture stands between at Debian's. */
const LIBRARY_FOLDERS = ['lib', 'lib64'];
const LIBRARY_NAMES = ['libdarktable.so', 'libdarktable.dylib'];
/** Beside a program of this name, the one below may stand: lua with the library that belongs to it. */
const OWN_LUA = ['darktable-cli', 'darktable-lua'] as const;

/**
 * Finds what a warm darktable needs beside darktable-cli.
 * @param env CHEMIGRAM_WARM=off says that none is wanted; PATH is searched for lua5.4 and Xvfb
 */
export async function findLuaDoor(
  { program }: Pick<FoundDarktable, 'program'>,
  env: NodeJS.ProcessEnv,
): Promise<LuaDoor> {
  if (env['CHEMIGRAM_WARM'] === 'off') return { missing: 'CHEMIGRAM_WARM is off' };
  const xvfb = await onPath(env, ['Xvfb']);
  const ownDisplay = process.platform === 'darwin' || env['DISPLAY'] !== undefined;
  if (xvfb === null && !ownDisplay) return { missing: 'Xvfb is not installed, and there is no display' };

  const beside = join(dirname(program), basename(program).replace(...OWN_LUA));
  if (beside !== program && (await isProgram(beside))) return { lua: beside, library: '', xvfb };

  const lua = await onPath(env, LUA_NAMES);
  if (lua === null) return { missing: 'lua5.4 is not installed' };
  const library = await libraryOf(program);
  if (library === null) return { missing: `libdarktable was not found near ${program}` };
  return { lua, library, xvfb };
}

async function libraryOf(program: string): Promise<string | null> {
  const prefix = dirname(dirname(await realpath(program)));
  for (const folder of LIBRARY_FOLDERS.map((name) => join(prefix, name))) {
    const architectures = (await readdir(folder).catch(() => [])).filter((name) => name.includes('-linux-'));
    for (const library of ['', ...architectures].map((name) => join(folder, name, 'darktable'))) {
      for (const name of LIBRARY_NAMES) if (await isReadable(join(library, name))) return library;
    }
  }
  return null;
}

const isReadable = (path: string): Promise<boolean> =>
  access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
