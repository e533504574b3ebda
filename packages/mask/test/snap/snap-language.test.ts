import { describe, expect, it } from 'vitest';
import { compare, isSnapped, maskId, parseMask, type Picture, rasterise, Snaps } from '../../src/index.ts';

const SIZE = { width: 120, height: 80 };
const circle = { dt_form: 'circle', dt_params: { center_x: 0.53, center_y: 0.48, radius: 0.27, border: 0 } };
const parse = (spec: object) => parseMask(spec, SIZE).mask;

/** A light disc of 24 pixels in the middle of a dark picture. */
const picture: Picture = {
  ...SIZE,
  rgb: new Uint8Array(3 * SIZE.width * SIZE.height).map((_, i) => {
    const p = Math.floor(i / 3);
    return Math.hypot((p % SIZE.width) + 0.5 - 60, Math.floor(p / SIZE.width) + 0.5 - 40) < 24 ? 200 : 60;
  }),
};
const truth = rasterise(
  parse({ dt_form: 'circle', dt_params: { center_x: 0.5, center_y: 0.5, radius: 0.3, border: 0 } }),
  SIZE,
  {},
);
const drawn = (spec: object) => {
  const snaps = new Snaps(picture);
  return { raster: rasterise(parse(spec), SIZE, { snaps }), notes: snaps.notes() };
};

describe('snap in a mask_spec', () => {
  it('is true, or points in the pixels of the preview; normalising again changes nothing', () => {
    expect(parse({ ...circle, snap: true })).toMatchObject({ snap: true });
    expect(parse({ ...circle, snap: {} })).toMatchObject({ snap: true });
    expect(parse({ ...circle, snap: false })).not.toHaveProperty('snap');
    const pixels = { dt_form: 'circle', dt_params: { center_x: 60, center_y: 40, radius: 20 }, coords: SIZE };
    const pointed = parse({ ...pixels, snap: { negative: [[90, 20]] } });
    expect(pointed).toMatchObject({ snap: { negative: [[0.75, 0.25]] } });
    expect(parse(pointed)).toEqual(pointed);
    expect(maskId(pointed)).not.toBe(maskId(parse(pixels)));
  });

  it('is told of a mask whose operand has it', () => {
    const operands = [circle, { ...circle, snap: true }];
    expect(isSnapped(parse({ kind: 'compose', operation: 'union', operands }))).toBe(true);
    expect(isSnapped(parse(circle))).toBe(false);
  });

  it('moves the form to the edge before it is inverted and scaled', () => {
    const { raster, notes } = drawn({ ...circle, snap: true });
    expect(compare(rasterise(parse(circle), SIZE, {}), truth).iou).toBeLessThan(0.85);
    expect(compare(raster, truth).iou).toBeGreaterThan(0.97);
    expect(notes).toEqual([]);
    const outside = drawn({ ...circle, snap: true, invert: true, opacity: 0.5 }).raster;
    expect(Math.max(...outside.data.map((v, i) => Math.abs(v - 0.5 * (1 - raster.data[i]!))))).toBeLessThan(1e-6);
  });

  it('says so when it was refused', () => {
    const around = { dt_form: 'circle', dt_params: { center_x: 0.5, center_y: 0.5, radius: 0.02, border: 0 } };
    const nothing = { kind: 'compose', operation: 'subtract', operands: [around, around] };
    expect(drawn({ ...nothing, snap: true }).notes[0]).toMatch(/^snap: /);
  });
});
