import type { Recipe } from '@chemigram/workspace';
import { expect, test } from 'vitest';
import { findMove } from '../../src/moves/find-move.ts';

const move = (move_id: string, primitive: string, label: string | null = null) => ({ move_id, primitive, label });
const recipe = (...moves: object[]): Recipe => ({ image_id: 'iguana', moves }) as unknown as Recipe;
const edited = recipe(
  move('m01', 'exposure', 'lift the face'),
  move('m02', 'vibrance'),
  move('m03', 'exposure'),
  move('m04', 'crop'),
);
const hintFor = (of: Recipe, id: string): string | undefined => {
  try {
    findMove(of, id);
  } catch (error) {
    return (error as { hint?: string }).hint;
  }
  throw new Error('It was found.');
};

test.each([
  ['exposure', 'Meant may be m01 (exposure), m03 (exposure); get_state lists all.'],
  ['lift the face', 'Meant may be m01 (exposure); get_state lists all.'],
  ['m09', 'The last are m01 (exposure), m02 (vibrance), m03 (exposure), m04 (crop); get_state lists all.'],
])('a move that is asked for as "%s" is answered with those that may be meant, by what they do', (id, hint) => {
  expect(hintFor(edited, id)).toBe(hint);
});

test('where there are no moves, that is said', () => {
  expect(hintFor(recipe(), 'm01')).toBe('The photo has no moves yet.');
});
