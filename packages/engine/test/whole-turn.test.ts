import { readFile } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseMask, rasterise, rasteriseInSteps } from '@chemigram/mask';
import { expect, test } from 'vitest';
import { inTurns, wholeTurn } from '../src/whole-turn.ts';

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

test('compositions are drawn in turns with others, and come out as when each is drawn at once', async () => {
  const size = { width: 90, height: 60 };
  const dot = (x: number) => ({
    dt_form: 'circle',
    dt_params: { center_x: x, center_y: 0.5, radius: 0.15, border: 0.2 },
  });
  const mask = (operation: string) =>
    parseMask(
      {
        kind: 'compose',
        operation,
        operands: [dot(0.3), { kind: 'compose', operation: 'union', operands: [dot(0.4), dot(0.6)], opacity: 0.7 }],
      },
      size,
    ).mask;
  const masks = ['union', 'subtract', 'exclude'].map(mask);
  let answered = 0;
  let isDrawing = true;
  const answer = (): void => {
    answered++;
    if (isDrawing) setImmediate(answer);
  };
  setImmediate(answer);
  const drawn = await Promise.all(masks.map((one) => inTurns(rasteriseInSteps(one, size, {}))));
  isDrawing = false;
  expect(drawn).toEqual(masks.map((one) => rasterise(one, size, {})));
  expect(answered).toBeGreaterThan(0);
});
