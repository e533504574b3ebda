import { join } from 'node:path';

/**
 * A shell script that runs the darktable-cli of another Debian's tree on the files of this machine: through that tree's
 * own loader and libraries, without chroot and without root, so every absolute path keeps its meaning.
 * Rejected: chroot with bind mounts, which needs root on each call and does not see paths that were not thought of.
 * @param tree the folder of the tree
 * @param triplet Debian's name for the architecture, such as x86_64-linux-gnu
 * @param loader file name of the dynamic loader in the tree's library folder
 */
export function wrapperScript(tree: string, triplet: string, loader: string): string {
  return `#!/bin/sh
# The darktable-cli of ${tree}, on this machine's own files.
tree='${tree}'
lib="$tree/usr/lib/${triplet}"
case " $* " in
  *" --version "* | *" --help "*) ;;
  *" --core "*) set -- "$@" --datadir "$tree/usr/share/darktable" --moduledir "$lib/darktable" ;;
  *) set -- "$@" --core --datadir "$tree/usr/share/darktable" --moduledir "$lib/darktable" ;;
esac
exec "$lib/${loader}" --library-path "$lib/darktable:$lib:$tree/usr/lib:$lib/blas:$lib/lapack" "$tree/usr/bin/darktable-cli" "$@"
`;
}

/** What the tree's architecture is called: Debian's triplet and its loader, by Node's name of it. */
export const ARCHITECTURES: Partial<Record<NodeJS.Architecture, { triplet: string; loader: string }>> = {
  x64: { triplet: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { triplet: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
};

/** Where the wrapper of a version is written. */
export function wrapperPath(folder: string, version: string): string {
  return join(folder, `darktable-cli-${version}`);
}
