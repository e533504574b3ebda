import { realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import { writeAtomically } from '../safety/atomic-fs.ts';
import { namesIn, readIfThere, unlessMissing } from '../safety/if-there.ts';
import { TASTE_FOLDER } from '../home.ts';
import { editText, type TextEdit } from './text-edit.ts';
import { checkImageId } from '../photo/image-id.ts';

/** The genre whose taste holds for every photo. */
export const EVERY_GENRE = 'default';

const MARKDOWN = '.md';
const TASTE_PREFIX = `${TASTE_FOLDER}/`;

/** One text that the photographer writes and a model may propose changes of. */
export interface Page {
  /** `taste/GENRE`, `brief` or `notes`. */
  name: string;
  path: string;
  /** Null where there is no such file yet, or none that can be read as text. */
  text: string | null;
  /** Why it cannot be read; null when it can, or is not there. */
  problem: string | null;
}

/** A genre as files are named: "Black & White" is black-white. */
const genreName = (said: string): string =>
  said
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** Genres that there is a taste file for, sorted, the one for all of them first. */
export async function listGenres(home: string): Promise<string[]> {
  const genres = (await tasteFiles(home)).map(({ genre }) => genre).sort();
  return genres.toSorted((a, b) => Number(b === EVERY_GENRE) - Number(a === EVERY_GENRE));
}

/** The genres that a brief names, in a line such as "Genre: portrait, black and white"; none where it has no such line. */
export function genresIn(brief: string): string[] {
  const [, said = ''] = /^[ \t]*(?:[-*][ \t]*)?\**genres?\**[ \t]*:\**[ \t]*(.+)$/im.exec(brief) ?? [];
  return said
    .split(',')
    .map((genre) => genreName(genre))
    .filter((genre) => genre !== '');
}

/**
 * A page as it is on disk.
 *
 * @param name `taste/GENRE`, `brief` or `notes`
 * @param imageId the photo whose brief or notes are meant
 * @throws ChemigramError invalid_input for any other name
 */
export async function readPage(home: string, name: string, imageId: string): Promise<Page> {
  const path = await pathOf(home, name, imageId);
  const bytes = await readIfThere(path);
  if (bytes === null) return { name, path, text: null, problem: null };
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { name, path, text, problem: null };
  } catch {
    return { name, path, text: null, problem: `${path} is no UTF-8 text; save it as UTF-8 in an editor.` };
  }
}

/**
 * The text of a page with a change made: see editText.
 *
 * @throws ChemigramError conflict where the page cannot be read; whatever editText throws
 */
export function editPage({ name, text, problem }: Page, edit: TextEdit): string {
  if (problem === null) return editText(text ?? '', edit, name);
  throw new ChemigramError('conflict', problem, { field: 'page', hint: 'Nothing was changed.' });
}

/**
 * Writes a page whole or not at all; a link leads to the file that is written. Call it under the home's lock.
 *
 * @param page as it was read: what the photographer has saved since then is not written over
 * @throws ChemigramError conflict when the file is not as it was read
 */
export async function writePage(folder: string, { name, path, text: read }: Page, text: string): Promise<void> {
  const target = await unlessMissing(realpath(path), path);
  const now = (await readIfThere(target))?.toString('utf8') ?? null;
  if (now !== read) {
    throw new ChemigramError('conflict', `${name} was edited by somebody else in this moment.`, {
      hint: 'Nothing was changed. Try again.',
    });
  }
  await writeAtomically(folder, target, text, true);
}

async function pathOf(home: string, name: string, imageId: string): Promise<string> {
  if (name === 'brief' || name === 'notes') return join(home, checkImageId(imageId), name + MARKDOWN);
  const genre = name.startsWith(TASTE_PREFIX) ? name.slice(TASTE_PREFIX.length) : '';
  if (genre === '' || genre !== genreName(genre)) {
    throw new ChemigramError('invalid_input', `There is no page ${JSON.stringify(name)}.`, {
      field: 'page',
      hint: 'brief and notes are of the photo, taste/default and taste/portrait, taste/landscape ... of its genre.',
    });
  }
  // The photographer may have called it "Black and White.md".
  const own = (await tasteFiles(home)).find((file) => file.genre === genre);
  return join(home, TASTE_FOLDER, own?.file ?? genre + MARKDOWN);
}

async function tasteFiles(home: string): Promise<{ genre: string; file: string }[]> {
  const names = await namesIn(join(home, TASTE_FOLDER));
  return names
    .filter((file) => file.toLowerCase().endsWith(MARKDOWN))
    .sort()
    .map((file) => ({ file, genre: genreName(basename(file).slice(0, -MARKDOWN.length)) }))
    .filter(({ genre }) => genre !== '');
}
