/** What is made while nothing is asked, and what the first picture after an edit finds. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '@chemigram/engine';
import { openRenderer } from '@chemigram/renderer';
import { makeScene, writePng } from '@chemigram/scene';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Looks } from '../../src/photos/pictures/looks.ts';
import { RenderAhead } from '../../src/photos/pictures/render-ahead.ts';
import type { AheadWork } from '../../src/photos/pictures/render-ahead.ts';
import { until } from '../helpers/held-darktable.ts';
import { processesBelow } from '../helpers/processes.ts';

/** A work that says when it was begun and whether it was stopped, and ends when it is told to. */
function work(name: string, log: string[]): { does: AheadWork; end: () => void } {
  let end = (): void => undefined;
  const ended = new Promise<void>((settle) => (end = settle));
  const does: AheadWork = async (signal) => {
    log.push(name);
    signal.addEventListener('abort', () => log.push(`${name} stopped`));
    await ended;
  };
  return { does, end };
}

test('what was to be the first comes before all that is wanted, what was to be the last behind it, and each once', async () => {
  const ahead = new RenderAhead();
  const log: string[] = [];
  const [overtaken, first, last, base, probe] = ['overtaken', 'first', 'last', 'base', 'probe'].map((name) =>
    work(name, log),
  );
  for (const { end } of [first!, last!, base!, probe!]) end();
  ahead.wantLast(last!.does);
  ahead.want([base!.does, probe!.does]);
  ahead.wantFirst(overtaken!.does);
  ahead.wantFirst(first!.does);
  await until(() => log.length === 4);
  ahead.wantLast(work('another', log).does);
  await until(() => log.length === 5);
  expect(log).toEqual(['first', 'base', 'probe', 'last', 'another']);
});

test('what will be asked for in a moment is begun without the pause, unless something is being asked', async () => {
  const ahead = new RenderAhead();
  const log: string[] = [];
  const [now, later] = ['now', 'later'].map((name) => work(name, log));
  ahead.wantFirst(now!.does, true);
  expect(log).toEqual(['now']);
  now!.end();
  later!.end();
  await ahead.aside(async () => {
    ahead.wantFirst(later!.does, true);
    expect(log).toEqual(['now', 'now stopped']);
  });
  await until(() => log.length === 3);
});

test('a change is looked at as the last one was: in that size, and at once where that came at once', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const looks = new Looks();
  expect(looks.change()).toBeNull();
  looks.look(1024);
  expect(looks.change()).toEqual({ box: 1024, isAtOnce: true });
  // A second change without a look between: nobody waits for the picture of the first.
  expect(looks.change()).toEqual({ box: 1024, isAtOnce: false });
  vi.advanceTimersByTime(5000);
  looks.look(800);
  looks.look(400);
  expect(looks.change()).toEqual({ box: 400, isAtOnce: false });
  vi.advanceTimersByTime(20);
  looks.look(400);
  expect(looks.change()).toEqual({ box: 400, isAtOnce: true });
  looks.look(400);
  looks.tookLong();
  expect(looks.change()).toEqual({ box: 400, isAtOnce: false });
});

test('it is stopped by what is asked, and begun anew', async () => {
  const ahead = new RenderAhead();
  const log: string[] = [];
  const last = work('last', log);
  ahead.wantLast(last.does);
  await until(() => log.length === 1);
  await ahead.aside(async () => last.end());
  await until(() => log.length === 3);
  expect(log).toEqual(['last', 'last stopped', 'last']);
});

test('after an edit that nobody looked at yet, a darktable is warm for who will', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chemigram-ahead-'));
  const renderer = await openRenderer({ folder: join(folder, 'workers') });
  expect(renderer.way).toEqual({ kind: 'warm' });
  await renderer.close();
  const engine = await createEngine({ home: join(folder, 'home'), stays: true });
  onTestFinished(async () => {
    await engine.close();
    rmSync(folder, { recursive: true });
  });
  const run = (name: string, args: object) =>
    engine.run(name, args, { signal: new AbortController().signal, progress: () => {} });
  const photo = join(folder, 'boat.png');
  writeFileSync(photo, await writePng(makeScene({ width: 384, height: 256 })));
  /** Those that make pictures to be looked at, in the colours of sRGB. */
  const warm = (): number[] =>
    processesBelow(join(folder, 'home'))
      .filter((line) => /orders\.lua.* plugins\/lighttable\/export\/icctype=3\b/.test(line))
      .map((line) => Number.parseInt(line, 10));
  await run('ingest', { photo });
  await run('apply_primitive', { image_id: 'boat', primitive_name: 'exposure', value: 0.5 });
  await until(() => warm().length > 0);
  const [first] = warm();
  await run('render_preview', { image_id: 'boat', size: 200 });
  expect(warm()).toEqual([first]);
});
