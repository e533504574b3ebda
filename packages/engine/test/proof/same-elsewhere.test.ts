/** Masks in base pictures, which are put there in the way that they are put into the photo. */
import { parseMask } from '@chemigram/mask';
import { afterAll, expect, it } from 'vitest';
import { readsRasterFiles } from '../../src/masks/raster-file.ts';
import { maskOn } from '../../src/photos/developer.ts';
import { Darkroom } from '../helpers/photos.ts';
import { DRAWN } from './cases.ts';

const darkroom = await Darkroom.open();
afterAll(() => darkroom.close());

it('a mask is put into a base picture as it is put into the photo, though another way would agree better there', async () => {
  const developer = await darkroom.developer(await darkroom.photo('dng', 6, { width: 384, height: 256 }));
  const on = await developer.develop({ moves: [] });
  const request = maskOn(on, parseMask(DRAWN['a rotated ellipse'], on.displayed).mask, 'form');
  const target = { frame: on.frame, size: { width: 128, height: 192 } };
  for (const strategy of ['drawn forms', 'traced outlines'] as const) {
    const there = await developer.masks.compile(request, {}, {}, { target, strategy });
    expect([there.strategy, there.agreement > 0.95]).toEqual([strategy, true]);
  }
  // Of a shape no range can be made: then it is put there in any way.
  const there = await developer.masks.compile(request, {}, {}, { target, strategy: 'parametric range' });
  expect([there.strategy === 'parametric range', there.agreement > 0.95]).toEqual([false, true]);
});

it('a range within a form is the same range in a base picture as in the photo, for what differs along the edge of the form says nothing of it', async () => {
  const developer = await darkroom.developer(await darkroom.photo('dng', 6, { width: 1152, height: 768 }));
  const on = await developer.develop({ moves: [] });
  const ranged = 'drawn forms and parametric range';
  for (const form of ['ellipse', 'a rotated rectangle', 'a concave path']) {
    const spec = { ...(DRAWN[form] as object), range_filter: { kind: 'luminance', min: 0.4, max: 0.9, feather: 0.1 } };
    const request = maskOn(on, parseMask(spec, on.displayed).mask, 'form');
    const onBase = (width: number, height: number) =>
      developer.masks.compile(
        request,
        {},
        {},
        { target: { frame: on.frame, size: { width, height } }, strategy: ranged },
      );
    const [small, large] = [await onBase(384, 576), await onBase(683, 1024)];
    const photo = await developer.masks.compile(request, {}, {});
    // Where darktable reads files, the photo may have one instead.
    expect(photo.strategy === ranged || readsRasterFiles(developer.session.renderer.version)).toBe(true);
    const ranges = [small, large, ...(photo.strategy === ranged ? [photo] : [])].map(
      ({ strategy, blend: { blendCst, blendif, blendifParameters, blendifBoostFactors } }) => ({
        form,
        strategy,
        blendCst,
        blendif,
        blendifParameters,
        blendifBoostFactors,
      }),
    );
    expect(ranges[0]!.strategy).toBe(ranged);
    expect(ranges[0]!.blendif).not.toBe(0);
    for (const other of ranges.slice(1)) expect(other).toEqual(ranges[0]);
  }
});
