import { ChemigramError } from '@chemigram/errors';

const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;
/** Names in the photo's folder that are no part of its history. */
const RESERVED = new Set(['photo.json', 'cache']);

/** Refuses a name under which nothing may be kept in a photo's folder: outside of it, hidden, or taken. */
export function checkSnapshotFile(name: string): string {
  if (FILE_NAME.test(name) && !RESERVED.has(name.split('/')[0] ?? '')) return name;
  throw new ChemigramError(
    'invalid_input',
    `${JSON.stringify(name)} cannot be a file in a photo's folder: parts of letters, digits, ".", "_", "-" with "/" ` +
      `between, none beginning with a dot, the first none of ${[...RESERVED].join(', ')}.`,
    { field: 'name' },
  );
}
