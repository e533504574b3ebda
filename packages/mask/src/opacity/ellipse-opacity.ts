import { emptyRaster, boxAround, type Raster, type Size } from '../raster/raster.ts';

/** An ellipse in pixels. `rotation` turns it clockwise as seen, in degrees; `border` widens both radii to the outer one. */
export interface EllipsePixels {
  cx: number;
  cy: number;
  rx: number;
  ry: number;
  rotation: number;
  border: number;
}

/**
 * 1 inside the ellipse; from its edge to the outer ellipse (both radii longer by `border`) q^2 along the ray from the
 * centre, with q = (T^2 - l^2) / (T^2 - R^2).
 *
 * With e = (l / R)^2 and o = (l / T)^2, the values of the two ellipses' equations at the point, that is
 * q = e (1 - o) / (e - o): no root and no angle is needed.
 *
 * @param e pixels; both radii above zero, border at least zero (zero: hard edge)
 */
export function ellipseOpacity(e: EllipsePixels, size: Size): Raster {
  const raster = emptyRaster(size);
  const { width, height } = size;
  const { data } = raster;
  const angle = (e.rotation * Math.PI) / 180;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const outerX = e.rx + e.border;
  const outerY = e.ry + e.border;
  const halfWidth = Math.hypot(outerX * cos, outerY * sin);
  const halfHeight = Math.hypot(outerX * sin, outerY * cos);
  const firstX = Math.max(0, Math.floor(e.cx - halfWidth));
  const lastX = Math.min(width - 1, Math.ceil(e.cx + halfWidth));
  const firstY = Math.max(0, Math.floor(e.cy - halfHeight));
  const lastY = Math.min(height - 1, Math.ceil(e.cy + halfHeight));
  raster.box = boxAround({ left: firstX, top: firstY, right: lastX + 1, bottom: lastY + 1 }, size);
  const edgeX = 1 / (e.rx * e.rx);
  const edgeY = 1 / (e.ry * e.ry);
  const farX = 1 / (outerX * outerX);
  const farY = 1 / (outerY * outerY);
  for (let j = firstY; j <= lastY; j++) {
    const dy = j + 0.5 - e.cy;
    for (let i = firstX, at = j * width + firstX; i <= lastX; i++, at++) {
      const dx = i + 0.5 - e.cx;
      const u = dx * cos + dy * sin;
      const v = dy * cos - dx * sin;
      const uu = u * u;
      const vv = v * v;
      const edge = uu * edgeX + vv * edgeY;
      if (edge <= 1) {
        data[at] = 1;
        continue;
      }
      const far = uu * farX + vv * farY;
      if (far >= 1) continue;
      const q = (edge * (1 - far)) / (edge - far);
      data[at] = q * q;
    }
  }
  return raster;
}
