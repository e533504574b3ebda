import { expect, test } from 'vitest';
import { madeOnce } from '../src/made-once.ts';

test('it is made when it is first asked for, once for all who ask', async () => {
  let times = 0;
  const three = madeOnce(async () => {
    times++;
    return 3;
  });
  expect([three.begun(), times]).toEqual([null, 0]);
  expect(await Promise.all([three(), three()])).toEqual([3, 3]);
  expect([await three.begun(), times]).toEqual([3, 1]);
});

test('what failed is tried again when it is asked for again', async () => {
  const results = [() => Promise.reject(new Error('not installed')), () => Promise.resolve('here')];
  const found = madeOnce<string>(() => results.shift()!());
  await expect(found()).rejects.toThrow('not installed');
  expect(found.begun()).toBeNull();
  expect(await found()).toBe('here');
});
