/** Masks on photos that were edited in darktable before, as darktable itself makes them. */
import { appendHistory, builtinOrder, encodeBlob, serialiseSidecar, withOrder } from '@chemigram/darktable';
import type { NewHistoryItem } from '@chemigram/darktable';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Darkroom } from '../helpers/photos.ts';
import { BARS } from './bars.ts';
import { DRAWN } from './cases.ts';
import { measureSpecs } from './measure-specs.ts';

const SIZE = 768;
let room: Darkroom;
beforeAll(async () => {
  room = await Darkroom.open();
});
afterAll(() => room.close());

/** Before 3.0 the curve of the camera came first, among the camera's own colours. */
const BEFORE_30 = 1;

/** A base curve that lifts the middle: three times up to 20 nodes, their numbers, their kinds, and no fusion of exposures. */
function baseCurve(): NewHistoryItem {
  const params = Buffer.alloc(520);
  for (const [i, value] of [0, 0, 0.3, 0.5, 1, 1].entries()) params.writeFloatLE(value, 4 * i);
  params.writeInt32LE(3, 480);
  return {
    operation: 'basecurve',
    enabled: true,
    modversion: 6,
    params: encodeBlob(params),
    multiName: '',
    multiPriority: 0,
    blendopVersion: 1,
    blendopParams: '',
    extra: {},
  };
}

test('masks lie where they were said on a photo whose modules stand in the order of before 3.0, its base curve first', async () => {
  const photo = await room.photo('dng', 6, { width: SIZE, height: 512 });
  const { sidecar } = await (await room.developer(photo)).session.baseline();
  const order = builtinOrder(BEFORE_30).map((operation) => ({ operation, instance: 0 }));
  const old = serialiseSidecar(withOrder(appendHistory(sidecar, [baseCurve()]), order));
  const specs = [DRAWN['a rotated ellipse']!, { range_filter: { kind: 'luminance', min: 0, max: 0.4 } }];
  const bars = [BARS.drawn, BARS.luminance];
  for (const [i, outcome] of (await measureSpecs(await room.developer(photo, old), specs, SIZE)).entries()) {
    if ('refused' in outcome) throw new Error(outcome.refused);
    expect(outcome.measured.agreement, JSON.stringify(specs[i])).toBeGreaterThan(bars[i]!.iou);
    expect(outcome.measured.error, JSON.stringify(specs[i])).toBeLessThan(bars[i]!.error);
  }
});
