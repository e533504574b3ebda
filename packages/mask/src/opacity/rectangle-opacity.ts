import { emptyRaster, boxAround, type Raster, type Size } from '../raster/raster.ts';

/** A rectangle in pixels by its centre and half sides, turned clockwise by `rotation` degrees about the centre. */
export interface RectanglePixels {
  cx: number;
  cy: number;
  halfWidth: number;
  halfHeight: number;
  rotation: number;
  border: number;
}

/** 1 inside; outside linearly 1 - d / border with d the distance to the rectangle (round at its corners). */
export function rectangleOpacity(r: RectanglePixels, size: Size): Raster {
  const raster = emptyRaster(size);
  const { width, height } = size;
  const { data } = raster;
  const angle = (r.rotation * Math.PI) / 180;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const reachX = Math.abs(r.halfWidth * cos) + Math.abs(r.halfHeight * sin) + r.border;
  const reachY = Math.abs(r.halfWidth * sin) + Math.abs(r.halfHeight * cos) + r.border;
  const firstY = Math.max(0, Math.floor(r.cy - reachY));
  const lastY = Math.min(height - 1, Math.ceil(r.cy + reachY));
  const firstX = Math.min(width, Math.max(0, Math.floor(r.cx - reachX)));
  const endX = Math.max(firstX, Math.min(width, Math.ceil(r.cx + reachX) + 1));
  raster.box = boxAround({ left: firstX, top: firstY, right: endX, bottom: lastY + 1 }, size);
  const slope = r.border > 0 ? 1 / r.border : Infinity;
  const shade = (row: number, dy: number, from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      const dx = i + 0.5 - r.cx;
      const beyondX = Math.max(0, Math.abs(dx * cos + dy * sin) - r.halfWidth);
      const beyondY = Math.max(0, Math.abs(dy * cos - dx * sin) - r.halfHeight);
      const d = Math.sqrt(beyondX * beyondX + beyondY * beyondY);
      data[row + i] = d === 0 ? 1 : Math.max(0, 1 - d * slope);
    }
  };
  for (let j = firstY; j <= lastY; j++) {
    const dy = j + 0.5 - r.cy;
    const row = j * width;
    // The columns whose centres lie within both pairs of sides; their neighbours are shaded, which forgives rounding.
    const [uLow, uHigh] = columnsWithin(dy * sin, cos, r.halfWidth);
    const [vLow, vHigh] = columnsWithin(dy * cos, -sin, r.halfHeight);
    const from = Math.ceil(r.cx - 0.5 + Math.max(uLow, vLow)) + 1;
    const to = Math.floor(r.cx - 0.5 + Math.min(uHigh, vHigh));
    if (to - from < 1) {
      shade(row, dy, firstX, endX);
      continue;
    }
    const solidFrom = Math.min(endX, Math.max(firstX, from));
    const solidTo = Math.min(endX, Math.max(solidFrom, to));
    shade(row, dy, firstX, solidFrom);
    data.fill(1, row + solidFrom, row + solidTo);
    shade(row, dy, solidTo, endX);
  }
  return raster;
}

/** The interval of dx in which |offset + dx * rate| <= half. */
function columnsWithin(offset: number, rate: number, half: number): [number, number] {
  if (Math.abs(rate) < 1e-12) return Math.abs(offset) <= half ? [-Infinity, Infinity] : [Infinity, -Infinity];
  const a = (-half - offset) / rate;
  const b = (half - offset) / rate;
  return a < b ? [a, b] : [b, a];
}
