/**
 * Where things stand. Positions in heights of the picture (x to the right from the left edge, y down from the top), so
 * that the scene keeps its shapes at any aspect ratio; it is composed for 3:2.
 */
export const HORIZON = 0.425;
export const SUN = { x: 0.3, y: 0.262, radius: 0.026 } as const;

/** The direction towards the sun as the subject feels it: from the left, above, behind. y points up, z to the viewer. */
export const SUN_DIRECTION = { x: -0.66, y: 0.62, z: -0.42 } as const;

/** The far ridge and the near one: height above the horizon along x, in heights of the picture. */
export const FAR_RIDGE = { base: 0.03, rise: 0.035, scale: 2.6 } as const;
export const NEAR_RIDGE = { base: -0.03, rise: 0.17, from: 0.72, to: 1.75, scale: 4.2 } as const;

/** The upper edge of the rocks: [x, y], straight between. */
const ROCK_LINE: readonly (readonly [number, number])[] = [
  [-0.1, 0.9],
  [0.06, 0.865],
  [0.14, 0.845],
  [0.24, 0.858],
  [0.33, 0.822],
  [0.43, 0.79],
  [0.5, 0.722],
  [0.56, 0.676],
  [0.63, 0.655],
  [0.76, 0.652],
  [0.95, 0.65],
  [1.12, 0.638],
  [1.25, 0.632],
  [1.36, 0.64],
  [1.48, 0.672],
  [1.65, 0.7],
];

/** Height of the rocks' edge at `x`. */
export function rockLine(x: number): number {
  for (let i = 1; i < ROCK_LINE.length; i++) {
    const [x0, y0] = ROCK_LINE[i - 1]!;
    const [x1, y1] = ROCK_LINE[i]!;
    if (x > x1) continue;
    const t = Math.max(0, (x - x0) / (x1 - x0));
    return y0 + (y1 - y0) * t * t * (3 - 2 * t);
  }
  return ROCK_LINE.at(-1)![1];
}
