import { assert, asyncProperty, array, constantFrom, integer, property, tuple, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeCommit, parseCommit } from '../../src/git/commit.ts';
import { applyDelta, makeDelta } from '../../src/git/delta.ts';
import { objectId, type GitObject } from '../../src/git/git-object.ts';
import { encodeLoose, decodeLoose } from '../../src/git/loose.ts';
import { encodePackIndex, PackIndex } from '../../src/git/pack-index.ts';
import { encodePack, readPacked, type PackedObject } from '../../src/git/pack.ts';
import { encodeTree, parseTree } from '../../src/git/tree.ts';

// Real git reads the same files in pack-history.test.ts and history.test.ts.

/** Documents made of few lines, so that two of them share pieces at other places. */
const lines = array(constantFrom('"primitive": "exposure",\n', '"ev": 0.5\n', 'a longer line of its own here\n', 'x'), {
  maxLength: 40,
}).map((parts) => Buffer.from(parts.join('')));
const bytes = uint8Array({ maxLength: 300 }).map((some) => Buffer.from(some));

test('a delta makes the one content out of the other, whatever they are', () => {
  const content = tuple(lines, bytes).map((parts) => Buffer.concat(parts));
  assert(
    property(content, content, (base, target) => {
      expect(applyDelta(base, makeDelta(base, target)).equals(target)).toBe(true);
    }),
  );
});

test('a delta between two versions of a long document is short, and longer pieces than one copy may be are copied', () => {
  const base = Buffer.from(Array.from({ length: 4_000 }, (_, k) => `line ${k}\n`).join(''));
  const target = Buffer.from(base.toString('latin1').replace('line 2000\n', 'line two thousand\n'));
  const delta = makeDelta(base, target);
  expect(delta.length).toBeLessThan(60);
  expect(applyDelta(base, delta).equals(target)).toBe(true);
  expect(() => applyDelta(target, delta)).toThrow('other bytes');
});

test('a pack gives back every object, deltas of deltas too, and its index finds them by id and by prefix', async () => {
  const object = tuple(constantFrom('blob', 'commit', 'tree'), lines, integer({ min: 0, max: 2 }));
  await assert(
    asyncProperty(array(object, { minLength: 1, maxLength: 60 }), async (drafts) => {
      const all = new Map<string, PackedObject>();
      for (const [type, content, line] of drafts as [GitObject['type'], Buffer, number][]) {
        const oid = objectId({ type, content });
        all.set(oid, { type, content, oid, like: line === 0 ? null : `${type} ${line}` });
      }
      async function* each(): AsyncGenerator<PackedObject> {
        yield* all.values();
      }
      const { pack, entries } = await encodePack(all.size, each());
      const index = new PackIndex(encodePackIndex(entries, pack.subarray(-20)));
      expect([...index.ids()]).toEqual([...all.keys()].sort());
      for (const [oid, { type, content }] of all) {
        const read = await readPacked(pack, index.offset(oid)!, () => Promise.reject(new Error('no base')));
        expect(read).toEqual({ type, content });
        expect(index.beginningWith(oid.slice(0, 12))).toEqual([oid]);
      }
      expect(index.offset('0'.repeat(40))).toBeNull();
    }),
    { numRuns: 30 },
  );
});

describe('a loose object', () => {
  const object: GitObject = { type: 'blob', content: Buffer.from('hello\n') };
  // The id that git gives to it.
  const oid = 'ce013625030ba8dba906f756967f9e9ca394464a';

  test('has the id of git and is read back', async () => {
    expect(objectId(object)).toBe(oid);
    expect(await decodeLoose(await encodeLoose(object), oid)).toEqual(object);
  });

  test.each([
    [0, 'empty'],
    [5, 'unexpected end of file'],
    [20, 'unexpected end of file'],
  ])('cut to %i bytes is refused: %s', async (length, words) => {
    await expect(decodeLoose((await encodeLoose(object)).subarray(0, length), oid)).rejects.toThrow(words);
  });

  test('of another id is refused', async () => {
    await expect(decodeLoose(await encodeLoose(object), '0'.repeat(40))).rejects.toThrow('id');
  });
});

test('a tree is read back, in the order of git: a folder as if its name ended in a slash', () => {
  const oid = 'ce013625030ba8dba906f756967f9e9ca394464a';
  const entries = ['masks', 'masks.json', 'masks-2'].map((name) => ({ mode: '100644', name, oid }));
  entries[0]!.mode = '40000';
  const read = parseTree(encodeTree(entries));
  expect(read.map(({ name }) => name)).toEqual(['masks-2', 'masks.json', 'masks']);
  expect(() => parseTree(encodeTree(entries).subarray(0, -1))).toThrow('cut short');
});

test('a commit is read back, with hours east and west and a signature by hand', () => {
  const person = (offset: number) => ({ name: 'A B', email: 'a@b', timestamp: 1_700_000_000, offset });
  const oid = 'ce013625030ba8dba906f756967f9e9ca394464a';
  for (const offset of [0, 330, -570]) {
    const commit = {
      tree: oid,
      parents: [oid],
      author: person(offset),
      committer: person(offset),
      message: 'exposure\n\nmore\n',
    };
    const content = encodeCommit(commit);
    expect(parseCommit(content)).toEqual(commit);
    const signed = content.toString().replace('\n\nexposure', '\ngpgsig -----BEGIN\n tree x\n -----END\n\nexposure');
    expect(parseCommit(Buffer.from(signed))).toEqual(commit);
  }
  expect(() => parseCommit(Buffer.from('nonsense'))).toThrow('no list of files');
});
