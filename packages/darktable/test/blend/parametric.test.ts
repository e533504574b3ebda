import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BLEND_CST,
  CHANNELS,
  channelValues,
  invertBlend,
  parametricOpacity,
  trapezoidAt,
  trapezoidOf,
  uniformBlend,
  withChannels,
  withDrawnMask,
  type BlendCst,
  type ChannelRange,
} from '../../src/index.ts';
import { refusal } from '../../../errors/test/refusal.ts';

const WHITE = Float32Array.of(1, 1, 1);
const { LAB, RGB_DISPLAY, RGB_SCENE } = BLEND_CST;
const at = (p: ReturnType<typeof uniformBlend>, value: number) =>
  parametricOpacity(p, new Float32Array(3).fill(value), 1)[0]!;

describe('channels', () => {
  test('white is 1 in grey and L, without chroma, and 0.0176 in Jz', () => {
    expect(channelValues(RGB_SCENE, CHANNELS[RGB_SCENE].gray, WHITE)[0]).toBeCloseTo(1, 4);
    expect(channelValues(LAB, CHANNELS[LAB].L, WHITE)[0]).toBeCloseTo(1, 4);
    expect(channelValues(LAB, CHANNELS[LAB].C, WHITE)[0]).toBeCloseTo(0, 3);
    expect(channelValues(RGB_SCENE, CHANNELS[RGB_SCENE].Jz, WHITE)[0]).toBeCloseTo(0.01758, 5);
    expect(channelValues(RGB_SCENE, CHANNELS[RGB_SCENE].Cz, WHITE)[0]).toBeCloseTo(0, 3);
  });

  test('HSL hue of the working primaries is 0, 1/3 and 2/3, of magenta-red just below 1', () => {
    const rgb = Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0.1);
    const hue = [...channelValues(RGB_DISPLAY, CHANNELS[RGB_DISPLAY].H, rgb)];
    expect(hue[0]).toBe(0);
    expect(hue[1]).toBeCloseTo(1 / 3, 6);
    expect(hue[2]).toBeCloseTo(2 / 3, 6);
    expect(hue[3]).toBeCloseTo(1 - 0.1 / 6, 6);
  });

  const SPACES = [
    ['L*a*b*', LAB, CHANNELS[LAB]],
    ['RGB of the display', RGB_DISPLAY, CHANNELS[RGB_DISPLAY]],
    ['RGB of the scene', RGB_SCENE, CHANNELS[RGB_SCENE]],
  ] as const;
  test.each(SPACES)(
    'of %s are those of each pixel, whatever stands beside it, and each its own',
    (_name, space, channels) => {
      const pixels = [
        [0.1, 0.4, 0.7],
        [0.8, 0.3, 0.2],
        [0.05, 0.5, 0.06],
      ];
      const seen = Object.entries(channels).map(([name, channel]) => {
        const together = [...channelValues(space, channel, Float32Array.from(pixels.flat()))];
        expect(together, name).toEqual(
          pixels.flatMap((one) => [...channelValues(space, channel, Float32Array.from(one))]),
        );
        return together.join(' ');
      });
      expect(new Set(seen).size).toBe(seen.length);
    },
  );

  test.each([RGB_DISPLAY, RGB_SCENE])('R, G and B of space %i are those of the pixel', (space) => {
    const { R, G, B } = CHANNELS[space];
    const pixel = Float32Array.of(0.1, 0.4, 0.7);
    expect([R, G, B].map((channel) => channelValues(space, channel, pixel)[0])).toEqual([...pixel]);
  });

  test('a channel that the space lacks is refused', () => {
    expect(refusal(() => channelValues(LAB, 3, WHITE)).code).toBe('invalid_input');
    expect(refusal(() => channelValues(BLEND_CST.RAW, 0, WHITE)).code).toBe('invalid_input');
  });
});

describe('the trapezoid', () => {
  const p = withChannels(uniformBlend(RGB_SCENE), [{ channel: 1, range: [0.2, 0.4, 0.6, 0.8] }]);

  test('rises, stays and falls between its four numbers', () => {
    const t = trapezoidOf(p, 1);
    expect([0.2, 0.3, 0.4, 0.6, 0.7, 0.8].map((v) => +trapezoidAt(t, v).toFixed(6))).toEqual([0, 0.5, 1, 1, 0.5, 0]);
  });

  test('ends at 0 and 1 are open: no value is too dark or too bright', () => {
    expect(trapezoidOf(withChannels(p, [{ channel: 2, range: [0, 0, 1, 1] }]), 2).limits).toEqual([
      -Infinity,
      -Infinity,
      Infinity,
      Infinity,
    ]);
  });

  test('a boost of 1 doubles the numbers, and Lab a counts from the middle', () => {
    expect(trapezoidOf(withChannels(p, [{ channel: 1, range: [0.1, 0.2, 0.3, 0.4], boost: 1 }]), 1).limits).toEqual([
      0.2, 0.4, 0.6, 0.8,
    ]);
    const lab = withChannels(uniformBlend(LAB), [{ channel: 1, range: [0.5, 0.75, 1, 1] }]);
    expect(trapezoidOf(lab, 1).limits.slice(0, 2)).toEqual([0, 0.25]);
  });

  test('at the default boost of Jz a narrow slope ends in a jump, as in darktable', () => {
    const jz = withChannels(uniformBlend(RGB_SCENE), [{ channel: 8, range: [0.5, 0.51, 1, 1] }]);
    const t = trapezoidOf(jz, 8);
    expect(trapezoidAt(t, t.limits[1] - 1e-9)).toBeCloseTo(0.1, 3);
    expect(trapezoidAt(t, t.limits[1])).toBe(1);
  });
});

describe('the opacity', () => {
  test('is the product of the channels, times the opacity', () => {
    const p = withChannels(uniformBlend(RGB_SCENE, 50), [
      { channel: 1, range: [0, 1, 1, 1] },
      { channel: 2, range: [0, 1, 1, 1], inverted: true },
    ]);
    expect(at(p, 0.25)).toBeCloseTo(0.5 * 0.25 * 0.75, 6);
  });

  test('is uniform without an active channel', () => {
    expect(at(uniformBlend(RGB_SCENE, 40), 0.3)).toBeCloseTo(0.4, 6);
  });

  test('an inclusive mask whose inactive channels were left alone covers everything, as in darktable', () => {
    const p = withChannels(uniformBlend(RGB_SCENE), [{ channel: 0, range: [0, 0, 0.1, 0.2] }]);
    expect(at({ ...p, maskCombine: 2 }, 0.9)).toBe(1);
  });

  test('inverted and plain add up to the opacity, for any channels, any drawn mask, any space', () => {
    // Evenly spread, which fc.double is not: nine in ten of it are next to 0.
    const limit = fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000);
    const range = fc
      .tuple(limit, limit, limit, limit)
      .map((r) => r.sort((a, b) => a - b) as unknown as ChannelRange['range']);
    const cst = fc.constantFrom<BlendCst>(LAB, RGB_DISPLAY, RGB_SCENE);
    const channel = fc.record({ channel: fc.constantFrom(0, 1, 2, 8, 9), range, inverted: fc.boolean() });
    fc.assert(
      fc.property(
        cst,
        fc.array(channel, { maxLength: 4 }),
        fc.option(limit),
        fc.array(limit, { minLength: 3, maxLength: 3 }),
        (space, channels, drawn, rgb) => {
          let p = uniformBlend(space, 80);
          if (channels.length > 0) p = withChannels(p, channels);
          if (drawn !== null) p = withDrawnMask(p, 1);
          if (p.maskMode === 1) return;
          const [input, mask] = [Float32Array.from(rgb), drawn === null ? undefined : Float32Array.of(drawn)];
          const sum = parametricOpacity(p, input, 1, mask)[0]! + parametricOpacity(invertBlend(p), input, 1, mask)[0]!;
          expect(sum).toBeCloseTo(0.8, 5);
        },
      ),
    );
  });

  test('fewer values than the pixels need, of the input or of the drawn mask, are refused', () => {
    const p = withDrawnMask(withChannels(uniformBlend(RGB_SCENE), [{ channel: 0, range: [0, 0, 0.5, 0.6] }]), 1);
    expect(refusal(() => parametricOpacity(p, new Float32Array(5), 2, new Float32Array(2))).field).toBe('n');
    expect(refusal(() => parametricOpacity(p, new Float32Array(6), 2, new Float32Array(1))).field).toBe('n');
  });

  test('channels of the output cannot be predicted', () => {
    const p = withChannels(uniformBlend(RGB_SCENE), [{ channel: 4, range: [0, 0, 0.5, 0.6] }]);
    expect(refusal(() => parametricOpacity(p, WHITE, 1)).code).toBe('invalid_input');
  });
});
