import type { Picture } from '@chemigram/mask';
import type { Measure, Part } from './look-claims.ts';

/** Share of a part that its darkest or brightest end is. */
const END = 0.1;
/** Tones below and above are shadows and lights; luma of 255 steps. */
const TONES = { shadows: 90, lights: 165 };
/** Hues of the parts, in degrees, half as wide as this. */
const HUES = { reds: 0, yellows: 60, greens: 120, aquas: 180, blues: 240, magentas: 300 };
const HALF_HUE = 30;
/** Less difference between the channels is grey, and of no hue. */
const COLOURED = 24;

const rgbAt = ({ rgb }: Picture, i: number): [number, number, number] => [
  rgb[3 * i]!,
  rgb[3 * i + 1]!,
  rgb[3 * i + 2]!,
];
const luma = (picture: Picture, i: number): number => {
  const [r, g, b] = rgbAt(picture, i);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Whether a pixel is of a part of the picture. */
export function isOf(part: Part, picture: Picture, i: number): boolean {
  if (part === 'shadows') return luma(picture, i) < TONES.shadows;
  if (part === 'lights') return luma(picture, i) > TONES.lights;
  const [r, g, b] = rgbAt(picture, i);
  const chroma = Math.max(r, g, b) - Math.min(r, g, b);
  if (part === 'greys') return chroma < COLOURED;
  if (chroma < COLOURED) return false;
  // HSL hue.
  const sixth = r >= g && r >= b ? (g - b) / chroma : g >= b ? 2 + (b - r) / chroma : 4 + (r - g) / chroma;
  const away = Math.abs(((60 * sixth - HUES[part] + 540) % 360) - 180);
  return away < HALF_HUE;
}

/** A number of some pixels, in steps of 255; contrast in per cent of their light, which an exposure leaves as it is. */
export function measured(measure: Measure, picture: Picture, pixels: readonly number[]): number {
  const lumas = pixels.map((i) => luma(picture, i));
  const of = (value: (r: number, g: number, b: number) => number): number =>
    mean(pixels.map((i) => value(...rgbAt(picture, i))));
  const ends = () => lumas.toSorted((a, b) => a - b);
  const end = Math.max(1, Math.round(END * pixels.length));
  switch (measure) {
    case 'light':
      return mean(lumas);
    case 'contrast': {
      const middle = mean(lumas);
      return 100 * (Math.sqrt(mean(lumas.map((value) => (value - middle) ** 2))) / middle);
    }
    case 'colour':
      return of((r, g, b) => Math.max(r, g, b) - Math.min(r, g, b));
    case 'warmth':
      return of((r, _, b) => r - b);
    case 'redness':
      return of((r, g) => r - g);
    case 'magenta':
      return of((r, g, b) => (r + b) / 2 - g);
    case 'detail':
      return mean(pixels.map((i) => Math.abs(luma(picture, i) - mean([i - 1, i + 1].map((at) => luma(picture, at))))));
    case 'blacks':
      return mean(ends().slice(0, end));
    case 'whites':
      return mean(ends().slice(-end));
  }
}
