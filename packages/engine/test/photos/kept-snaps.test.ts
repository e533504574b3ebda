import { setImmediate } from 'node:timers/promises';
import { compare, parseMask, type Picture, rasterise, Snaps } from '@chemigram/mask';
import { expect, test, vi } from 'vitest';
import { KeptSnaps } from '../../src/photos/masks/kept-snaps.ts';
import { secondThread } from '../../src/second-thread/second-thread.ts';

/** A dark square, and one beside it, on a bright ground. */
function squares(): Picture {
  const [width, height] = [120, 80];
  const rgb = new Uint8Array(3 * width * height).fill(200);
  for (let y = 24; y < 56; y++) {
    rgb.fill(40, 3 * (y * width + 20), 3 * (y * width + 52));
    rgb.fill(90, 3 * (y * width + 70), 3 * (y * width + 102));
  }
  return { width, height, rgb };
}
const picture = squares();
const around = (x0: number, x1: number) => ({
  dt_form: 'rectangle',
  dt_params: { x0, y0: 0.27, x1, y1: 0.73, border: 0 },
});
const read = (spec: object) => parseMask(spec, picture).mask;
const one = read({ ...around(0.15, 0.46), snap: true, invert: true, opacity: 0.5 });
/** What is snapped holds what is snapped. */
const nested = read({
  kind: 'compose',
  operation: 'union',
  snap: true,
  operands: [{ ...around(0.15, 0.46), snap: true }, around(0.56, 0.87)],
});

test('a mask with snaps that were made before is the one with snaps made on the way, nested ones too', async () => {
  for (const mask of [one, nested]) {
    const snaps = await new KeptSnaps().of(mask, picture, {}, picture, {});
    const made = rasterise(mask, picture, { picture, snaps });
    expect(made).toEqual(rasterise(mask, picture, { picture, snaps: new Snaps(picture) }));
  }
});

test('others are answered while a snap is made', async () => {
  let isMade = false;
  const made = new KeptSnaps().of(one, picture, {}, squares(), {}).then(() => (isMade = true));
  for (let turn = 0; turn < 5; turn++) await setImmediate();
  expect(isMade).toBe(false);
  await made;
});

test('one who gives up leaves a snap to another who waits for it, and it is made once', async () => {
  const works = vi.spyOn(secondThread, 'do');
  const snaps = new KeptSnaps();
  const stop = new AbortController();
  const first = snaps.of(one, picture, {}, picture, { signal: stop.signal });
  const second = snaps.of(one, picture, {}, picture, {});
  stop.abort();
  await expect(first).rejects.toMatchObject({ code: 'cancelled' });
  const made = rasterise(one, picture, { picture, snaps: await second });
  expect(compare(made, rasterise(one, picture, { picture, snaps: new Snaps(picture) })).iou).toBe(1);
  expect(works.mock.calls.map(([name]) => name)).toEqual(['snap']);
  works.mockRestore();
});
