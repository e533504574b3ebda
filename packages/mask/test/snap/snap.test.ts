import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, outlineOpacity, type Picture, type Raster, snap } from '../../src/index.ts';
import { runs } from '../arbitraries.ts';

const SIZE = { width: 192, height: 128 };
const DIAGONAL = Math.hypot(SIZE.width, SIZE.height);

/** Side of the patches of a texture, in pixels. */
const PATCH = 12;

/** The same grain for the same seed, -1..1. */
const grain = (i: number): number => (((Math.imul(i + 1, 2_654_435_761) >>> 8) & 255) - 127.5) / 127.5;

/** A region in one colour on a ground of another, both with grain. */
function scene(
  inside: (x: number, y: number) => boolean,
  colours = { subject: [180, 90, 60], ground: [70, 110, 80] },
): { picture: Picture; truth: Raster } {
  const rgb = new Uint8Array(3 * SIZE.width * SIZE.height);
  const data = new Float32Array(SIZE.width * SIZE.height);
  for (let i = 0; i < data.length; i++) {
    data[i] = inside((i % SIZE.width) + 0.5, Math.floor(i / SIZE.width) + 0.5) ? 1 : 0;
    const colour = data[i] === 1 ? colours.subject : colours.ground;
    for (let c = 0; c < 3; c++) rgb[3 * i + c] = Math.round(colour[c]! + 14 * grain(3 * i + c));
  }
  return { picture: { ...SIZE, rgb }, truth: { ...SIZE, data } };
}

const inDisc = (cx: number, cy: number, r: number) => (x: number, y: number) => Math.hypot(x - cx, y - cy) < r;
const disc = scene(inDisc(96, 64, 36));

/** The same disc in patches that are further apart from each other than from the ground: the strongest edges are within it. */
const patches = (() => {
  const [dark, light, ground] = [
    [60, 20, 10],
    [240, 180, 160],
    [140, 100, 90],
  ] as const;
  const rgb = Uint8Array.from({ length: disc.picture.rgb.length }, (_, k) => {
    const i = Math.floor(k / 3);
    const patch = Math.floor((i % SIZE.width) / PATCH) + Math.floor(i / SIZE.width / PATCH);
    const colour = disc.truth.data[i] === 0 ? ground : patch % 2 === 0 ? dark : light;
    return colour[k % 3]! + Math.round(8 * grain(k));
  });
  return { picture: { ...SIZE, rgb }, truth: disc.truth };
})();

/** A polygon around (cx, cy) with the given distances of its vertices. */
const polygon = (radii: readonly number[], cx = 96, cy = 64): Raster =>
  outlineOpacity(
    [
      radii.map((r, k) => [
        cx + r * Math.cos((2 * Math.PI * k) / radii.length),
        cy + r * Math.sin((2 * Math.PI * k) / radii.length),
      ]),
    ],
    0,
    SIZE,
  );

describe('snap', () => {
  it('brings a rough outline onto the edge', () => {
    const asked = polygon([44, 33, 40, 30, 41, 34, 43, 31]);
    const { opacity, snapped, notes } = snap(disc.picture, asked);
    expect([snapped, notes]).toEqual([true, []]);
    expect(compare(asked, disc.truth).iou).toBeLessThan(0.88);
    expect(compare(opacity, disc.truth).iou).toBeGreaterThan(0.96);
  });

  it('brings a faint outline to where a strong one comes, and leaves it as faint', () => {
    const asked = polygon([44, 33, 40, 30, 41, 34, 43, 31]);
    const faint = { ...asked, data: asked.data.map((opacity) => 0.3 * opacity) };
    const [strong, weak] = [snap(disc.picture, asked), snap(disc.picture, faint)];
    expect([weak.snapped, weak.notes]).toEqual([true, []]);
    expect(weak.opacity.data.every((opacity, i) => Math.abs(opacity - 0.3 * strong.opacity.data[i]!) < 1e-6)).toBe(
      true,
    );
  });

  it('tells by the colours of both sides which of many edges is the outline', () => {
    const asked = polygon([44, 33, 40, 30, 41, 34, 43, 31]);
    const { opacity } = snap(patches.picture, asked);
    expect(compare(asked, patches.truth).iou).toBeLessThan(0.88);
    expect(compare(opacity, patches.truth).iou).toBeGreaterThan(0.93);
  });

  it('is the same every time, stays within 0..1 and within its band, for any outline near the edge', () => {
    const radii = fc.array(fc.integer({ min: 29, max: 44 }), { minLength: 6, maxLength: 12 });
    fc.assert(
      fc.property(radii, (drawn) => {
        const asked = polygon(drawn);
        const { opacity } = snap(disc.picture, asked);
        expect(compare(snap(disc.picture, asked).opacity, opacity).meanAbsoluteError).toBe(0);
        expect(opacity.data.every((v) => v >= 0 && v <= 1)).toBe(true);
        // Nothing is found further off than three times the widest noise, and the last pass and the soft edge.
        const most = 3 * 0.04 * DIAGONAL + 12;
        const beyond = opacity.data.filter(
          (_, i) => !inDisc(96, 64, 44 + most)(i % SIZE.width, Math.floor(i / SIZE.width)),
        );
        expect(Math.max(...beyond)).toBe(0);
        expect(compare(opacity, disc.truth).iou).toBeGreaterThan(compare(asked, disc.truth).iou - 0.01);
      }),
      runs(5),
    );
  });

  it('leaves an outline where it is when the picture has no edges', () => {
    const asked = polygon([40, 36, 42, 35, 39, 41]);
    const { picture } = scene(() => false);
    expect(compare(snap(picture, asked).opacity, asked).iou).toBeGreaterThan(0.9);
  });

  it('gives the asked shape back, and says so, when the edges lead somewhere else', () => {
    // A small disc in a large rough circle: what has the disc's colour is a quarter of what was asked.
    const small = scene(inDisc(96, 64, 14));
    const asked = polygon([25, 24, 25, 24, 25, 24, 25, 24]);
    const { opacity, snapped, notes } = snap(small.picture, asked);
    expect(snapped).toBe(false);
    expect(opacity).toBe(asked);
    expect(notes[0]).toMatch(/^snap: .*as asked/);
  });

  it('keeps a hole that was asked for, on the edge of what is there', () => {
    const ring = scene((x, y) => inDisc(96, 64, 50)(x, y) && !inDisc(96, 64, 24)(x, y));
    const outer = polygon([53, 46, 52, 47, 54, 48, 51, 47]);
    const hole = polygon([20, 27, 22, 26, 21, 25]);
    const asked = { ...SIZE, data: outer.data.map((v, i) => v - hole.data[i]!) };
    const { opacity } = snap(ring.picture, asked);
    expect(opacity.data[64 * SIZE.width + 96]).toBe(0);
    expect(compare(opacity, ring.truth).iou).toBeGreaterThan(0.95);
  });

  it('does not take what only lies nearby and looks alike', () => {
    const both = scene((x, y) => inDisc(70, 64, 30)(x, y) || inDisc(116, 64, 8)(x, y));
    const asked = polygon([33, 28, 32, 29, 34, 27, 31, 28], 70, 64);
    const { opacity } = snap(both.picture, asked);
    expect(opacity.data[64 * SIZE.width + 116]).toBe(0);
  });

  it('follows points: what is known to be inside or outside is', () => {
    const bar = scene((x, y) => inDisc(96, 64, 36)(x, y));
    const asked = polygon([38, 34, 38, 34, 38, 34]);
    const at = (x: number, y: number): [number, number] => [x / SIZE.width, y / SIZE.height];
    const { opacity } = snap(bar.picture, asked, { positive: [at(140, 64)], negative: [at(96, 64)] });
    expect(opacity.data[64 * SIZE.width + 140]).toBeGreaterThan(0.5);
    expect(opacity.data[64 * SIZE.width + 96]).toBeLessThan(0.5);
  });

  it('answers at the size of the asked mask', () => {
    const asked = polygon([38, 34, 38, 34, 38, 34]);
    const half: Picture = { width: 96, height: 64, rgb: new Uint8Array(3 * 96 * 64).fill(90) };
    const { width, height } = snap(half, asked).opacity;
    expect({ width, height }).toEqual(SIZE);
  });
});
