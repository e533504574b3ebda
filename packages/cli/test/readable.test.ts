import { expect, test } from 'vitest';
import { readable } from '../src/readable.ts';

test('numbers stand on the line of their name, texts on lines of their own', () => {
  expect(
    readable({ at: [0.25, 0.5], warnings: ['first', 'second'], empty: [] })
      .trimEnd()
      .split('\n'),
  ).toEqual(['at: 0.25, 0.5', 'warnings:', '  - first', '  - second', 'empty: none']);
});
