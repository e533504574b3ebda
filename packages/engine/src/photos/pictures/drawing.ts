import type { Picture } from '@chemigram/mask';

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
