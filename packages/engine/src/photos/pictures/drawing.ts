import { overlay, toGrey } from '@chemigram/mask';
import type { Picture, Raster, Size } from '@chemigram/mask';

/** `[x0, y0, x1, y1]` in fractions of the displayed picture. */
export type Region = readonly [number, number, number, number];

/** A part of a picture, its edges on whole pixels; the region that these pixels are comes with it. */
export function cropPicture(picture: Picture, [x0, y0, x1, y1]: Region): { picture: Picture; region: Region } {
  const { width, height, rgb } = picture;
  const left = Math.min(width - 1, Math.floor(x0 * width));
  const top = Math.min(height - 1, Math.floor(y0 * height));
  const right = Math.max(left + 1, Math.min(width, Math.ceil(x1 * width)));
  const bottom = Math.max(top + 1, Math.min(height, Math.ceil(y1 * height)));
  const part = { width: right - left, height: bottom - top, rgb: new Uint8Array(3 * (right - left) * (bottom - top)) };
  for (let y = top; y < bottom; y++) {
    part.rgb.set(rgb.subarray(3 * (y * width + left), 3 * (y * width + right)), 3 * (y - top) * part.width);
  }
  return { picture: part, region: [left / width, top / height, right / width, bottom / height] };
}

/**
 * A part of a picture with the outline of a mask drawn thinly on it, as thin where the part was enlarged.
 * @param opacity of the whole picture, with about the pixels that the part had before it was enlarged
 * @param region where the part lies in the whole
 */
export function withOutline(part: Picture, opacity: Raster, region: Region): Picture {
  return { ...part, rgb: overlay(part, toGrey(partOf(opacity, region, part)), 'outline') };
}

/** What lies in a region of a raster, in another size; between the middles of pixels it runs straight. */
function partOf({ width, height, data }: Raster, [x0, y0, x1, y1]: Region, size: Size): Raster {
  const across = between(width, x0, x1, size.width);
  const part = new Float32Array(size.width * size.height);
  for (const [j, row] of between(height, y0, y1, size.height).entries()) {
    const [above, below] = [row.from * width, row.to * width];
    for (const [i, { from, to, share }] of across.entries()) {
      const upper = mix(data[above + from]!, data[above + to]!, share);
      const lower = mix(data[below + from]!, data[below + to]!, share);
      part[j * size.width + i] = mix(upper, lower, row.share);
    }
  }
  return { ...size, data: part };
}

const mix = (from: number, to: number, share: number): number => from + (to - from) * share;

/** Between which two of `pixels` the middle of each of `count` lies that part the way from `start` to `end`, and how near to the second. */
function between(pixels: number, start: number, end: number, count: number) {
  return Array.from({ length: count }, (_, k) => {
    const at = (start + ((k + 0.5) / count) * (end - start)) * pixels - 0.5;
    const inside = Math.min(pixels - 1, Math.max(0, at));
    const from = Math.floor(inside);
    return { from, to: Math.min(pixels - 1, from + 1), share: inside - from };
  });
}

/** Two pictures of about the same height beside each other, a white gap between them. */
export function sideBySide(a: Picture, b: Picture, gap = 8): Picture {
  const width = a.width + gap + b.width;
  const height = Math.max(a.height, b.height);
  const rgb = new Uint8Array(3 * width * height).fill(255);
  for (const [picture, left] of [
    [a, 0],
    [b, a.width + gap],
  ] as const) {
    for (let y = 0; y < picture.height; y++) {
      rgb.set(picture.rgb.subarray(3 * y * picture.width, 3 * (y + 1) * picture.width), 3 * (y * width + left));
    }
  }
  return { width, height, rgb };
}

/** Distances that a grid's lines may have, in pixels: numbers that are easy to count with. */
const GRID_STEPS = [10, 20, 25, 50, 100, 200, 250, 500, 1000];
/** About this many lines along the long side can be told apart. */
const GRID_LINES = 10;

/** A labelled grid as SVG, in pixels of a picture of this size. */
export function gridSvg(width: number, height: number): string {
  const long = Math.max(width, height);
  const step = GRID_STEPS.find((candidate) => long / candidate <= GRID_LINES + 2) ?? long / GRID_LINES;
  const font = Math.max(9, Math.round(long / 70));
  const parts: string[] = [];
  const text = (x: number, y: number, label: number): string =>
    `<text x="${x}" y="${y}" font-size="${font}" font-family="sans-serif" fill="#fff" stroke="#000" stroke-width="2.5" ` +
    `paint-order="stroke">${label}</text>`;
  const line = (x1: number, y1: number, x2: number, y2: number): string =>
    `<path d="M${x1} ${y1}L${x2} ${y2}" stroke="#000" stroke-opacity="0.55" stroke-width="2"/>` +
    `<path d="M${x1} ${y1}L${x2} ${y2}" stroke="#fff" stroke-opacity="0.8" stroke-width="1"/>`;
  for (let x = step; x < width; x += step) parts.push(line(x, 0, x, height), text(x + 2, font, x));
  for (let y = step; y < height; y += step) parts.push(line(0, y, width, y), text(2, y - 2, y));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${parts.join('')}</svg>`;
}
