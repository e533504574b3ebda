import type { Point } from './outline.ts';
import { thinOutline } from './outline.ts';
import type { Subject } from './subject.ts';

/** Rows of the raster that the outline is walked on: finer than 60 vertices can tell. */
const WALK_HEIGHT = 500;
const MOST_VERTICES = 60;

/** The animal's outer outline with at most 60 vertices, x by the picture's width and y by its height. */
export function outlineOfCover(subject: Subject, width: number, height: number): Point[] {
  const rows = Math.min(height, WALK_HEIGHT);
  const columns = Math.round((rows * width) / height);
  const inside = (x: number, y: number): boolean => {
    if (x < 0 || y < 0 || x >= columns || y >= rows) return false;
    const sx = Math.min(width - 1, Math.floor(((x + 0.5) * width) / columns));
    const sy = Math.min(height - 1, Math.floor(((y + 0.5) * height) / rows));
    return subject.cover[sy * width + sx]! >= 0.5;
  };
  const walked = walkBoundary(inside, columns, rows);
  return thinOutline(walked, MOST_VERTICES).map(([x, y]) => [x / columns, y / rows]);
}

/** Right, down, left, up. */
const STEPS: readonly Point[] = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
];

/** Corners of the boundary of the first shape met from the top, with the inside on the right hand. */
function walkBoundary(inside: (x: number, y: number) => boolean, columns: number, rows: number): Point[] {
  const start = firstInside(inside, columns, rows);
  if (start === undefined) return [];
  /** The cell to the right hand ahead and the one to the left hand ahead of a corner, by direction. */
  const ahead = (x: number, y: number, d: number): [right: boolean, left: boolean] => {
    if (d === 0) return [inside(x, y), inside(x, y - 1)];
    if (d === 1) return [inside(x - 1, y), inside(x, y)];
    if (d === 2) return [inside(x - 1, y - 1), inside(x - 1, y)];
    return [inside(x, y - 1), inside(x - 1, y - 1)];
  };
  const corners: Point[] = [];
  let [x, y] = start;
  let d = 0;
  do {
    corners.push([x, y]);
    x += STEPS[d]![0];
    y += STEPS[d]![1];
    const [right, left] = ahead(x, y, d);
    if (!right) d = (d + 1) % 4;
    else if (left) d = (d + 3) % 4;
  } while (x !== start[0] || y !== start[1]);
  return corners;
}

function firstInside(inside: (x: number, y: number) => boolean, columns: number, rows: number): Point | undefined {
  for (let y = 0; y < rows; y++) for (let x = 0; x < columns; x++) if (inside(x, y)) return [x, y];
  return undefined;
}
