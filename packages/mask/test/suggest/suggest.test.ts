import { expect, it } from 'vitest';
import { compare, coverage, outlineOpacity, type Picture, type Raster, suggest, toGrey } from '../../src/index.ts';

const SIZE = { width: 240, height: 160 };
type Colour = readonly [number, number, number];
const LEAF: Colour = [40, 130, 60];
const SAND: Colour = [200, 180, 140];
const SHADE: Colour = [120, 108, 84];

const grain = (i: number): number => (((Math.imul(i + 1, 2_654_435_761) >>> 8) & 255) - 127.5) / 20;
const inDisc = (x: number, y: number, cx: number, cy: number, r: number): boolean => Math.hypot(x - cx, y - cy) < r;

function pictureOf(colourAt: (x: number, y: number) => Colour): Picture {
  const rgb = new Uint8Array(3 * SIZE.width * SIZE.height);
  for (let i = 0; i < rgb.length; i++) {
    const pixel = Math.floor(i / 3);
    rgb[i] = Math.round(colourAt(pixel % SIZE.width, Math.floor(pixel / SIZE.width))[i % 3]! + grain(i));
  }
  return { ...SIZE, rgb };
}

const circle = (cx: number, cy: number, radii: readonly number[]): Raster =>
  outlineOpacity(
    [
      radii.map((r, k) => {
        const angle = (2 * Math.PI * k) / radii.length;
        return [cx + r * Math.cos(angle), cy + r * Math.sin(angle)] as const;
      }),
    ],
    0,
    SIZE,
  );

const bush = pictureOf((x, y) => (inDisc(x, y, 100, 70, 36) ? LEAF : inDisc(x, y, 150, 96, 26) ? SHADE : SAND));
const asked = circle(100, 70, [41, 33, 40, 32, 42, 34, 38, 33]);
const truth = circle(
  100,
  70,
  Array.from({ length: 60 }, () => 36),
);

it('suggests the subject as asked, on its edge, with a margin, by its colours, with its shadow and its core', () => {
  const { found, notes } = suggest(bush, asked, 6);
  expect(found.map(({ kind }) => kind)).toEqual(['as_asked', 'snapped', 'margin', 'colours', 'shadow', 'core']);
  expect(notes).toEqual([]);
  const [plain, snapped, margin, colours, shadow, core] = found.map(({ opacity }) => opacity);
  expect(compare(plain!, asked).meanAbsoluteError).toBe(0);
  expect(compare(snapped!, truth).iou).toBeGreaterThan(0.95);
  expect(compare(colours!, truth).iou).toBeGreaterThan(0.95);
  const covers = (raster: Raster): number => coverage(toGrey(raster));
  expect(covers(core!)).toBeLessThan(covers(snapped!));
  expect(covers(margin!)).toBeGreaterThan(covers(snapped!));
  const at = (raster: Raster, x: number, y: number): number => raster.data[y * SIZE.width + x]!;
  expect(at(shadow!, 160, 100)).toBeGreaterThan(0.9);
  expect(at(shadow!, 100, 130)).toBeLessThan(0.1);
});

it('suggests of a faint outline what it would of a strong one, as faint', () => {
  const faint = { ...asked, data: asked.data.map((opacity) => 0.3 * opacity) };
  const [strong, weak] = [suggest(bush, asked, 6), suggest(bush, faint, 6)];
  expect(weak.found.map(({ kind }) => kind)).toEqual(strong.found.map(({ kind }) => kind));
  for (const [i, { opacity, shape, edgeContrast }] of weak.found.entries()) {
    for (const [a, b] of [
      [opacity, strong.found[i]!.opacity],
      [shape, strong.found[i]!.shape],
    ] as const) {
      expect(a.data.every((value, at) => Math.abs(value - 0.3 * b.data[at]!) < 1e-6)).toBe(true);
    }
    expect(edgeContrast).toBeCloseTo(strong.found[i]!.edgeContrast, 6);
  }
});

it('says how far the colours tell the subject, and how strong the edge is', () => {
  const { found } = suggest(bush, asked, 4);
  const { colours } = found[3]!;
  expect(colours!.inside).toBeGreaterThan(0.9);
  expect(colours!.around).toBeLessThan(0.1);
  expect(found[1]!.edgeContrast).toBeGreaterThan(found[0]!.edgeContrast);
});

it('leaves out what the picture does not tell, says so, and goes on to the next', () => {
  const even = pictureOf(() => SAND);
  const { found, notes } = suggest(even, asked, 4);
  expect(found.map(({ kind }) => kind)).toEqual(['as_asked', 'snapped', 'margin', 'core']);
  expect(notes.map((note) => note.split(' ')[0])).toEqual(['colours', 'shadow']);
});

it('takes hues on both sides of red for one band', () => {
  // In stripes of light and shade, so that brightness tells nothing.
  const lit = ([r, g, b]: Colour, y: number): Colour => ((y >> 3) % 2 === 0 ? [r, g, b] : [r / 2, g / 2, b / 2]);
  const roses = pictureOf((x, y) => {
    const isEven = (x >> 3) % 2 === 0;
    if (inDisc(x, y, 100, 70, 36)) return lit(isEven ? [200, 40, 70] : [200, 70, 40], y);
    return lit(isEven ? [40, 200, 70] : [70, 200, 40], y);
  });
  const { found } = suggest(roses, truth, 4);
  expect(found[3]!.colours!.filters).toMatchObject([{ kind: 'color_h' }]);
  const { min, max } = found[3]!.colours!.filters[0]!;
  expect(min).toBeGreaterThan(0.8);
  expect(max).toBeLessThan(0.2);
});
