import { emptyRaster, type Raster, type Size } from './raster.ts';

/** A gradient in pixels; `diagonal` is the unit of its distances, that of `size` when left out. */
export interface GradientPixels {
  ax: number;
  ay: number;
  /** Degrees: full effect above the anchor's line at 0, left of it at 90, below at 180, right at 270. */
  rotation: number;
  compression: number;
  /** 1 linear, 2 smooth. */
  state: 1 | 2;
  /** Bends the line: t - curvature * s^2, with s the place along the line in diagonals (darktable's own). */
  curvature: number;
  diagonal?: number;
}

/**
 * The error function to 1.5e-7.
 * Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26.
 */
function erf(x: number): number {
  const t = 1 / (1 + 0.327_591_1 * Math.abs(x));
  const poly =
    t * (0.254_829_592 + t * (-0.284_496_736 + t * (1.421_413_741 + t * (-1.453_152_027 + t * 1.061_405_429))));
  return Math.sign(x) * (1 - poly * Math.exp(-x * x));
}

/**
 * The smooth step 0.5 + 0.5 erf(u) for u from -REACH to REACH, so fine that the nearest entry is within 4e-5: reading
 * between two entries would take half as long again.
 */
const REACH = 4;
const STEPS = 65_536;
const SMOOTH_STEP = Float32Array.from(
  { length: STEPS + 2 },
  (_, i) => 0.5 + 0.5 * erf((2 * REACH * i) / STEPS - REACH),
);
/** Parts of an entry that whole numbers count: a row of 16,384 pixels stays within half an entry. */
const ENTRY_BITS = 14;

/**
 * With t the distance to the line through the anchor in diagonals, positive on the full side: smooth is
 * 0.5 + 0.5 erf(4 t / compression), linear is clamp(0.5 + 2 t / compression, 0, 1).
 */
export function gradientOpacity(g: GradientPixels, size: Size): Raster {
  const raster = emptyRaster(size);
  const { width, height } = size;
  const { data } = raster;
  const unit = 1 / (g.diagonal ?? Math.hypot(width, height));
  const angle = (g.rotation * Math.PI) / 180;
  const cos = Math.cos(angle) * unit;
  const sin = Math.sin(angle) * unit;
  const smooth = g.state === 2;
  // The step from 0 to 1 runs over u = -reach .. reach; outside it nothing needs to be looked up.
  const gain = (smooth ? 4 : 2) / g.compression;
  const reach = smooth ? REACH : 0.5;
  const perEntry = STEPS / (2 * REACH);
  const bend = g.curvature;
  const slope = -sin * gain;
  for (let j = 0; j < height; j++) {
    const dy = j + 0.5 - g.ay;
    const row = j * width;
    let [from, to] = [0, width];
    if (bend === 0) {
      [from, to] = stepColumns(gain * (-(0.5 - g.ax) * sin - dy * cos), slope, reach, width);
      const left = gain * (-(0.5 - g.ax) * sin - dy * cos) > 0 ? 1 : 0;
      const right = gain * (-(width - 0.5 - g.ax) * sin - dy * cos) > 0 ? 1 : 0;
      if (left === 1) data.fill(1, row, row + from);
      if (right === 1) data.fill(1, row + to, row + width);
    }
    const start = gain * (-(0.5 - g.ax) * sin - dy * cos);
    const bow = bend * gain;
    if (smooth && bow === 0) {
      // The usual one by far, and it covers the whole picture: whole numbers, and nothing in this loop that need not be.
      const scale = perEntry * (1 << ENTRY_BITS);
      const first = Math.max(0, Math.round((start + slope * from + REACH) * scale + (1 << (ENTRY_BITS - 1))));
      const rise = Math.round(slope * scale);
      for (let i = from, at = first; i < to; i++, at += rise) data[row + i] = SMOOTH_STEP[at >> ENTRY_BITS]!;
      continue;
    }
    for (let i = from; i < to; i++) {
      let u = start + slope * i;
      if (bow !== 0) {
        const along = (i + 0.5 - g.ax) * cos - dy * sin;
        u -= bow * along * along;
      }
      if (u <= -reach) continue;
      if (u >= reach) data[row + i] = 1;
      else data[row + i] = smooth ? SMOOTH_STEP[((u + REACH) * perEntry + 0.5) | 0]! : 0.5 + u;
    }
  }
  return raster;
}

/** The columns [from, to) of a row in which |u| is within `reach`, u being start + slope * column. */
function stepColumns(start: number, slope: number, reach: number, width: number): [number, number] {
  if (Math.abs(slope) * width < 1e-12) return Math.abs(start) < reach ? [0, width] : [0, 0];
  const a = (-reach - start) / slope;
  const b = (reach - start) / slope;
  const from = Math.min(width, Math.max(0, Math.ceil(Math.min(a, b))));
  const to = Math.min(width, Math.max(0, Math.floor(Math.max(a, b)) + 1));
  return [from, to];
}
