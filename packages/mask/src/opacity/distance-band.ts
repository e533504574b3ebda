import type { Raster } from '../raster/raster.ts';
import { bounds, type Segments } from './segments.ts';

/** Tiles start at this side and are halved; at the smaller one every pixel asks every segment that is left. */
const FIRST_TILE = 64;
const LAST_TILE = 8;
const LEVELS = Math.log2(FIRST_TILE / LAST_TILE) + 1;
/** Distances are compared with this much room for rounding, in pixels. */
const ROUNDING = 1e-9;

/**
 * Gives every pixel that is not 1 yet its opacity by the exact distance d to the nearest segment: 1 up to `inner`, then
 * linearly to 0 at `outer`.
 *
 * A tile keeps only the segments that can be the nearest of any of its pixels, and hands them to its quarters. (Tried
 * and left: drawing every edge's band costs edges x border^2, seconds for 1000 edges and a wide border; keeping all
 * within the tile's diagonal of the nearest one took five times as long far from the outline.)
 *
 * @param s segments in pixels
 * @param raster changed in place; where `closed`, it already holds 1 inside the outline that `s` bounds
 */
export function fillDistanceBand(s: Segments, inner: number, outer: number, raster: Raster, closed: boolean): void {
  const { width, height } = raster;
  const lists = Array.from({ length: LEVELS }, () => new Int32Array(s.count));
  const seen = new TileView(s);

  const visit = (x0: number, y0: number, side: number, level: number, parent: Int32Array, count: number): void => {
    const x1 = Math.min(x0 + side, width);
    const y1 = Math.min(y0 + side, height);
    if (x0 >= x1 || y0 >= y1) return;
    const reach = Math.sqrt((x1 - x0 - 1) ** 2 + (y1 - y0 - 1) ** 2) / 2;
    const nearest = seen.look((x0 + x1) / 2, (y0 + y1) / 2, parent, count);
    if (nearest - reach > outer) return;
    // No edge runs through the tile: all of it lies on one side, and one pixel tells which.
    if (closed && nearest > reach && raster.data[y0 * width + x0] === 1) return;
    const list = lists[level]!;
    const kept = seen.keep(reach, parent, count, list);
    if (kept === 1 || side <= LAST_TILE) {
      fillTile(s, list, kept, inner, outer, raster, x0, y0, x1, y1);
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
    for (let x = firstX; x < Math.min(width, box.right + outer); x += FIRST_TILE) {
      visit(x, y, FIRST_TILE, 0, all, s.count);
    }
  }
}

/** The segments as seen from the centre of a tile: distance and direction of each. */
class TileView {
  readonly #s: Segments;
  readonly #distance: Float64Array;
  readonly #towardsX: Float64Array;
  readonly #towardsY: Float64Array;
  #best = 0;

  constructor(s: Segments) {
    this.#s = s;
    this.#distance = new Float64Array(s.count);
    this.#towardsX = new Float64Array(s.count);
    this.#towardsY = new Float64Array(s.count);
  }

  /** Looks from (cx, cy) at `count` segments of `list`; returns the distance of the nearest. */
  look(cx: number, cy: number, list: Int32Array, count: number): number {
    const { x, y, dx, dy, inverse } = this.#s;
    let nearest = Infinity;
    for (let c = 0; c < count; c++) {
      const k = list[c]!;
      const ox = cx - x[k]!;
      const oy = cy - y[k]!;
      let t = (ox * dx[k]! + oy * dy[k]!) * inverse[k]!;
      t = t < 0 ? 0 : t > 1 ? 1 : t;
      const ex = ox - t * dx[k]!;
      const ey = oy - t * dy[k]!;
      const d = Math.sqrt(ex * ex + ey * ey);
      this.#distance[c] = d;
      this.#towardsX[c] = ex / d;
      this.#towardsY[c] = ey / d;
      if (d < nearest) {
        nearest = d;
        this.#best = c;
      }
    }
    return nearest;
  }

  /**
   * Copies to `kept` the segments that may be nearest somewhere within `reach` of the centre.
   *
   * Going away from the centre, the distances to two segments drift apart by at most the difference of the two unit
   * vectors towards them per pixel (2 at worst, next to nothing when both lie far off in one direction). A unit vector
   * itself turns by at most 2 reach / (d - reach) on the way.
   */
  keep(reach: number, list: Int32Array, count: number, kept: Int32Array): number {
    const nearest = this.#distance[this.#best]!;
    const bestX = this.#towardsX[this.#best]!;
    const bestY = this.#towardsY[this.#best]!;
    const far = nearest > reach;
    const turn = far ? (4 * reach) / (nearest - reach) : 2;
    let n = 0;
    for (let c = 0; c < count; c++) {
      const lead = this.#distance[c]! - nearest - ROUNDING;
      if (lead > 2 * reach) continue;
      if (far && turn < 2) {
        const apartX = this.#towardsX[c]! - bestX;
        const apartY = this.#towardsY[c]! - bestY;
        if (lead > (Math.sqrt(apartX * apartX + apartY * apartY) + turn) * reach) continue;
      }
      kept[n++] = list[c]!;
    }
    return n;
  }
}

/** The pixels of one tile, each by the nearest of the first `count` segments of `list`. */
function fillTile(
  s: Segments,
  list: Int32Array,
  count: number,
  inner: number,
  outer: number,
  raster: Raster,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
): void {
  const { x, y, dx, dy, inverse } = s;
  const { width, data } = raster;
  const slope = outer > inner ? 1 / (outer - inner) : 0;
  const outerSquare = outer * outer;
  for (let j = y0; j < y1; j++) {
    const py = j + 0.5;
    for (let i = x0, at = j * width + x0; i < x1; i++, at++) {
      if (data[at] === 1) continue;
      const px = i + 0.5;
      let square = Infinity;
      for (let c = 0; c < count; c++) {
        const k = list[c]!;
        const ox = px - x[k]!;
        const oy = py - y[k]!;
        let t = (ox * dx[k]! + oy * dy[k]!) * inverse[k]!;
        t = t < 0 ? 0 : t > 1 ? 1 : t;
        const ex = ox - t * dx[k]!;
        const ey = oy - t * dy[k]!;
        const d = ex * ex + ey * ey;
        if (d < square) square = d;
      }
      if (square > outerSquare) continue;
      const d = Math.sqrt(square);
      data[at] = d <= inner ? 1 : (outer - d) * slope;
    }
  }
}
