import { expect, test } from 'vitest';
import { inTurn } from '../../src/history/in-turn.ts';

/** Work that ends when it is told to, and says when it began. */
function held() {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const began: string[] = [];
  return {
    began,
    end,
    work:
      (name: string, wait = false) =>
      async () => {
        began.push(name);
        if (wait) await ended;
        return name;
      },
  };
}
const { signal: never } = new AbortController();

test('work on one thing is done one after the other, on another one at once; what fails stops nobody', async () => {
  const { began, end, work } = held();
  const first = inTurn('boat', never, work('first', true));
  const failing = inTurn('boat', never, async () => {
    began.push('failing');
    throw new Error('no');
  });
  const third = inTurn('boat', never, work('third'));
  expect(await inTurn('gull', never, work('other'))).toBe('other');
  expect(began).toEqual(['first', 'other']);
  end();
  await expect(failing).rejects.toThrow('no');
  expect(await Promise.all([first, third])).toEqual(['first', 'third']);
  expect(began).toEqual(['first', 'other', 'failing', 'third']);
});

test('who is cancelled while waiting is told at once, does nothing, and lets nobody overtake', async () => {
  const { began, end, work } = held();
  const stop = new AbortController();
  const first = inTurn('boat', never, work('first', true));
  const given = inTurn('boat', stop.signal, work('given up'));
  const third = inTurn('boat', never, work('third'));
  stop.abort();
  await expect(given).rejects.toMatchObject({ code: 'cancelled' });
  expect(began).toEqual(['first']);
  end();
  await Promise.all([first, third]);
  expect(began).toEqual(['first', 'third']);
});
