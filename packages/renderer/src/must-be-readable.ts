import { access, constants, stat } from 'node:fs/promises';
import { ChemigramError, mayNotBeRead } from '@chemigram/errors';

/** @throws not_found, invalid_input or forbidden_path, in a photographer's words, where the photo cannot be read */
export async function mustBeReadable(source: string): Promise<void> {
  const info = await stat(source).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EACCES') throw mayNotBeRead(`The photo ${source}`, 'photo', cause);
    throw new ChemigramError('not_found', `The photo ${source} is not there any more or cannot be reached.`, {
      field: 'photo',
      hint: 'Put it back where it was, or ingest it again from its new place.',
      cause,
    });
  });
  if (!info.isFile()) throw new ChemigramError('invalid_input', `${source} is not a file.`, { field: 'photo' });
  await access(source, constants.R_OK).catch((cause: unknown) => {
    throw mayNotBeRead(`The photo ${source}`, 'photo', cause);
  });
}
