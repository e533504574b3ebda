import type { Planes } from './planes.ts';

/** A line across the picture: y at the left and at the right edge, fractions of the height. */
export interface HorizonLine {
  readonly left: number;
  readonly right: number;
  /** Share of the width along which the picture changes in the same way across the line, 0..1. */
  readonly coherence: number;
}

/** Tilts looked at, in degrees to either side: a camera held by hand rarely leans more. */
const TILT = { most: 6, step: 0.5 };
/** The line keeps this share of the height from the top and the bottom edge. */
const MARGIN = 0.08;
/** Rows on each side of the line that are compared, and a change (Lab units) as large as noise. */
const STRIP = 2;
const NOISE = 2.5;

/**
 * The straight line, nearly level, across which the picture changes most consistently from edge to edge.
 *
 * Per column the colours of the strips just above and just below are subtracted; each difference counts by its direction
 * in Lab, weighed down when it is small as noise. Clouds, waves and texture point every way and cancel out, a horizon
 * does not, however faint it is.
 */
export function findHorizonLine(planes: Planes): HorizonLine {
  const { width, height } = planes;
  const steps = differences(planes);
  const most = Math.round((Math.tan((TILT.most * Math.PI) / 180) * width) / 2);
  const step = Math.max(1, Math.round((Math.tan((TILT.step * Math.PI) / 180) * width) / 2));
  let best = { left: 0.5, right: 0.5, coherence: 0 };
  const first = Math.max(STRIP, Math.round(MARGIN * height));
  const rises = [0];
  for (let rise = step; rise <= most; rise += step) rises.push(rise, -rise);
  for (const rise of rises) {
    for (let y = first + Math.abs(rise); y < height - first - Math.abs(rise); y++) {
      let [l, a, b] = [0, 0, 0];
      for (let x = 0; x < width; x++) {
        const row = Math.round(y + rise * ((2 * (x + 0.5)) / width - 1));
        const at = 3 * (row * width + x);
        l += steps[at]!;
        a += steps[at + 1]!;
        b += steps[at + 2]!;
      }
      const coherence = Math.hypot(l, a, b) / width;
      if (coherence > best.coherence) best = { left: (y - rise) / height, right: (y + rise) / height, coherence };
    }
  }
  return best;
}

/** Below minus above at each pixel's upper edge, three numbers each, at most of length 1. */
function differences({ width, height, l, a, b }: Planes): Float32Array {
  const out = new Float32Array(3 * width * height);
  const planes = [l, a, b];
  for (let y = STRIP; y + STRIP <= height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      let square = 0;
      for (let c = 0; c < 3; c++) {
        let difference = 0;
        for (let k = 0; k < STRIP; k++) difference += planes[c]![i + k * width]! - planes[c]![i - (k + 1) * width]!;
        difference /= STRIP;
        out[3 * i + c] = difference;
        square += difference * difference;
      }
      const weight = 1 / (Math.sqrt(square) + NOISE);
      for (let c = 0; c < 3; c++) out[3 * i + c]! *= weight;
    }
  }
  return out;
}
