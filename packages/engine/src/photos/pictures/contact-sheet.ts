import type { Picture, Size } from '@chemigram/mask';
import { drawOver } from './picture-files.ts';

/** Longer side of a sheet: what chat clients show without shrinking it much. */
const SHEET = 2048;
/** Cells per row at least, and the smallest cell that still shows a picture. */
const LEAST_COLUMNS = 4;
const SMALLEST_CELL = 96;
/** Room for the name below a picture, as a share of the cell, and the gap between cells, in pixels. */
const NAME_SHARE = 0.12;
const GAP = 6;
const WHITE = 255;

/** Cells of a sheet of so many pictures. `cell` is the box that each picture is to fit into. */
export function sheetOf(count: number): { columns: number; cell: number } {
  const columns = Math.max(Math.min(LEAST_COLUMNS, count), Math.ceil(Math.sqrt(count)));
  return { columns, cell: Math.max(SMALLEST_CELL, Math.floor(SHEET / Math.max(LEAST_COLUMNS, columns)) - GAP) };
}

/** Named pictures in rows on white, each in the middle of its cell, as high as the tallest, with its name below. */
export async function contactSheet(
  pictures: readonly { name: string; picture: Picture | null }[],
  { columns, cell } = sheetOf(pictures.length),
): Promise<Picture> {
  const line = Math.max(10, Math.round(NAME_SHARE * cell));
  const tallest = Math.max(...pictures.map(({ picture }) => Math.min(cell, picture?.height ?? 0)));
  const [stepX, stepY] = [cell + GAP, tallest + line + GAP];
  const rows = Math.ceil(pictures.length / columns);
  const [width, height] = [GAP + columns * stepX, GAP + rows * stepY];
  const rgb = new Uint8Array(3 * width * height).fill(WHITE);
  const names: string[] = [];
  for (const [i, { name, picture }] of pictures.entries()) {
    const [left, top] = [GAP + (i % columns) * stepX, GAP + Math.floor(i / columns) * stepY];
    if (picture !== null) place(picture, rgb, width, { left, top, width: cell, height: tallest });
    const x = left + cell / 2;
    const y = top + tallest + 0.75 * line;
    const words = picture === null ? `${name}: not rendered` : name;
    names.push(
      `<text x="${x}" y="${y}" text-anchor="middle" font-size="${0.7 * line}" font-family="sans-serif" textLength="${Math.min(cell, 0.42 * line * words.length)}">${words}</text>`,
    );
  }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${names.join('')}</svg>`;
  return drawOver({ width, height, rgb }, svg);
}

/** Copies a picture into the middle of a cell; what would reach over its edges is cut. */
function place(picture: Picture, rgb: Uint8Array, width: number, cell: Size & { left: number; top: number }): void {
  const [w, h] = [Math.min(cell.width, picture.width), Math.min(cell.height, picture.height)];
  const [x, y] = [cell.left + ((cell.width - w) >> 1), cell.top + ((cell.height - h) >> 1)];
  for (let row = 0; row < h; row++) {
    const from = 3 * row * picture.width;
    rgb.set(picture.rgb.subarray(from, from + 3 * w), 3 * ((y + row) * width + x));
  }
}
