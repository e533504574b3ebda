import { ChemigramError } from '@chemigram/errors';
import { brushOpacity } from './brush-opacity.ts';
import { ellipseOpacity } from './ellipse-opacity.ts';
import type { DrawnForm } from '../language/forms.ts';
import { atOnce, type InSteps } from './at-once.ts';
import { gradientOpacity } from './gradient-opacity.ts';
import { join, type Weight } from './join.ts';
import type { LeafMask, Mask, Operation, ReferenceMask } from '../language/mask.ts';
import { outlineOpacity, smoothRing } from './outline-opacity.ts';
import { rangeOpacity } from './range-opacity.ts';
import { type Picture, type Raster, recycle, sameAspect, shorterSide, type Size } from '../raster/raster.ts';
import { rectangleOpacity } from './rectangle-opacity.ts';
import { type RefineSources, refineOpacity } from '../refine/refine.ts';
import { resample } from '../raster/resample.ts';
import { scale } from './scale.ts';
import { snappedPart, type SnapSource } from './snapped-parts.ts';

/** What a mask may have to look at. */
export interface Sources extends RefineSources {
  /** The displayed sRGB preview before the edit; needed by ranges (needsPicture tells). */
  picture?: Picture;
  /** Snaps to the edges of that picture; needed where anything is snapped (isSnapped tells). */
  snaps?: SnapSource;
  /** The finished opacity of a reference, of the displayed picture's aspect, at any size; not inverted yet. */
  resolve?: (ref: ReferenceMask) => Raster;
}

function drawForm(form: DrawnForm, size: Size): Raster {
  const { width, height } = size;
  const shorter = shorterSide(size);
  switch (form.dt_form) {
    case 'ellipse': {
      const p = form.dt_params;
      return ellipseOpacity(
        {
          cx: p.center_x * width,
          cy: p.center_y * height,
          rx: p.radius_x * width,
          ry: p.radius_y * height,
          rotation: p.rotation,
          border: p.border * shorter,
        },
        size,
      );
    }
    case 'circle': {
      const p = form.dt_params;
      const r = p.radius * shorter;
      const [cx, cy] = [p.center_x * width, p.center_y * height];
      return ellipseOpacity({ cx, cy, rx: r, ry: r, rotation: 0, border: p.border * shorter }, size);
    }
    case 'rectangle': {
      const p = form.dt_params;
      return rectangleOpacity(
        {
          cx: ((p.x0 + p.x1) / 2) * width,
          cy: ((p.y0 + p.y1) / 2) * height,
          halfWidth: ((p.x1 - p.x0) / 2) * width,
          halfHeight: ((p.y1 - p.y0) / 2) * height,
          rotation: p.rotation,
          border: p.border * shorter,
        },
        size,
      );
    }
    case 'path': {
      const p = form.dt_params;
      const rings = [p.vertices, ...p.holes].map((ring) => ring.map(([x, y]) => [x * width, y * height] as const));
      return outlineOpacity(p.smooth ? rings.map((ring) => smoothRing(ring)) : rings, p.border * shorter, size);
    }
    case 'gradient': {
      const { anchor_x, anchor_y, ...rest } = form.dt_params;
      return gradientOpacity({ ...rest, ax: anchor_x * width, ay: anchor_y * height }, size);
    }
    case 'brush': {
      const p = form.dt_params;
      const points = p.points.map(([x, y]) => [x * width, y * height] as const);
      return brushOpacity({ points, width: p.width * shorter, hardness: p.hardness, density: p.density }, size);
    }
  }
}

function leafOpacity(mask: LeafMask, size: Size, sources: Sources): Raster {
  let result = mask.dt_form === undefined ? undefined : drawForm(mask, size);
  for (const filter of mask.range_filters ?? []) {
    if (sources.picture === undefined) {
      throw new ChemigramError('internal', 'A mask with a range filter was to be rasterised without the picture.', {
        field: 'range_filters',
      });
    }
    const range = fitted(rangeOpacity(filter, sources.picture), size, 'The picture');
    if (result === undefined) result = range;
    else fold(result, range, 'intersect');
  }
  if (result === undefined) throw new ChemigramError('internal', 'A mask without form and range was to be rasterised.');
  return result;
}

/** The same opacities at `size`. @throws invalid_input when the aspect is another one */
function fitted(raster: Raster, size: Size, what: string): Raster {
  if (!sameAspect(raster, size)) {
    const message = `${what} has ${raster.width} x ${raster.height}; the displayed picture's aspect is that of ${size.width} x ${size.height}.`;
    throw new ChemigramError('invalid_input', message, {
      hint: 'Masks must have the aspect of the displayed picture.',
    });
  }
  return resample(raster, size);
}

/** a becomes a (operation) b; b is given back. */
function fold(a: Raster, b: Raster, operation: Operation, how?: Weight): void {
  join(a, b, operation, how);
  recycle(b);
}

/** How a mask counts when it is drawn, snapped and refined. */
const weightOf = ({ invert, opacity = 1 }: Mask): Weight => ({ invert: invert === true, opacity });

/** Snapped, then refined; in place unless it is either. */
function finish(drawn: Raster, mask: Mask, sources: Sources): Raster {
  const { refine } = mask;
  const snapped = snappedOpacity(drawn, mask, sources);
  const raster = refine === undefined ? snapped : refineOpacity(snapped, refine, sources);
  if (raster !== snapped) recycle(snapped);
  return raster;
}

/** On the edges of the picture, where the mask says so. */
function snappedOpacity(drawn: Raster, mask: Mask, { snaps }: Sources): Raster {
  const part = snappedPart(mask, drawn);
  if (part === null) return drawn;
  if (snaps === undefined) {
    throw new ChemigramError('internal', 'A mask was to be snapped without the picture.', { field: 'snap' });
  }
  const snapped = snaps.of(part.key, drawn, part.how);
  recycle(drawn);
  return snapped;
}

function referenceOpacity(mask: ReferenceMask, size: Size, sources: Sources): Raster {
  if (sources.resolve === undefined) {
    throw new ChemigramError('internal', `A ${mask.kind} mask was to be rasterised with nothing to resolve it.`);
  }
  const found = sources.resolve(mask);
  const raster = fitted(found, size, `The ${mask.kind} mask`);
  // Finishing and folding work in place; what the caller handed out stays as it is.
  return raster === found ? { ...raster, data: raster.data.slice() } : raster;
}

/**
 * The opacity of a mask over the displayed picture at `size`: what the photographer asked for, before any darktable.
 *
 * @param size any size of the displayed picture's aspect; fractions become pixels by it
 * @throws internal when a source is missing, invalid_input when a source has another aspect
 */
export const rasterise = (mask: Mask, size: Size, sources: Sources): Raster =>
  atOnce(rasteriseInSteps(mask, size, sources));

/** The same, stopping between the parts of a composition: each may take some 10 ms. */
export function* rasteriseInSteps(mask: Mask, size: Size, sources: Sources): InSteps<Raster> {
  const { invert, opacity } = weightOf(mask);
  return scale(yield* unweighted(mask, size, sources), invert, opacity);
}

/** The same before it is inverted and as strong as its opacity. */
function* unweighted(mask: Mask, size: Size, sources: Sources): InSteps<Raster> {
  if (mask.kind === undefined) return finish(leafOpacity(mask, size, sources), mask, sources);
  if (mask.kind !== 'compose') return finish(referenceOpacity(mask, size, sources), mask, sources);
  const [first, ...rest] = mask.operands;
  if (first === undefined) throw new ChemigramError('internal', 'A compose without operands was to be rasterised.');
  const result = yield* rasteriseInSteps(first, size, sources);
  for (const operand of rest) {
    yield;
    fold(result, yield* unweighted(operand, size, sources), mask.operation, weightOf(operand));
  }
  return finish(result, mask, sources);
}
