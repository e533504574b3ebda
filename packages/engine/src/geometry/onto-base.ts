import type { Size } from '@chemigram/mask';
import { applyAffine, invertAffine } from './affine.ts';
import type { Affine } from './affine.ts';
import { exactFor } from './geometry.ts';
import type { Geometry } from './geometry.ts';

const IDENTITY: Affine = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };
/** In pixels of the base picture: what darktable takes for a pixel lies at its corner, so far before its middle. */
const CORNER = 0.5;

/**
 * Where the points of one framing's picture lie in a base picture, which is what is displayed under another framing, at
 * its own size: a form stored there is stored in that picture, and made right for it. Displayed points are in pixels of the
 * base picture's scale.
 * @param said the geometry of the framing that a mask was said in
 * @param shown the geometry of the base picture's framing
 * @param base size of the base picture
 */
export function ontoBase(said: Geometry, shown: Geometry, base: Size): Geometry {
  // darktable scales by the long side; the short one is rounded.
  const scale = Math.max(base.width, base.height) / Math.max(shown.displayed.width, shown.displayed.height);
  const diagonal = Math.hypot(base.width, base.height);
  const frame = {
    displayed: { width: said.displayed.width * scale, height: said.displayed.height * scale, exactStep: 1 },
    stored: { width: base.width / diagonal, height: base.height / diagonal },
  };
  const within = withinPicture(said, shown);
  if (within !== null) {
    const { a, b, c, d, e, f } = within;
    const similarity = {
      a: a / diagonal,
      b: b / diagonal,
      c: c / diagonal,
      d: d / diagonal,
      e: (e * scale - CORNER) / diagonal,
      f: (f * scale - CORNER) / diagonal,
    };
    const inverse = invertAffine(similarity);
    return {
      ...frame,
      similarity,
      toStored: (x, y) => applyAffine(similarity, x, y),
      toDisplayed: (u, v) => applyAffine(inverse, u, v),
    };
  }
  const [from, to] = [exactFor(said, 0), exactFor(shown, 0)];
  return {
    ...frame,
    similarity: null,
    toStored: (x, y) => {
      const [px, py] = to.toDisplayed(...from.toStored(x / scale, y / scale));
      return [(px * scale - CORNER) / diagonal, (py * scale - CORNER) / diagonal];
    },
    toDisplayed: (u, v) => {
      const [px, py] = [u * diagonal + CORNER, v * diagonal + CORNER];
      const [x, y] = from.toDisplayed(...to.toStored(px / scale, py / scale));
      return [x * scale, y * scale];
    },
  };
}

/** From the one picture's pixels to the other's, where that is a turn, a shift and one scale. */
function withinPicture(said: Geometry, shown: Geometry): Affine | null {
  if (said === shown) return IDENTITY;
  const [m, n] = [exactFor(shown, 0).similarity, exactFor(said, 0).similarity];
  return m === null || n === null ? null : after(invertAffine(m), n);
}

/** One map behind another. */
const after = (m: Affine, n: Affine): Affine => ({
  a: m.a * n.a + m.b * n.c,
  b: m.a * n.b + m.b * n.d,
  c: m.c * n.a + m.d * n.c,
  d: m.c * n.b + m.d * n.d,
  e: m.a * n.e + m.b * n.f + m.e,
  f: m.c * n.e + m.d * n.f + m.f,
});
