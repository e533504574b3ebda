import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BLEND_CST,
  BLEND_SIZE,
  blendDefaults,
  decodeBlob,
  invertBlend,
  parseSidecar,
  readBlend,
  uniformBlend,
  withChannels,
  withDrawnMask,
  withRasterMask,
  writeBlend,
} from '../../src/index.ts';
import { refusal } from '../../../errors/test/refusal.ts';
import { FIXTURES, fixture, worksOrRefuses } from '../support.ts';

/** Bytes of which every float is finite: 420 of them, blend_cst 4, no text after the raster source's end. */
const validBytes = fc
  .tuple(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 105, maxLength: 105 }), fc.boolean())
  .map(([floats, inverted]) => {
    const bytes = new Uint8Array(new Float32Array(floats).buffer);
    const view = new DataView(bytes.buffer);
    view.setInt32(4, BLEND_CST.RGB_SCENE, true);
    bytes.fill(0, 388, 408);
    bytes.set(Buffer.from('rasterfile'), 388);
    view.setInt32(416, inverted ? 1 : 0, true);
    return bytes;
  });

describe('blend params', () => {
  test('bytes come back byte for byte', () => {
    fc.assert(
      fc.property(validBytes, (bytes) => {
        expect(writeBlend(readBlend(11, bytes))).toEqual(bytes);
      }),
    );
  });

  test('what darktable 4.2.1, 5.0.1 and 5.4.1 wrote comes back byte for byte', () => {
    const items = FIXTURES.flatMap((name) => parseSidecar(fixture(name)).history);
    expect(new Set(items.map((i) => i.blendopVersion))).toEqual(new Set([11, 13, 14]));
    for (const item of items) {
      const bytes = decodeBlob(item.blendopParams, BLEND_SIZE);
      expect(writeBlend(readBlend(item.blendopVersion, bytes))).toEqual(bytes);
    }
  });

  test("the defaults are darktable's own", () => {
    const item = parseSidecar(fixture('4.2.1-png-default.xmp')).history.find((i) => i.operation === 'colorin')!;
    expect(writeBlend(blendDefaults(BLEND_CST.NONE))).toEqual(decodeBlob(item.blendopParams));
    expect(blendDefaults(BLEND_CST.RGB_SCENE).blendifBoostFactors[8]).toBeCloseTo(Math.log2(0.01), 5);
  });

  test('the mask mode stands at byte 0, the space at 4, the mask id at 24, the raster source at 388', () => {
    const view = new DataView(writeBlend(withDrawnMask(uniformBlend(BLEND_CST.RGB_SCENE), 77)).buffer);
    expect([view.getUint32(0, true), view.getInt32(4, true), view.getInt32(24, true)]).toEqual([3, 4, 77]);
    const raster = writeBlend(withRasterMask(uniformBlend(BLEND_CST.RGB_SCENE), 'rasterfile', 2));
    expect(raster[0]).toBe(9);
    expect(Buffer.from(raster.subarray(388, 398)).toString()).toBe('rasterfile');
    expect(raster[408]).toBe(2);
  });

  test('a channel sets its bit, its polarity, its four numbers and nothing else', () => {
    const p = withChannels(uniformBlend(BLEND_CST.RGB_SCENE), [
      { channel: 2, range: [0.1, 0.2, 0.3, 0.4], inverted: true, boost: 1 },
    ]);
    expect(p.maskMode).toBe(5);
    expect(p.blendif).toBe(0x40004);
    expect(p.blendifParameters.slice(4, 16)).toEqual([0, 0, 1, 1, 0.1, 0.2, 0.3, 0.4, 0, 0, 1, 1]);
    expect(p.blendifBoostFactors[2]).toBe(1);
  });

  test('inverting twice is no inversion', () => {
    const drawn = withDrawnMask(uniformBlend(BLEND_CST.RGB_SCENE), 5);
    const both = withChannels(drawn, [{ channel: 0, range: [0, 0, 0.5, 0.6] }]);
    const raster = withRasterMask(uniformBlend(BLEND_CST.RGB_SCENE), 'rasterfile', 0);
    for (const p of [drawn, both, raster]) expect(invertBlend(invertBlend(p))).toEqual(p);
  });

  test('versions other than 11 to 14 and other lengths are refused', () => {
    for (const version of [0, 10, 15]) {
      expect(refusal(() => readBlend(version, new Uint8Array(BLEND_SIZE))).code).toBe('unsupported_by_darktable');
    }
    expect(refusal(() => readBlend(11, new Uint8Array(BLEND_SIZE - 1))).code).toBe('invalid_input');
  });

  test('a blend space that makes darktable ignore the mask is not written', () => {
    expect(refusal(() => writeBlend({ ...blendDefaults(4), blendCst: 5 })).field).toBe('blendCst');
  });

  test.each(['a name of twenty chars', 'maské'])(
    'the raster source %j, which is no name of an operation, is not written',
    (source) => {
      const raster = withRasterMask(uniformBlend(BLEND_CST.RGB_SCENE), source, 0);
      expect(refusal(() => writeBlend(raster)).field).toBe('rasterMaskSource');
    },
  );

  test('any 420 bytes are read or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: BLEND_SIZE, maxLength: BLEND_SIZE }), (bytes) => {
        expect(worksOrRefuses(() => writeBlend(readBlend(14, bytes)))).toBe(true);
      }),
    );
  });
});
