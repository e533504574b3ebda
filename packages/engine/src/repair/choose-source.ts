import type { Picture } from '@chemigram/mask';
import type { SpotBox } from './spot-shape.ts';

/** Where a spot is to be repaired from, as an offset of its middle in fractions of the picture. */
export interface ChosenSource {
  readonly source: readonly [number, number];
  /** How little what is there fits, 0..1 of the range of tones: the root of the mean square around the spot. */
  readonly misfit: number;
}

/** Directions and distances that are tried, the nearest first. Distances are in reaches of the spot. */
const DIRECTIONS = 24;
const DISTANCES = [2.1, 2.6, 3.2, 4, 5, 6.5, 8.5] as const;
/** So much farther than its own reach, and at least so many pixels, lies the ring that a spot is seen against. */
const RING = 1.35;
const RING_PX = 2;
/** What a doubled distance may cost, as misfit: near by, light and grain are the same. */
const FAR = 0.004;
/** Smallest reach, in pixels of the picture that is looked at. */
const LEAST_REACH_PX = 2;

/**
 * The place near a spot from which it is repaired with the least trace: where the ring around it looks as it does around
 * the spot, and the inside looks as that ring: no edge, no structure of another kind, no blemish of its own.
 * @param picture the displayed picture without edits
 * @param taken where other spots lie: those are blemished themselves
 * @returns null where there is no place of that size inside the picture
 */
export function chooseSource(picture: Picture, spot: SpotBox, taken: readonly SpotBox[]): ChosenSource | null {
  const { width, height } = picture;
  const reach = {
    x: Math.max(spot.rx * width, LEAST_REACH_PX),
    y: Math.max(spot.ry * height, LEAST_REACH_PX),
  };
  const [cx, cy] = [spot.x * width, spot.y * height];
  const { inside, ring } = samplesAround(reach);
  const rim = ring.filter(([dx, dy]) => contains(picture, cx + dx, cy + dy));
  const seen = rim.map(([dx, dy]) => at(picture, cx + dx, cy + dy));
  const around = statistics(seen);
  let best: (ChosenSource & { cost: number }) | null = null;
  for (const distance of DISTANCES) {
    for (let k = 0; k < DIRECTIONS; k++) {
      const angle = (2 * Math.PI * k) / DIRECTIONS;
      const [sx, sy] = [cx + Math.cos(angle) * distance * reach.x, cy + Math.sin(angle) * distance * reach.y];
      if (!fits(picture, sx, sy, reach) || taken.some((other) => overlaps(picture, other, sx, sy, reach))) continue;
      const seam = meanSquare(rim, seen, picture, sx, sy);
      const filling = statistics(inside.map(([dx, dy]) => at(picture, sx + dx, sy + dy)));
      const tone = filling.mean.reduce((sum, value, c) => sum + (value - around.mean[c]!) ** 2, 0) / 3;
      const misfit = Math.sqrt(seam + tone + (filling.deviation - around.deviation) ** 2);
      const cost = misfit + FAR * Math.log2(distance);
      if (best === null || cost < best.cost) best = { source: [sx / width, sy / height], misfit, cost };
    }
  }
  return best === null ? null : { source: best.source, misfit: best.misfit };
}

type Offset = readonly [number, number];
type Colour = readonly [number, number, number];

/** Points on a few circles: inside the spot, and on a ring just outside of it. */
function samplesAround(reach: { x: number; y: number }): { inside: Offset[]; ring: Offset[] } {
  const circle = (share: number, grow = 0): Offset[] => {
    const [rx, ry] = [reach.x * share + grow, reach.y * share + grow];
    const count = Math.min(MOST_POINTS, Math.max(LEAST_POINTS, Math.ceil(2 * Math.PI * Math.max(rx, ry))));
    return Array.from({ length: count }, (_, i) => {
      const angle = (2 * Math.PI * i) / count;
      return [Math.cos(angle) * rx, Math.sin(angle) * ry];
    });
  };
  return {
    inside: [[0, 0], ...[0.25, 0.5, 0.75, 1].flatMap((share) => circle(share))],
    ring: [...circle(1, 1), ...circle(RING, RING_PX)],
  };
}
const LEAST_POINTS = 8;
const MOST_POINTS = 96;

const contains = ({ width, height }: Picture, x: number, y: number): boolean =>
  x >= 0 && y >= 0 && x < width && y < height;

function fits({ width, height }: Picture, x: number, y: number, reach: { x: number; y: number }): boolean {
  return x - reach.x >= 0 && y - reach.y >= 0 && x + reach.x <= width && y + reach.y <= height;
}

const overlaps = (
  { width, height }: Picture,
  other: SpotBox,
  x: number,
  y: number,
  reach: { x: number; y: number },
): boolean =>
  Math.abs(other.x * width - x) < other.rx * width + reach.x &&
  Math.abs(other.y * height - y) < other.ry * height + reach.y;

/** The colour of a pixel, 0..1; beyond the picture that of its edge. */
function at({ width, height, rgb }: Picture, x: number, y: number): Colour {
  const column = Math.min(Math.max(Math.floor(x), 0), width - 1);
  const row = Math.min(Math.max(Math.floor(y), 0), height - 1);
  const index = 3 * (row * width + column);
  return [rgb[index]! / 255, rgb[index + 1]! / 255, rgb[index + 2]! / 255];
}

function statistics(colours: readonly Colour[]): { mean: Colour; deviation: number } {
  const sum = [0, 0, 0];
  let squares = 0;
  for (const colour of colours) {
    colour.forEach((value, c) => {
      sum[c]! += value;
      squares += value * value;
    });
  }
  const n = Math.max(1, colours.length);
  const mean = sum.map((value) => value / n) as unknown as Colour;
  const variance = squares / n / 3 - mean.reduce((total, value) => total + value * value, 0) / 3;
  return { mean, deviation: Math.sqrt(Math.max(0, variance)) };
}

function meanSquare(rim: readonly Offset[], seen: readonly Colour[], picture: Picture, x: number, y: number): number {
  let sum = 0;
  rim.forEach(([dx, dy], i) => {
    const there = at(picture, x + dx, y + dy);
    const here = seen[i]!;
    for (let c = 0; c < 3; c++) sum += (here[c]! - there[c]!) ** 2;
  });
  return sum / (3 * Math.max(1, rim.length));
}
