import { describe, expect, it } from 'vitest';
import { overlay, OVERLAY_STYLES, type OverlayStyle, toGrey } from '../src/index.ts';

const size = { width: 12, height: 8 };
const picture = { ...size, rgb: new Uint8Array(12 * 8 * 3).map((_, i) => [40, 120, 200][i % 3]!) };
/** The left half. */
const opacity = toGrey({ ...size, data: new Float32Array(96).map((_, i) => (i % 12 < 6 ? 1 : 0)) });
const pixel = (rgb: Uint8Array, x: number, y: number) => [...rgb.subarray(3 * (y * 12 + x), 3 * (y * 12 + x) + 3)];

describe('overlay', () => {
  it.each<[OverlayStyle, number[], number[]]>([
    ['red', [147, 60, 100], [40, 120, 200]],
    ['green', [20, 187, 100], [40, 120, 200]],
    ['grey', [40, 120, 200], [109, 109, 109]],
    ['on_black', [40, 120, 200], [0, 0, 0]],
    ['on_white', [40, 120, 200], [255, 255, 255]],
    ['outline', [40, 120, 200], [40, 120, 200]],
  ])('%s shows the mask and the rest apart', (style, inside, outside) => {
    const rgb = overlay(picture, opacity, style);
    expect([pixel(rgb, 2, 4), pixel(rgb, 9, 4)]).toEqual([inside, outside]);
  });

  it.each(OVERLAY_STYLES)('%s draws the outline at half opacity: white inside, black outside', (style) => {
    const rgb = overlay(picture, opacity, style);
    expect([pixel(rgb, 5, 4), pixel(rgb, 6, 4)]).toEqual([
      [255, 255, 255],
      [0, 0, 0],
    ]);
  });

  it.each(OVERLAY_STYLES)('%s draws the outline of a faint mask where that of a strong one is', (style) => {
    const faint = toGrey({ ...size, data: new Float32Array(96).map((_, i) => (i % 12 < 6 ? 0.3 : 0)) });
    const rgb = overlay(picture, faint, style);
    expect([pixel(rgb, 5, 4), pixel(rgb, 6, 4)]).toEqual([
      [255, 255, 255],
      [0, 0, 0],
    ]);
  });

  it('draws no outline along the edge of the picture, and leaves the picture as it was', () => {
    const before = picture.rgb.slice();
    const all = toGrey({ ...size, data: new Float32Array(96).fill(1) });
    expect(overlay(picture, all, 'outline')).toEqual(before);
    overlay(picture, opacity);
    expect(picture.rgb).toEqual(before);
  });

  it('lays half of the colour over where the opacity is half', () => {
    const half = toGrey({ ...size, data: new Float32Array(96).fill(0.499) });
    expect(pixel(overlay(picture, half, 'red'), 4, 4)).toEqual([93, 90, 150]);
    expect(pixel(overlay(picture, half, 'on_black'), 4, 4)).toEqual([20, 60, 100]);
  });

  it('looks only where the mask is known to be', () => {
    const box = { left: 0, top: 0, right: 12, bottom: 4 };
    const upper = toGrey({ ...size, data: new Float32Array(96).map((_, i) => (i < 48 ? 1 : 0)), box });
    expect([pixel(overlay(picture, upper), 4, 2), pixel(overlay(picture, upper), 4, 6)]).toEqual([
      [147, 60, 100],
      [40, 120, 200],
    ]);
  });

  it('refuses a mask of another size', () => {
    const large = toGrey({ width: 120, height: 80, data: new Float32Array(9600) });
    expect(() => overlay(picture, large)).toThrow('A mask of 120 x 80 does not fit over a picture of 12 x 8.');
  });
});
