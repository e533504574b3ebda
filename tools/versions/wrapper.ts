import { join } from 'node:path';

/** Another Debian's tree on this machine. */
export interface Tree {
  readonly folder: string;
  /** Debian's name for the architecture, such as x86_64-linux-gnu. */
  readonly triplet: string;
  /** File name of the dynamic loader in the tree's library folder. */
  readonly loader: string;
}

/**
 * A shell script that runs the darktable-cli of a tree on the files of this machine: through that tree's own loader and
 * libraries, without chroot and without root, so every absolute path keeps its meaning.
 * Rejected: chroot with bind mounts, which needs root on each call and does not see paths that were not thought of.
 */
export const cliScript = (tree: Tree): string => `${headOf(tree, 'The darktable-cli')}
case " $* " in
  *" --version "* | *" --help "*) ;;
  *" --core "*) set -- "$@" ${OWN_FOLDERS} ;;
  *) set -- "$@" --core ${OWN_FOLDERS} ;;
esac
exec ${LOADER} "$tree/usr/bin/darktable-cli" "$@"
`;

/**
 * The same for what a warm darktable is started with (SCRIPT LIBRARY OPTIONS, see the renderer's lua-door.ts): this
 * machine's lua5.4, which setting up installs anyway, with the tree's darktable as the library. Of Lua all comes from
 * that one program: it brings its own, and its symbols go before those of the tree's liblua.
 */
export const luaScript = (tree: Tree): string => `${headOf(tree, 'A Lua with the darktable')}
script=$1; shift 2
exec ${LOADER} "$(command -v lua5.4)" "$script" "$lib/darktable" "$@" ${OWN_FOLDERS}
`;

const headOf = ({ folder, triplet, loader }: Tree, what: string): string => `#!/bin/sh
# ${what} of ${folder}, on this machine's own files.
tree='${folder}'
lib="$tree/usr/lib/${triplet}"
loader='${loader}'`;
const LOADER = '"$lib/$loader" --library-path "$lib/darktable:$lib:$tree/usr/lib:$lib/blas:$lib/lapack"';
const OWN_FOLDERS = '--datadir "$tree/usr/share/darktable" --moduledir "$lib/darktable"';

/** What the tree's architecture is called: Debian's triplet and its loader, by Node's name of it. */
export const ARCHITECTURES: Partial<Record<NodeJS.Architecture, Pick<Tree, 'triplet' | 'loader'>>> = {
  x64: { triplet: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { triplet: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
};

/** Where the wrappers of a version are written: the renderer looks for the second beside the first. */
export const wrapperPaths = (folder: string, version: string): { cli: string; lua: string } => ({
  cli: join(folder, `darktable-cli-${version}`),
  lua: join(folder, `darktable-lua-${version}`),
});
