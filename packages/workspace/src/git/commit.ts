import { isObjectId } from './git-object.ts';

/** A commit object, as far as this package reads and writes it. */
export interface Commit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

export interface Signature {
  readonly name: string;
  readonly email: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  /** Minutes that local time is ahead of UTC. */
  readonly offset: number;
}

const MINUTES = 60;

function signatureText({ name, email, timestamp, offset }: Signature): string {
  const away = Math.abs(offset);
  const zone = [Math.floor(away / MINUTES), away % MINUTES].map((part) => String(part).padStart(2, '0')).join('');
  return `${name} <${email}> ${timestamp} ${offset < 0 ? '-' : '+'}${zone}`;
}

function parseSignature(text: string): Signature {
  const [, name, email, timestamp, sign, hours, minutes] =
    /^(.*?) ?<([^>]*)> (\d+) ([+-])(\d\d)(\d\d)$/.exec(text) ?? [];
  if (name === undefined) throw new Error(`${JSON.stringify(text)} is no author`);
  const away = Number(hours) * MINUTES + Number(minutes);
  return { name, email: email!, timestamp: Number(timestamp), offset: sign === '-' ? -away : away };
}

/** The content of a commit object. */
export function encodeCommit({ tree, parents, author, committer, message }: Commit): Buffer {
  const lines = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${signatureText(author)}`,
    `committer ${signatureText(committer)}`,
    '',
    message,
  ];
  return Buffer.from(lines.join('\n'));
}

/** The commit in an object's content; headers that are not ours (signatures) are passed over. Throws an Error. */
export function parseCommit(content: Buffer): Commit {
  const text = content.toString('utf8');
  const end = text.indexOf('\n\n');
  const headers = new Map<string, string[]>();
  for (const line of (end < 0 ? text : text.slice(0, end)).split('\n')) {
    const space = line.indexOf(' ');
    const key = line.slice(0, Math.max(space, 0));
    const value = line.slice(space + 1);
    const values = headers.get(key);
    if (values === undefined) headers.set(key, [value]);
    else values.push(value);
  }
  const tree = headers.get('tree')?.[0] ?? '';
  if (!isObjectId(tree)) throw new Error('it names no list of files');
  return {
    tree,
    parents: headers.get('parent') ?? [],
    author: parseSignature(headers.get('author')?.[0] ?? ''),
    committer: parseSignature(headers.get('committer')?.[0] ?? ''),
    message: end < 0 ? '' : text.slice(end + 2),
  };
}
