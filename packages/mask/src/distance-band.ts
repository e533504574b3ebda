import type { Raster } from './raster.ts';
import { type Segments, squaredDistance } from './segments.ts';

/** Tiles start at this side and are halved; at the smaller one every pixel asks every segment that is left. */
const FIRST_TILE = 64;
const LAST_TILE = 8;
const LEVELS = Math.log2(FIRST_TILE / LAST_TILE) + 1;

/**
 * Gives every pixel that is not 1 yet its opacity by the exact distance d to the nearest segment: 1 up to `inner`, then
 * linearly to 0 at `outer`.
 *
 * A tile keeps only segments that can be the nearest of any of its pixels: those no further from its centre than the
 * nearest one plus the tile's diagonal. Four levels of tiles leave one to three segments per pixel, however many there
 * are. (Tried and left: drawing every edge's band costs edges x border^2, seconds for 1000 edges and a wide border.)
 *
 * @param s segments in pixels
 * @param raster changed in place; where `closed`, it already holds 1 inside the outline that `s` bounds
 */
export function fillDistanceBand(s: Segments, inner: number, outer: number, raster: Raster, closed: boolean): void {
  const { width, height, data } = raster;
  const candidates = Array.from({ length: LEVELS + 1 }, () => new Int32Array(s.count));
  const distances = new Float64Array(s.count);
  const slope = outer > inner ? 1 / (outer - inner) : 0;
  const outerSquare = outer * outer;

  const fillTile = (x0: number, y0: number, x1: number, y1: number, list: Int32Array, count: number): void => {
    for (let j = y0; j < y1; j++) {
      const py = j + 0.5;
      for (let i = x0, at = j * width + x0; i < x1; i++, at++) {
        if (data[at] === 1) continue;
        const px = i + 0.5;
        let square = Infinity;
        for (let c = 0; c < count; c++) {
          const d = squaredDistance(s, list[c]!, px, py);
          if (d < square) square = d;
        }
        if (square > outerSquare) continue;
        const d = Math.sqrt(square);
        data[at] = d <= inner ? 1 : (outer - d) * slope;
      }
    }
  };

  const visit = (x0: number, y0: number, side: number, level: number, parent: Int32Array, count: number): void => {
    const x1 = Math.min(x0 + side, width);
    const y1 = Math.min(y0 + side, height);
    if (x0 >= x1 || y0 >= y1) return;
    const cx = (x0 + x1) / 2;
    const cy = (y0 + y1) / 2;
    const reach = Math.hypot(x1 - x0 - 1, y1 - y0 - 1) / 2;
    let nearest = Infinity;
    for (let c = 0; c < count; c++) {
      const d = Math.sqrt(squaredDistance(s, parent[c]!, cx, cy));
      distances[c] = d;
      if (d < nearest) nearest = d;
    }
    if (nearest - reach > outer) return;
    // No edge runs through the tile: all of it lies on one side, and one pixel tells which.
    if (closed && nearest > reach && data[y0 * width + x0] === 1) return;
    const list = candidates[level]!;
    let kept = 0;
    for (let c = 0; c < count; c++) {
      if (distances[c]! <= nearest + 2 * reach + 1e-9) list[kept++] = parent[c]!;
    }
    if (kept === 1 || side <= LAST_TILE) {
      fillTile(x0, y0, x1, y1, list, kept);
      return;
    }
    const half = side / 2;
    visit(x0, y0, half, level + 1, list, kept);
    visit(x0 + half, y0, half, level + 1, list, kept);
    visit(x0, y0 + half, half, level + 1, list, kept);
    visit(x0 + half, y0 + half, half, level + 1, list, kept);
  };

  const all = Int32Array.from({ length: s.count }, (_, k) => k);
  const box = bounds(s);
  const firstX = Math.max(0, Math.floor((box.left - outer) / FIRST_TILE) * FIRST_TILE);
  const firstY = Math.max(0, Math.floor((box.top - outer) / FIRST_TILE) * FIRST_TILE);
  for (let y = firstY; y < Math.min(height, box.bottom + outer); y += FIRST_TILE) {
    for (let x = firstX; x < Math.min(width, box.right + outer); x += FIRST_TILE)
      visit(x, y, FIRST_TILE, 0, all, s.count);
  }
}

function bounds(s: Segments): { left: number; top: number; right: number; bottom: number } {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let k = 0; k < s.count; k++) {
    const [x0, y0] = [s.x[k]!, s.y[k]!];
    const [x1, y1] = [x0 + s.dx[k]!, y0 + s.dy[k]!];
    left = Math.min(left, x0, x1);
    right = Math.max(right, x0, x1);
    top = Math.min(top, y0, y1);
    bottom = Math.max(bottom, y0, y1);
  }
  return { left, top, right, bottom };
}
