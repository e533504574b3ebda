import { join } from 'node:path';
import { readSmall } from '../safety/if-there.ts';
import { isObjectId } from './git-object.ts';

// Where git keeps what its names stand for: a file each, or a line in packed-refs (gitrepository-layout(5)).

/** A ref that leads to another may lead on so often: git's own limit. */
const LONGEST_WAY = 5;

/**
 * The object that a ref names, or null when there is none of that name, or it says nothing that could be one: an older
 * line in packed-refs is then no answer.
 */
export function readRef(gitdir: string, name: string): string | null {
  let next = name;
  for (let steps = 0; steps <= LONGEST_WAY; steps++) {
    const text = readRefFile(gitdir, next);
    if (text === null) return packedRefs(gitdir).get(next) ?? null;
    if (isObjectId(text)) return text;
    if (!text.startsWith(SYMBOLIC)) return null;
    next = text.slice(SYMBOLIC.length).trim();
    if (!mayBeRef(next)) return null;
  }
  return null;
}

const SYMBOLIC = 'ref: ';
/** Whether this may be a ref's name: of nothing outside of the folder of refs, and of no letter that a file's name cannot have. */
export const mayBeRef = (name: string): boolean => /^refs(\/(?!\.)[^\p{Cc}/]+)+$/u.test(name) && !name.includes('..');

/** What a ref's own file says, or null where it has none. */
function readRefFile(gitdir: string, name: string): string | null {
  try {
    return readSmall(join(gitdir, name))?.toString('utf8').trim() ?? null;
  } catch (error) {
    // A folder of refs is no ref.
    if ((error as NodeJS.ErrnoException).code === 'EISDIR') return null;
    throw error;
  }
}

/** The refs without a file of their own, by name. */
export function packedRefs(gitdir: string): Map<string, string> {
  const text = readSmall(join(gitdir, 'packed-refs'))?.toString('utf8') ?? '';
  return new Map([...text.matchAll(/^([0-9a-f]{40}) (\S+)$/gm)].map(([, oid, name]) => [name!, oid!]));
}
