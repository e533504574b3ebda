import { ChemigramError } from '@chemigram/errors';
import { atOnce, boxAround, ellipseOpacity, emptyRaster, gradientOpacity, join, recycle, scale } from '@chemigram/mask';
import type { InSteps, Join, Raster, Size } from '@chemigram/mask';
import { exactStep, stepAt } from '../../geometry/geometry.ts';
import type { Displayed, Geometry } from '../../geometry/geometry.ts';
import { fromStoredFrame, storedFrame } from '../../geometry/warp.ts';
import { inTurns } from '../../whole-turn.ts';
import { onCoarseGrid } from './coarse-grid.ts';
import { evenly } from './feather-lengths.ts';
import { diagonalOf } from './form-tree.ts';
import type { FormNode, Member, Shape } from './form-tree.ts';
import { drawOutline } from './outline-drawing.ts';
import { ringsToDraw } from './outline-growth.ts';
import type { Outline } from './outline-growth.ts';
import { outlineNodes } from './outline-nodes.ts';
import { toStoredShape } from './stored-shape.ts';

/**
 * The opacity that darktable will use when it develops the displayed picture at `size`.
 *
 * The forms are made right for one size (see exactStep); at another they stand a part of a pixel aside.
 *
 * @param geometry of the picture that the tree's pixels are of
 */
export const predictForms = (node: FormNode, geometry: Geometry, size: Size): Promise<Raster> =>
  inTurns(predictTree(node, size, (shape) => predictShape(shape, geometry, size)));

/**
 * The same of outlines alone: they are drawn as they are displayed, whatever lies between that and the stored frame.
 * @param displayed full size of the picture
 */
export const predictOutlines = (node: FormNode, displayed: Displayed, size: Size): Raster =>
  atOnce(
    predictTree(node, size, (shape) => {
      if (shape.kind === 'outline') return predictOutline(shape, displayed, size);
      throw new ChemigramError('internal', `A tree of outlines was to be predicted that holds a ${shape.kind}.`);
    }),
  );

/** Stops behind each shape, which takes some milliseconds. */
function* predictTree(node: FormNode, size: Size, predict: (shape: Shape) => Raster): InSteps<Raster> {
  if (node.kind === 'shape') {
    const drawn = predict(node.shape);
    yield;
    return drawn;
  }
  let out: Raster | null = null;
  for (const member of node.members) {
    const part = yield* predictTree(member.node, size, predict);
    // The first member's is changed itself: nobody else has it.
    if (out === null) out = scale(part, member.inverse, member.opacity);
    else {
      join(out, part, JOINS[member.join], { invert: member.inverse, opacity: member.opacity });
      recycle(part);
    }
  }
  return out ?? emptyRaster(size);
}

/** darktable's group operations. */
const JOINS: Readonly<Record<Member['join'], Join>> = {
  copy: 'union',
  union: 'union',
  difference: 'subtract',
  exclusion: 'larger rest',
};

function predictShape(shape: Shape, geometry: Geometry, size: Size): Raster {
  const { displayed } = geometry;
  if (shape.kind === 'outline') return predictOutline(shape, displayed, size);
  const drawn =
    geometry.similarity === null ? predictBent(shape, geometry, size) : predictUpright(shape, displayed, size);
  if (shape.kind === 'gradient') return drawn;
  const step = stepAt(size, displayed);
  return onCoarseGrid(drawn, shape.border / step, step);
}

function predictUpright(shape: Exclude<Shape, Outline>, displayed: Displayed, size: Size): Raster {
  const { scale, at } = ontoSize(displayed, size);
  switch (shape.kind) {
    case 'ellipse':
      return ellipseOpacity(
        {
          cx: at(shape.cx),
          cy: at(shape.cy),
          rx: shape.rx * scale,
          ry: shape.ry * scale,
          rotation: shape.rotation,
          border: shape.border * scale,
        },
        size,
      );
    case 'gradient':
      return gradientOpacity(
        {
          ax: at(shape.ax),
          ay: at(shape.ay),
          rotation: shape.rotation,
          compression: shape.compression,
          state: shape.state,
          curvature: shape.curvature,
          diagonal: diagonalOf(displayed) * scale,
        },
        size,
      );
  }
}

function predictOutline(shape: Outline, displayed: Displayed, size: Size): Raster {
  const { scale, at } = ontoSize(displayed, size);
  const reach = shape.border * scale + MARKED_PX;
  const raster = emptyRaster(size);
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  // Of a pixel of the raster the middle is at 0.5, of one that is drawn at 0.
  const put = ([x, y]: readonly [number, number]) => [at(x) - 0.5, at(y) - 0.5] as const;
  for (const ring of ringsToDraw(shape, displayed)) {
    const feathers = ring.map(() => evenly(shape.border));
    const nodes = outlineNodes(ring, feathers, exactStep(displayed)).map(({ corner, before, after, border }) => ({
      corner: put(corner),
      before: put(before),
      after: put(after),
      border: [border[0] * scale, border[1] * scale] as const,
    }));
    for (const { corner } of nodes) {
      [left, right] = [Math.min(left, corner[0]), Math.max(right, corner[0])];
      [top, bottom] = [Math.min(top, corner[1]), Math.max(bottom, corner[1])];
    }
    drawOutline(nodes, raster);
  }
  raster.box = boxAround({ left: left - reach, top: top - reach, right: right + reach, bottom: bottom + reach }, size);
  return raster;
}

/** So far beyond a curve and its feather darktable marks pixels, and curves beyond their nodes. */
const MARKED_PX = 3;

/** From full-size pixels to where darktable draws them at a size. */
function ontoSize(displayed: Displayed, size: Size): { scale: number; at: (x: number) => number } {
  const scale = 1 / stepAt(size, displayed);
  const step = exactStep(displayed);
  // What darktable evaluates for pixel i of this size is full-size x = i / scale + step / 2; its centre is i + 0.5.
  return { scale, at: (x) => (x - step / 2) * scale + 0.5 };
}

/** What the stored shape covers, drawn in the stored frame and seen through the geometry. */
function predictBent(shape: Exclude<Shape, Outline>, geometry: Geometry, size: Size): Raster {
  const placed = toStoredShape(shape, geometry);
  const frame = storedFrame(geometry, size);
  const unit = frame.width / geometry.stored.width;
  let drawn: Raster;
  if (placed.kind === 'ellipse') {
    drawn = ellipseOpacity(
      {
        cx: placed.cx * unit,
        cy: placed.cy * unit,
        rx: placed.rx * unit,
        ry: placed.ry * unit,
        rotation: placed.rotation,
        border: placed.border * unit,
      },
      frame,
    );
  } else if (placed.kind === 'gradient') {
    drawn = gradientOpacity({ ...placed, ax: placed.ax * unit, ay: placed.ay * unit, diagonal: unit }, frame);
  } else throw new Error('outlines are predicted where they are displayed');
  return fromStoredFrame(drawn, geometry, size);
}
