import { parseMask, type Picture, rasterise, snap, suggest } from '@chemigram/mask';
import { describe, expect, it } from 'vitest';
import { tracedMask } from '../../src/masks/outlines/traced.ts';
import { practise } from '../../src/second-thread/practice.ts';
import { SecondThread, secondThread } from '../../src/second-thread/second-thread.ts';
import type { WORKS } from '../../src/second-thread/works.ts';
import type { BREAKING } from './breaking-works.ts';

/** A dark square on a bright ground. */
function square(): Picture {
  const [width, height] = [96, 64];
  const rgb = new Uint8Array(3 * width * height).fill(200);
  for (let y = 20; y < 44; y++) rgb.fill(40, 3 * (y * width + 36), 3 * (y * width + 60));
  return { width, height, rgb };
}
const picture = square();
const rough = parseMask(
  { dt_form: 'rectangle', dt_params: { x0: 0.35, y0: 0.28, x1: 0.66, y1: 0.72, border: 0 } },
  picture,
).mask;

/** What is looked at is a picture of this one. */
const FULL = { width: 1920, height: 1280 };

const breaking = new SecondThread<typeof BREAKING>(new URL('breaking-works.ts', import.meta.url));

describe('the second thread', () => {
  it('practises what it will be asked for until it has done enough of that, and stops when something is asked', async () => {
    const fresh = new SecondThread<typeof WORKS>(new URL('../../src/second-thread/works.ts', import.meta.url));
    const asked = new AbortController();
    expect(fresh.answered).toBe(0);
    const practice = practise(fresh, asked.signal);
    asked.abort();
    await practice;
    expect(fresh.answered).toBe(1);
    await practise(fresh, new AbortController().signal);
    const enough = fresh.answered;
    expect(enough).toBeGreaterThanOrEqual(6);
    await practise(fresh, new AbortController().signal);
    expect(fresh.answered).toBe(enough);
  });

  it('gives what the same work gives on the first', async () => {
    const asked = rasterise(rough, picture, {});
    expect(await secondThread.do('snap', [picture, asked, {}])).toEqual(snap(picture, asked, {}));
    expect(await secondThread.do('trace', [{ opacity: 0.5 }, asked, FULL, 'mask'])).toEqual(
      tracedMask({ opacity: 0.5 }, asked, FULL, 'mask'),
    );
    expect(await secondThread.do('suggest', [picture, asked, 3])).toEqual(suggest(picture, asked, 3));
  });

  it('leaves the first one free to answer', async () => {
    const stop = new AbortController();
    const hanging = breaking.do('hang', [], stop.signal);
    hanging.catch(() => undefined);
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
    stop.abort();
    await expect(hanging).rejects.toMatchObject({ code: 'cancelled' });
    expect(await breaking.do('add', [picture, 4])).toBe(100);
  });

  it('passes on what a work throws, its field and hint too', async () => {
    await expect(breaking.do('refuse', [picture, 'mask_spec.snap'])).rejects.toMatchObject({
      code: 'out_of_range',
      message: 'It is too large.',
      field: 'mask_spec.snap',
      hint: 'Make it smaller.',
    });
    await expect(breaking.do('fail', [])).rejects.toMatchObject({ code: 'internal', message: 'a bug' });
  });

  it('says so when it broke, and the next work gets a new one', async () => {
    await expect(breaking.do('die', [])).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('die'),
    });
    expect(await breaking.do('add', [picture, 1])).toBe(97);
  });

  it('says so when it cannot be started', async () => {
    const nowhere = new SecondThread<typeof BREAKING>(new URL('nowhere.ts', import.meta.url));
    await expect(nowhere.do('add', [picture, 1])).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('nowhere.ts'),
    });
  });

  it('says so when it is given what cannot be sent, and goes on with the next', async () => {
    const [unsendable, next] = [breaking.do('mirror', [() => 1]), breaking.do('add', [picture, 5])];
    await expect(unsendable).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('mirror') });
    expect(await next).toBe(101);
  });

  it('gives up what still waits, and goes on with the rest', async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const asked = [
      breaking.do('hang', [], first.signal),
      breaking.do('add', [picture, 1], second.signal),
      breaking.do('add', [picture, 2]),
    ];
    second.abort();
    first.abort();
    const answers = await Promise.allSettled(asked);
    expect(answers.map((one) => (one.status === 'fulfilled' ? one.value : one.reason.code))).toEqual([
      'cancelled',
      'cancelled',
      98,
    ]);
  });

  it('does not take the answer of a work that was given up for that of the next', async () => {
    await breaking.do('add', [picture, 0]);
    const stop = new AbortController();
    const woken = new Int32Array(new SharedArrayBuffer(4));
    const answered = breaking.do('answer', [woken], stop.signal);
    const next = breaking.do('add', [picture, 3]);
    // The answer is there, and this thread, being held up, has not seen it.
    Atomics.wait(woken, 0, 0);
    stop.abort();
    await expect(answered).rejects.toMatchObject({ code: 'cancelled' });
    expect(await next).toBe(99);
  });

  it('looks at one picture again as at the one that it has, and at another as at another', async () => {
    const [one, other] = [square(), square()];
    expect(await breaking.do('brighten', [one])).toBe(201);
    expect(await breaking.do('brighten', [one])).toBe(202);
    expect(await breaking.do('brighten', [other])).toBe(201);
    expect(one.rgb[0]).toBe(200);
  });

  it('knows each of more pictures than it keeps, in whatever order they come, also after it broke', async () => {
    const pictures = [square(), square(), square(), square()];
    for (const [k, { rgb }] of pictures.entries()) rgb[0] = 10 * k;
    const first = (k: number): Promise<number> => breaking.do('first', [pictures[k]!, new Uint8Array(4)]);
    for (const k of [0, 1, 2, 0, 0, 3, 1, 3, 2, 1, 2, 0, 3]) expect(await first(k)).toBe(10 * k);
    await expect(breaking.do('die', [])).rejects.toMatchObject({ code: 'internal' });
    for (const k of [3, 0, 3]) expect(await first(k)).toBe(10 * k);
  });

  it('leaves what it is given as it is, and gives what is its own no longer', async () => {
    const given = { data: Float32Array.of(1, 2, 3), parts: [Uint8Array.of(4)] };
    for (const data of [Float32Array.of(1, 2, 3), Float32Array.of(1, 2, 3)]) {
      expect(await breaking.do('mirror', [given])).toEqual({ data, parts: [Uint8Array.of(4)] });
    }
    expect(given).toEqual({ data: Float32Array.of(1, 2, 3), parts: [Uint8Array.of(4)] });
  });
});
