import { BLEND_CST, CHANNELS, invertBlend, parametricOpacity, trapezoidOf, uniformBlend } from '@chemigram/darktable';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binChannel } from '../../src/masks/ranges/binned-channel.ts';
import { descend, rangeOf, Sums } from '../../src/masks/ranges/channel-search.ts';
import { InputChannels, parametricBlend } from '../../src/masks/ranges/channels.ts';
import { fitRanges } from '../../src/masks/ranges/fit-ranges.ts';
import type { RangeFit } from '../../src/masks/ranges/fit-ranges.ts';

const CST = BLEND_CST.RGB_DISPLAY;
const COLOURS = 2000;

/** Colours all over the cube, the same each time. */
const coloursOf = (count: number): Float32Array =>
  Float32Array.from({ length: 3 * count }, (_, i) => ((i + 1) * [0.618034, 0.754878, 0.56984][i % 3]!) % 1);
const cube = coloursOf(COLOURS);
const target = (of: (r: number, g: number, b: number) => number, rgb = cube): Float32Array =>
  Float32Array.from({ length: rgb.length / 3 }, (_, i) => of(rgb[3 * i]!, rgb[3 * i + 1]!, rgb[3 * i + 2]!));
const ones = (n = COLOURS): Float32Array => new Float32Array(n).fill(1);
const fit = (asked: Float32Array, turnable = true, rgb = cube, weight = ones(asked.length)): RangeFit =>
  fitRanges({ target: asked, weight }, new InputChannels(rgb).levels(CST).map(binChannel), turnable);

/** What darktable makes of a fit. */
function done({ ranges, complement }: RangeFit, rgb = cube): Float32Array {
  const blend = parametricBlend(uniformBlend(CST), CST, ranges);
  return parametricOpacity(complement ? invertBlend(blend) : blend, rgb, rgb.length / 3);
}
const meanDifference = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, opacity, i) => sum + Math.abs(opacity - b[i]!), 0) / a.length;

describe('a range is learned on the channels of the input', () => {
  it('a band of one channel with soft edges is found again', () => {
    const asked = target((r) => Math.min(1, Math.max(0, Math.min((r - 0.2) / 0.1, (0.7 - r) / 0.2))));
    expect(fit(asked).iou).toBeGreaterThan(0.99);
    expect(meanDifference(done(fit(asked)), asked)).toBeLessThan(0.005);
  });

  it('bands of two channels together are found again', () => {
    const asked = target((r, g) => (r > 0.3 && r < 0.8 && g < 0.5 ? 1 : 0));
    expect(meanDifference(done(fit(asked)), asked)).toBeLessThan(0.01);
  });

  it('"not all of these" is a product turned round, where darktable can turn it', () => {
    const asked = target((r, g) => 1 - Math.min(1, Math.max(0, 2 - 4 * r)) * Math.min(1, Math.max(0, 2 - 4 * g)));
    const [turned, straight] = [fit(asked), fit(asked, false)];
    expect(turned.complement).toBe(true);
    expect(meanDifference(done(turned), asked)).toBeLessThan(0.01);
    expect(straight.complement).toBe(false);
    expect(straight.error).toBeGreaterThan(turned.error);
  });

  it('a sum of channels, which no product is, is still met by soft ramps', () => {
    const asked = target((r, g, b) => (0.25 * r + 0.65 * g + 0.1 * b > 0.5 ? 1 : 0));
    expect(fit(asked).iou).toBeGreaterThan(0.93);
  });

  it('black, which has no colour, stays in a band that begins at zero', () => {
    const dark = Float32Array.from(cube, (value, i) => (i % 30 < 3 ? 0 : value));
    const asked = target((r) => (r < 0.5 ? 1 : 0), dark);
    const opacity = done(fit(asked, true, dark), dark);
    expect(opacity.filter((_, i) => i % 10 === 0).every((black) => black === 1)).toBe(true);
  });

  it('of a few tones those that are asked for are taken whole, wherever rounding puts them', () => {
    const tones = cube.map((value) => Math.floor(5 * value) / 4);
    const asked = target((r) => (r === 0.25 || r === 0.5 ? 1 : 0), tones);
    for (const moved of [-1e-3, 0, 1e-3]) {
      const rendered = tones.map((value) => value + moved);
      expect(meanDifference(done(fit(asked, true, tones), rendered), asked), `moved by ${moved}`).toBe(0);
    }
  });

  it('what is rare, and told apart by no channel alone, is found and not given up', () => {
    const within = (value: number, low: number): boolean => value > low && value < low + 0.2;
    const asked = target((r, g, b) => (within(r, 0.6) && within(g, 0.2) && within(b, 0.4) ? 1 : 0));
    // One in a hundred; with their own weight alone the least error is that of nothing.
    expect(fit(asked).iou).toBeGreaterThan(0.6);
  });

  it('so rare that it is not among the pixels that are looked at first, it is found among all', () => {
    const many = coloursOf(8000);
    const within = (value: number, low: number): boolean => value > low && value < low + 0.1;
    const asked = target((r, g, b) => (within(r, 0.6) && within(g, 0.2) && within(b, 0.4) ? 1 : 0), many);
    expect(fit(asked, true, many).iou).toBeGreaterThan(0.6);
  });

  it('a saturation that is infinite, or no number, does not hide the others', () => {
    // Next to white, as highlights come out of a tone curve: darktable divides by 2 less the sum of both ends.
    const bright = Float32Array.from(cube, (value, i) => (i % 300 < 3 ? 1 + 0.25 * ((i % 3) - 1) : 0.4 * value));
    const saturated = (r: number, g: number, b: number): number => {
      const [least, most] = [Math.min(r, g, b), Math.max(r, g, b)];
      return most < 1 && (most - least) / (most + least) > 0.6 ? 1 : 0;
    };
    const learned = fit(target(saturated, bright), true, bright);
    expect(learned.ranges.map(({ channel }) => channel)).toContain('S');
    expect(learned.iou).toBeGreaterThan(0.98);
  });

  it('what does not count does not matter', () => {
    const weight = Float32Array.from({ length: COLOURS }, (_, i) => (i % 3 === 0 ? 0 : 1));
    const asked = target((r) => (r > 0.5 ? 1 : 0));
    const spoilt = asked.map((opacity, i) => (i % 3 === 0 ? 1 - opacity : opacity));
    expect(fit(spoilt, true, cube, weight).iou).toBeGreaterThan(0.99);
  });

  it('asking for everything or nothing needs no range, and is done', () => {
    expect(fit(ones()).ranges).toEqual([]);
    expect(meanDifference(done(fit(new Float32Array(COLOURS))), new Float32Array(COLOURS))).toBeLessThan(0.001);
  });
});

it('a knot stays where it was fitted, however far away another one is', () => {
  // The saturation of what is next to black, and beyond the colours of the file, is without bounds.
  const knots = [0.001, 0.008, 0.88, 60_592] as const;
  const blend = parametricBlend(uniformBlend(CST), CST, [{ channel: 'S', knots, inverted: false }]);
  const { limits } = trapezoidOf(blend, CHANNELS[CST].S);
  for (const [k, limit] of limits.entries()) expect(limit / knots[k]!).toBeCloseTo(1, 5);
});

it.each([false, true])('a band of nothing is done as one (turned round: %s), not as all of the picture', (inverted) => {
  const levels = new InputChannels(cube).levels(CST);
  const channel = binChannel(levels.find((one) => one.channel === 'S')!);
  const sums = new Sums();
  // Each pixel costs what it is given, or, turned round, what it is not.
  sums.squares.fill(1);
  sums.products.fill(inverted ? 1 : 0);
  const { trapezoid } = descend(
    channel,
    { at: [0, 0, 40, 60], inverted },
    sums.sumUp(channel),
    [64, 32, 16, 8, 4, 2, 1],
  );
  const opacity = done({ ranges: [rangeOf(channel, trapezoid)], complement: false, iou: 1, error: 0 });
  expect(meanDifference(opacity, inverted ? ones() : new Float32Array(COLOURS))).toBeLessThan(0.001);
});

it('a range that begins at zero leaves out what is below it', () => {
  const blend = parametricBlend(uniformBlend(CST), CST, [{ channel: 'R', knots: [0, 0, 0.5, 0.6], inverted: false }]);
  const opacity = parametricOpacity(blend, Float32Array.of(-0.1, 0.2, 0.2, 0.1, 0.2, 0.2), 2);
  expect([...opacity]).toEqual([0, 1]);
});

it('what a fit says of itself is what darktable makes of it', () => {
  // Evenly spread, which fc.double is not: nine in ten of it are next to 0.
  const channel = fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000);
  fc.assert(
    fc.property(fc.constantFrom(0, 1, 2), channel, channel, fc.boolean(), (k, one, other, turned) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      const asked = target((...rgb) => (rgb[k]! >= low && rgb[k]! <= high !== turned ? 1 : 0));
      const found = fit(asked);
      // A bin of quantiles is one 256th of the pixels; that many may fall on the other side of a hard edge.
      expect(Math.abs(meanDifference(done(found), asked) - found.error)).toBeLessThan(4 / 256);
    }),
    { numRuns: 8 },
  );
});
