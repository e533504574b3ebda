import { emptyRaster, type Raster, type Size } from './raster.ts';

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
  const firstX = Math.max(0, Math.floor(r.cx - reachX));
  const lastX = Math.min(width - 1, Math.ceil(r.cx + reachX));
  const firstY = Math.max(0, Math.floor(r.cy - reachY));
  const lastY = Math.min(height - 1, Math.ceil(r.cy + reachY));
  const slope = r.border > 0 ? 1 / r.border : Infinity;
  for (let j = firstY; j <= lastY; j++) {
    const dy = j + 0.5 - r.cy;
    for (let i = firstX, at = j * width + firstX; i <= lastX; i++, at++) {
      const dx = i + 0.5 - r.cx;
      const beyondX = Math.max(0, Math.abs(dx * cos + dy * sin) - r.halfWidth);
      const beyondY = Math.max(0, Math.abs(dy * cos - dx * sin) - r.halfHeight);
      if (beyondX === 0 && beyondY === 0) data[at] = 1;
      else data[at] = Math.max(0, 1 - Math.sqrt(beyondX * beyondX + beyondY * beyondY) * slope);
    }
  }
  return raster;
}
