import { dirname, sep } from 'node:path';
import { ChemigramError } from '@chemigram/errors';

/**
 * What somebody removed from the home while it was in use, a cache above all, is no bug of ours; any other failure as it is.
 *
 * @param home an absolute path
 */
export function toldAsTakenAway(home: string, thrown: unknown): unknown {
  const { code, syscall, path, dest } = (thrown ?? {}) as NodeJS.ErrnoException & { dest?: string };
  const gone = [path, dest].find((one) => one?.startsWith(home + sep));
  // A folder that cannot be made is told of a home that can only be read.
  if (code !== 'ENOENT' || gone === undefined || syscall === 'mkdir') return thrown;
  return new ChemigramError('conflict', `Something in ${dirname(gone)} was taken away while it was worked with.`, {
    hint: 'Ask again: what is only kept to be quick is made anew. Leave the folders of the home alone while something runs.',
    cause: thrown,
  });
}
