import { expect, it } from 'vitest';
import { judged } from '../../src/find/found-region.ts';

it('each sign takes of the trust, and those below a half are said', () => {
  const signs = [
    [1, 'nothing'],
    [0.4, 'a weak sign'],
    [0.5, 'half a sign'],
    [0, 'none'],
  ] as const;
  expect(judged(0.9, signs.slice(0, 3))).toEqual({ confidence: expect.closeTo(0.18, 9), doubts: ['a weak sign'] });
  expect(judged(0.9, signs)).toEqual({ confidence: 0, doubts: ['a weak sign', 'none'] });
});
