import { expect, test } from 'vitest';
import { sharedWork } from '../../src/turns/shared-work.ts';

/** Work that ends when it is told to, and a look at who asked for it. */
function bench() {
  const share = sharedWork<string>();
  const runs: { settle: (result: string) => void; fail: (error: Error) => void; signal: AbortSignal }[] = [];
  const ask = (signal?: AbortSignal, key = 'picture') =>
    share(key, signal, (stop) => new Promise((settle, fail) => runs.push({ settle, fail, signal: stop })));
  return { ask, runs };
}

test('who asks for the same at one time gets the same, and hears whether it joined; afterwards it is done anew', async () => {
  const { ask, runs } = bench();
  const asked = [ask(), ask(), ask(undefined, 'another')];
  expect(runs).toHaveLength(2);
  runs[0]!.settle('one');
  runs[1]!.settle('two');
  expect(await Promise.all(asked)).toEqual([
    { result: 'one', joined: false },
    { result: 'one', joined: true },
    { result: 'two', joined: false },
  ]);
  const again = ask();
  runs[2]!.settle('anew');
  expect(await again).toEqual({ result: 'anew', joined: false });
});

test('a failure is that of all who wait, and the next one begins anew', async () => {
  const { ask, runs } = bench();
  const asked = [ask(), ask()];
  runs[0]!.fail(new Error('no'));
  for (const one of asked) await expect(one).rejects.toThrow('no');
  void ask();
  expect(runs).toHaveLength(2);
});

test('who gives up leaves the work to the others', async () => {
  const { ask, runs } = bench();
  const stop = new AbortController();
  const [leaves, stays] = [ask(stop.signal), ask()];
  stop.abort();
  await expect(leaves).rejects.toMatchObject({ code: 'cancelled' });
  expect(runs[0]!.signal.aborted).toBe(false);
  runs[0]!.settle('done');
  expect(await stays).toEqual({ result: 'done', joined: true });
});

test('the last to give up stops the work and hears of its end; who asks meanwhile begins anew, and is joined', async () => {
  const { ask, runs } = bench();
  const stops = [new AbortController(), new AbortController()];
  const [first, last] = stops.map(({ signal }) => ask(signal));
  for (const stop of stops) stop.abort();
  await expect(first).rejects.toMatchObject({ code: 'cancelled' });
  expect(runs[0]!.signal.aborted).toBe(true);
  const anew = ask();
  expect(runs).toHaveLength(2);
  runs[0]!.fail(new Error('stopped'));
  await expect(last).rejects.toThrow('stopped');
  const joins = ask();
  runs[1]!.settle('anew');
  expect([await anew, await joins]).toEqual([
    { result: 'anew', joined: false },
    { result: 'anew', joined: true },
  ]);
});

test('who gave up before asks for nothing, and what was joined after its end is not stopped', async () => {
  const { ask, runs } = bench();
  await expect(ask(AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  expect(runs).toEqual([]);
  const stop = new AbortController();
  const done = ask(stop.signal);
  runs[0]!.settle('done');
  await done;
  stop.abort();
  expect(runs[0]!.signal.aborted).toBe(false);
});
