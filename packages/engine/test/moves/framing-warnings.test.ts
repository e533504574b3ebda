import { ChemigramError } from '@chemigram/errors';
import type { Workspace } from '@chemigram/workspace';
import { expect, test } from 'vitest';
import { framingWarnings } from '../../src/moves/framing-warnings.ts';
import type { Studio } from '../../src/studio.ts';

const MOVES = [
  { primitive: 'lens', values: { distortion: 1 } },
  { primitive: 'crop', values: { left: 0.1 } },
];

/** What is told of moves that are made, by a developer that answers so. */
const told = (answer: (primitive: string) => Promise<string[]>) =>
  framingWarnings(
    {
      developer: async () => ({ framingWarnings: ({ primitive }: { primitive: string }) => answer(primitive) }),
    } as unknown as Studio,
    {} as Workspace,
    MOVES,
    { signal: new AbortController().signal, progress: () => {} },
  );

test('of several moves the same warning is told once', async () => {
  expect(await told(async () => ['The lens is known for its distortion alone.'])).toEqual([
    'The lens is known for its distortion alone.',
  ]);
});

test('a darktable that fails behind a move that is made is a warning, for a refusal says that nothing was changed', async () => {
  const fails = async (primitive: string): Promise<string[]> => {
    if (primitive === 'lens') return ['The lens is known for its distortion alone.'];
    throw new ChemigramError('darktable_failed', 'darktable wrote no picture.', { hint: 'Ask again.' });
  };
  expect(await told(fails)).toEqual([
    'The lens is known for its distortion alone.',
    'The edit is made, but whether all of it is seen is not known: darktable wrote no picture. Ask again.',
  ]);
});
