import type { Geometry } from './geometry.ts';

/** Edges as fractions of a picture. */
export type Rectangle = readonly [left: number, top: number, right: number, bottom: number];

/** Points per side at which a rectangle is tried. */
const TRIED = 48;
/** Pixels of the old picture that the filled part keeps clear of its rim: there darktable blends with nothing. */
const RIM_PX = 1;
const HALVINGS = 16;

/**
 * The largest part of the new picture, in the old one's shape and about its middle, that shows only what the old
 * picture had. Fractions of the new picture: left, top, right, bottom.
 */
export function filledPart(before: Geometry, after: Geometry): Rectangle {
  const { width, height } = after.displayed;
  const old = before.displayed;
  const shows = (x: number, y: number): boolean => {
    const [ox, oy] = before.toDisplayed(...after.toStored(x, y));
    return ox >= RIM_PX && oy >= RIM_PX && ox <= old.width - RIM_PX && oy <= old.height - RIM_PX;
  };
  // About the point that shows the old middle: perspective moves it.
  const [cx, cy] = after.toDisplayed(...before.toStored(old.width / 2, old.height / 2));
  const fits = (scale: number): boolean => {
    const [w, h] = [(old.width * scale) / 2, (old.height * scale) / 2];
    if (cx - w < 0 || cy - h < 0 || cx + w > width || cy + h > height) return false;
    for (let i = 0; i <= TRIED; i++) {
      const [fx, fy] = [cx + w * ((2 * i) / TRIED - 1), cy + h * ((2 * i) / TRIED - 1)];
      if (!shows(fx, cy - h) || !shows(fx, cy + h) || !shows(cx - w, fy) || !shows(cx + w, fy)) return false;
    }
    return true;
  };
  let [low, high] = [0, 2];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  const [w, h] = [(old.width * low) / 2, (old.height * low) / 2];
  return [(cx - w) / width, (cy - h) / height, (cx + w) / width, (cy + h) / height];
}
