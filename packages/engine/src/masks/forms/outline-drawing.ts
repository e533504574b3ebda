import { signedArea } from '@chemigram/mask';
import type { Raster } from '@chemigram/mask';
import type { OutlineNode } from './outline-nodes.ts';

/**
 * Draws an outline as darktable does, pixel for pixel.
 *
 * Inside, each row is filled from the pixel nearest to where the curve enters to the one nearest to where it leaves, both
 * included. The feather is lines: from each pixel that the curve runs through (the nearest column, the row at or below) to
 * the pixel of the feather's rim across from it, their opacity falling from 1 in as many equal steps as they have pixels; each
 * pixel of a line takes with it its neighbours in the line's direction, beside and below or above. What several lines draw is
 * the strongest of them. A hard outline has these lines too, of one pixel: so it marks the pixels on both sides of the curve.
 * Known from how darktable 4.2.1 works, and measured on 4.2.1, 5.0.1 and 5.4.1.
 *
 * @param nodes in pixels of the raster, pixel (i, j) being at (i, j), not half a pixel further
 * @param raster what is drawn is drawn over it
 */
export function drawOutline(nodes: readonly OutlineNode[], raster: Raster): void {
  const outwards = Math.sign(signedArea(nodes.map(({ corner }) => corner)));
  const curve: number[] = [];
  const feather = lineDrawer(raster);
  nodes.forEach((node, k) => {
    sample(node, nodes[(k + 1) % nodes.length]!, outwards, (x, y, rimX, rimY) => {
      curve.push(x, y);
      feather(x, y, rimX, rimY);
    });
  });
  fill(curve, raster);
}

/** How exactly it is known, in pixels, where a curve or the rim of its feather comes into another pixel. */
const ENTERED_PX = 1 / 128;
/** Halvings of the way from node to node at most. */
const HALVINGS = 14;

/** Points of the curve from one node to the next, each with the one on the rim of its feather; the first is left out. */
function sample(
  from: OutlineNode,
  to: OutlineNode,
  outwards: number,
  use: (x: number, y: number, rimX: number, rimY: number) => void,
): void {
  const [[ax, ay], [bx, by], [cx, cy], [dx, dy]] = [from.corner, from.after, to.before, to.corner];
  const [r0, r1] = [outwards * from.border[1], outwards * to.border[0]];
  // Where a way is halved: x, y, and those of the rim.
  const place = new Float64Array(4 * (HALVINGS + 2));
  const put = (t: number, at: number): void => {
    const s = 1 - t;
    const [p, q, u, v] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
    const x = p * ax + q * bx + u * cx + v * dx;
    const y = p * ay + q * by + u * cy + v * dy;
    const along = s * s * (bx - ax) + 2 * s * t * (cx - bx) + t * t * (dx - cx);
    const down = s * s * (by - ay) + 2 * s * t * (cy - by) + t * t * (dy - cy);
    const r = (r0 + (r1 - r0) * t * t * (3 - 2 * t)) / (Math.hypot(along, down) || 1);
    place[at] = x;
    place[at + 1] = y;
    place[at + 2] = x + r * down;
    place[at + 3] = y - r * along;
  };
  const walk = (
    t0: number,
    x0: number,
    y0: number,
    u0: number,
    v0: number,
    t1: number,
    at: number,
    depth: number,
  ): void => {
    const [x1, y1, u1, v1] = [place[at]!, place[at + 1]!, place[at + 2]!, place[at + 3]!];
    const far = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), Math.abs(u1 - u0), Math.abs(v1 - v0));
    if (depth > 0 && (far <= ENTERED_PX || depth === HALVINGS || (far < 1 && isOne(x0, y0, u0, v0, x1, y1, u1, v1)))) {
      use(x1, y1, u1, v1);
      return;
    }
    const t = (t0 + t1) / 2;
    const between = at + 4;
    put(t, between);
    const [x, y, u, v] = [place[between]!, place[between + 1]!, place[between + 2]!, place[between + 3]!];
    walk(t0, x0, y0, u0, v0, t, between, depth + 1);
    walk(t, x, y, u, v, t1, at, depth + 1);
  };
  put(0, 0);
  const [x, y, u, v] = [place[0]!, place[1]!, place[2]!, place[3]!];
  put(1, 0);
  walk(0, x, y, u, v, 1, 0, 0);
}

/** Whether the lines of two places are between the same pixels. */
const isOne = (
  x0: number,
  y0: number,
  u0: number,
  v0: number,
  x1: number,
  y1: number,
  u1: number,
  v1: number,
): boolean =>
  Math.floor(x0 + 0.5) === Math.floor(x1 + 0.5) &&
  Math.ceil(y0) === Math.ceil(y1) &&
  Math.trunc(u0) === Math.trunc(u1) &&
  Math.trunc(v0) === Math.trunc(v1);

/** Draws the line of a feather from a point of the curve to one of the rim, where it is not the one before. */
function lineDrawer({ width, height, data }: Raster): (x: number, y: number, rimX: number, rimY: number) => void {
  let [lastX, lastY, lastToX, lastToY] = [NaN, NaN, NaN, NaN];
  const mark = (x: number, y: number, opacity: number): void => {
    if (x < 0 || x >= width || y < 0 || y >= height) return;
    const at = y * width + x;
    if (data[at]! < opacity) data[at] = opacity;
  };
  return (x, y, rimX, rimY) => {
    const [fromX, fromY, toX, toY] = [Math.floor(x + 0.5), Math.ceil(y), Math.trunc(rimX), Math.trunc(rimY)];
    if (fromX === lastX && fromY === lastY && toX === lastToX && toY === lastToY) return;
    [lastX, lastY, lastToX, lastToY] = [fromX, fromY, toX, toY];
    const [right, down] = [toX - fromX, toY - fromY];
    const steps = Math.trunc(Math.sqrt(right * right + down * down) + 1);
    const [beside, below] = [right < 0 ? -1 : 1, down < 0 ? -1 : 1];
    for (let i = 0; i < steps; i++) {
      const px = fromX + Math.trunc((i * right) / steps);
      const py = fromY + Math.trunc((i * down) / steps);
      const opacity = 1 - i / steps;
      mark(px, py, opacity);
      mark(px + beside, py, opacity);
      mark(px, py + below, opacity);
    }
  };
}

/** Sets 1 between the pixels nearest to where rows enter and leave a closed curve of short lines. */
function fill(curve: readonly number[], { width, height, data }: Raster): void {
  const crossings = new Map<number, number[]>();
  for (let i = 0, j = curve.length - 2; i < curve.length; j = i, i += 2) {
    const isDown = curve[j + 1]! <= curve[i + 1]!;
    const [from, to] = isDown ? [j, i] : [i, j];
    const [x0, y0, x1, y1] = [curve[from]!, curve[from + 1]!, curve[to]!, curve[to + 1]!];
    for (let y = Math.max(0, Math.ceil(y0)); y < Math.min(height, y1); y++) {
      const x = x0 + ((x1 - x0) / (y1 - y0)) * (y - y0);
      const column = Math.min(width - 1, Math.max(0, Math.floor(x + 0.5)));
      const row = crossings.get(y);
      if (row === undefined) crossings.set(y, [column]);
      else row.push(column);
    }
  }
  for (const [y, row] of crossings) {
    row.sort((a, b) => a - b);
    let start = -1;
    for (let k = 0; k < row.length; k++) {
      // Where two lie on one pixel it is as if there were none.
      if (row[k] === row[k + 1]) k++;
      else if (start < 0) start = row[k]!;
      else {
        data.fill(1, y * width + start, y * width + row[k]! + 1);
        start = -1;
      }
    }
  }
}
