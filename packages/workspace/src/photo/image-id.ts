import { ChemigramError } from '@chemigram/errors';
import { RESERVED_NAMES } from '../home.ts';

const IMAGE_ID = /^[a-z0-9][a-z0-9._-]*$/;
const LONGEST_ID = 64;

/** Whether this may be an image_id, and so the name of a folder. */
export function isImageId(id: string): boolean {
  return id.length <= LONGEST_ID && IMAGE_ID.test(id);
}

/** Refuses what is no image_id, so that `../x` never reaches the disk. */
export function checkImageId(id: string): string {
  if (isImageId(id)) return id;
  throw new ChemigramError(
    'invalid_input',
    `${JSON.stringify(id)} is no image_id: it takes 1 to ${LONGEST_ID} of a-z, 0-9, ".", "_", "-", the first a letter or digit.`,
    { field: 'image_id', hint: 'list_photos names the photos that there are.' },
  );
}

/**
 * An image_id for a photo's file: its name without folder and extension, lower case, accents dropped, anything else
 * than a-z, 0-9, ".", "_" turned into "-". Never empty, and never the name of another folder that stands beside the photos.
 */
export function idFromFileName(name: string): string {
  const base = name.split(/[\\/]/).at(-1) ?? '';
  const stem = base.replace(/(?<=.)\.[^.]*$/, '');
  const id = stem
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, LONGEST_ID)
    .replace(/[^a-z0-9]+$/, '');
  if (id === '') return 'photo';
  return RESERVED_NAMES.includes(id) ? `${id}-photo` : id;
}
