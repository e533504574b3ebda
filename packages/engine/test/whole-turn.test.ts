import { readFile } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { wholeTurn } from '../src/whole-turn.ts';

test('what is due while input is handled is done before long work goes on', async () => {
  const order: string[] = [];
  await new Promise<void>((done) => {
    // A callback of input: where one setImmediate would come before the timer.
    readFile(fileURLToPath(import.meta.url), async () => {
      setTimeout(() => order.push('timer'), 0);
      const due = performance.now() + 3;
      while (performance.now() < due);
      await wholeTurn();
      order.push('work');
      done();
    });
  });
  expect(order).toEqual(['timer', 'work']);
});
