import type { DrawnForm, Size } from '@chemigram/mask';
import type { Spot } from '@chemigram/workspace';
import type { Shape } from '../masks/forms/form-tree.ts';
import { nativeForms } from '../masks/forms/native.ts';

/** A place [x, y] of a document. */
export const pointOf = ([x, y]: readonly number[]): [number, number] => [x!, y!];

/** A spot as a drawn form of the mask language. */
export function formOfSpot({ x = 0, y = 0, border, ...spot }: Spot): DrawnForm {
  if (spot.path !== undefined)
    return { dt_form: 'path', dt_params: { vertices: spot.path.map(pointOf), border, smooth: false, holes: [] } };
  const middle = { center_x: x, center_y: y, border };
  if (spot.radius !== undefined) return { dt_form: 'circle', dt_params: { ...middle, radius: spot.radius } };
  const { radius_x = 0, radius_y = 0, rotation = 0 } = spot;
  return { dt_form: 'ellipse', dt_params: { ...middle, radius_x, radius_y, rotation } };
}

/** The same on the full-size displayed picture, in its pixels. */
export function shapeOfSpot(spot: Spot, displayed: Size): Exclude<Shape, { kind: 'gradient' }> {
  const tree = nativeForms(formOfSpot(spot), displayed, '');
  const node = tree?.kind === 'group' ? tree.members[0]?.node : undefined;
  if (node?.kind !== 'shape' || node.shape.kind === 'gradient') throw new TypeError('A spot is one drawn shape.');
  return node.shape;
}

/** A rectangle in fractions of the displayed picture: where a spot lies, its feather included. */
export interface SpotBox {
  readonly x: number;
  readonly y: number;
  /** Half the width and half the height. */
  readonly rx: number;
  readonly ry: number;
}

/** The middle and the reach of a spot. A source is where this middle would lie. */
export function boxOfSpot(spot: Spot, displayed: Size): SpotBox {
  const shape = shapeOfSpot(spot, displayed);
  const [x0, y0, x1, y1] = shape.kind === 'outline' ? ringBox(shape.ring) : ellipseBox(shape);
  const { width, height } = displayed;
  return {
    x: (x0 + x1) / 2 / width,
    y: (y0 + y1) / 2 / height,
    rx: ((x1 - x0) / 2 + shape.border) / width,
    ry: ((y1 - y0) / 2 + shape.border) / height,
  };
}

type Edges = readonly [number, number, number, number];

function ringBox(ring: readonly (readonly [number, number])[]): Edges {
  const [xs, ys] = [ring.map(([x]) => x), ring.map(([, y]) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function ellipseBox({ cx, cy, rx, ry, rotation }: Extract<Shape, { kind: 'ellipse' }>): Edges {
  const angle = (rotation * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [w, h] = [Math.hypot(rx * cos, ry * sin), Math.hypot(rx * sin, ry * cos)];
  return [cx - w, cy - h, cx + w, cy + h];
}

/** The radius of a circle as large as the spot, without its feather, in pixels of the displayed picture. */
export function radiusOfSpot(spot: Spot, displayed: Size): number {
  const shape = shapeOfSpot(spot, displayed);
  if (shape.kind === 'ellipse') return Math.sqrt(shape.rx * shape.ry);
  let area = 0;
  shape.ring.forEach(([x, y], i) => {
    const [nextX, nextY] = shape.ring[(i + 1) % shape.ring.length]!;
    area += (x * nextY - nextX * y) / 2;
  });
  return Math.sqrt(Math.abs(area) / Math.PI);
}
