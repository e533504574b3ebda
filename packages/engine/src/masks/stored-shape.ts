import type { Size } from '@chemigram/mask';
import { applyAffine, fitAffine, scaleOf } from '../geometry/affine.ts';
import type { Affine, PointPair } from '../geometry/affine.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { diagonalOf } from './form-tree.ts';
import type { Ring, Shape } from './form-tree.ts';

/**
 * A shape in the stored frame, lengths and positions in units of its diagonal. An outline has a feather for each of
 * its points.
 */
export type StoredShape =
  | Extract<Shape, { kind: 'ellipse' | 'gradient' }>
  | { readonly kind: 'outline'; readonly ring: Ring; readonly borders: readonly number[] };

/** Points on the rim of an ellipse that a bent one is fitted to. */
const RIM_POINTS = 48;
/** Straight edges are cut into pieces of this part of the diagonal before they are bent. */
const PIECE = 1 / 64;
/** A gradient is fitted on a grid of so many points a side. */
const GRID = 25;
/** Half the distance, in pixels, over which a local scale is taken. */
const HALF_STEP_PX = 2;

/**
 * Where a displayed shape lies in the stored frame: exactly where the geometry is a similarity, else as the nearest
 * shape of the same kind. Perspective and lenses bend little over one ellipse or across one gradient; outlines follow
 * point by point.
 */
export function toStoredShape(shape: Shape, geometry: Geometry): StoredShape {
  const { similarity } = geometry;
  switch (shape.kind) {
    case 'ellipse':
      return similarity === null ? bentEllipse(shape, geometry) : turnedEllipse(shape, similarity);
    case 'gradient':
      return similarity === null ? bentGradient(shape, geometry) : turnedGradient(shape, similarity, geometry.displayed);
    case 'outline': {
      const ring = similarity === null ? densified(shape.ring, geometry.displayed) : shape.ring;
      return {
        kind: 'outline',
        ring: ring.map(([x, y]) => geometry.toStored(x, y)),
        borders: ring.map((_, i) => shape.border * (similarity === null ? scaleAcross(ring, i, geometry) : scaleOf(similarity))),
      };
    }
  }
}

const DEGREE = Math.PI / 180;
type Ellipse = Extract<Shape, { kind: 'ellipse' }>;
type Gradient = Extract<Shape, { kind: 'gradient' }>;

const direction = (map: Affine, x: number, y: number): [number, number] => [map.a * x + map.b * y, map.c * x + map.d * y];

function turnedEllipse(shape: Ellipse, map: Affine): Ellipse {
  const scale = scaleOf(map);
  const [cx, cy] = applyAffine(map, shape.cx, shape.cy);
  const [dx, dy] = direction(map, Math.cos(shape.rotation * DEGREE), Math.sin(shape.rotation * DEGREE));
  return {
    kind: 'ellipse',
    cx,
    cy,
    rx: shape.rx * scale,
    ry: shape.ry * scale,
    rotation: Math.atan2(dy, dx) / DEGREE,
    border: shape.border * scale,
  };
}

/** The ellipse through the mapped rim: an affine map of the unit circle, its axes by singular values. */
function bentEllipse(shape: Ellipse, geometry: Geometry): Ellipse {
  const inner = fittedEllipse(shape, 0, geometry);
  const outer = fittedEllipse(shape, shape.border, geometry);
  return { ...inner, border: (outer.rx - inner.rx + outer.ry - inner.ry) / 2 };
}

function fittedEllipse(shape: Ellipse, border: number, geometry: Geometry): Ellipse {
  const [cos, sin] = [Math.cos(shape.rotation * DEGREE), Math.sin(shape.rotation * DEGREE)];
  const pairs: PointPair[] = Array.from({ length: RIM_POINTS }, (_, i) => {
    const angle = (2 * Math.PI * i) / RIM_POINTS;
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    const [along, across] = [x * (shape.rx + border), y * (shape.ry + border)];
    const [u, v] = geometry.toStored(shape.cx + along * cos - across * sin, shape.cy + along * sin + across * cos);
    return { x, y, u, v };
  });
  const { affine } = fitAffine(pairs);
  return { kind: 'ellipse', cx: affine.e, cy: affine.f, ...axesOf(affine), border: 0 };
}

/** Semi-axes and direction of the image of the unit circle: singular value decomposition of a 2 x 2 matrix. */
function axesOf({ a, b, c, d }: Affine): { rx: number; ry: number; rotation: number } {
  const [e, f, g, h] = [(a + d) / 2, (a - d) / 2, (c + b) / 2, (c - b) / 2];
  const [q, r] = [Math.hypot(e, h), Math.hypot(f, g)];
  const rotation = (Math.atan2(h, e) + Math.atan2(g, f)) / 2;
  return { rx: q + r, ry: Math.abs(q - r), rotation: rotation / DEGREE };
}

function turnedGradient(shape: Gradient, map: Affine, displayed: Size): Gradient {
  // One displayed diagonal in units of the stored one.
  const reach = diagonalOf(displayed) * scaleOf(map);
  // Towards full effect: up at 0, left at 90.
  const [dx, dy] = direction(map, -Math.sin(shape.rotation * DEGREE), -Math.cos(shape.rotation * DEGREE));
  const [ax, ay] = applyAffine(map, shape.ax, shape.ay);
  return {
    kind: 'gradient',
    ax,
    ay,
    rotation: Math.atan2(-dx, -dy) / DEGREE,
    compression: shape.compression * reach,
    curvature: shape.curvature / reach,
    state: shape.state,
  };
}

/**
 * The gradient whose distance comes nearest to the displayed one, as a linear function of the stored point plus a bend
 * of the line, by least squares weighted towards the transition.
 */
function bentGradient(shape: Gradient, geometry: Geometry): Gradient {
  const { displayed } = geometry;
  const diagonal = diagonalOf(displayed);
  const [nx, ny] = [-Math.sin(shape.rotation * DEGREE), -Math.cos(shape.rotation * DEGREE)];
  const points: { u: number; v: number; t: number; weight: number }[] = [];
  for (let j = 0; j < GRID; j++) {
    for (let i = 0; i < GRID; i++) {
      const [x, y] = [((i + 0.5) / GRID) * displayed.width, ((j + 0.5) / GRID) * displayed.height];
      const along = (-(x - shape.ax) * ny + (y - shape.ay) * nx) / diagonal;
      const t = ((x - shape.ax) * nx + (y - shape.ay) * ny) / diagonal - shape.curvature * along * along;
      const [u, v] = geometry.toStored(x, y);
      points.push({ u, v, t, weight: Math.exp(-((t / (shape.compression / 2)) ** 2)) + 1e-3 });
    }
  }
  const plane = fitPlane(points);
  const steep = Math.hypot(plane.a, plane.b);
  const [gu, gv] = [plane.a / steep, plane.b / steep];
  // The point of the zero line nearest to the mapped anchor.
  const [au, av] = geometry.toStored(shape.ax, shape.ay);
  const off = (plane.a * au + plane.b * av + plane.c) / steep;
  const [ax, ay] = [au - off * gu, av - off * gv];
  // What a bend of the line explains of the rest: t = steep (y0 - curvature x0²).
  let [top, bottom] = [0, 0];
  for (const { u, v, t, weight } of points) {
    const bend = (-(u - ax) * gv + (v - ay) * gu) ** 2;
    const rest = (plane.a * u + plane.b * v + plane.c - t) / steep;
    top += weight * bend * rest;
    bottom += weight * bend * bend;
  }
  return {
    kind: 'gradient',
    ax,
    ay,
    rotation: Math.atan2(-gu, -gv) / DEGREE,
    compression: shape.compression / steep,
    curvature: bottom === 0 ? 0 : top / bottom,
    state: shape.state,
  };
}

/** t = a u + b v + c by weighted least squares. */
function fitPlane(points: readonly { u: number; v: number; t: number; weight: number }[]): { a: number; b: number; c: number } {
  const mean = (pick: (p: (typeof points)[number]) => number): number => {
    let [sum, weights] = [0, 0];
    for (const p of points) [sum, weights] = [sum + p.weight * pick(p), weights + p.weight];
    return sum / weights;
  };
  const [mu, mv, mt] = [mean((p) => p.u), mean((p) => p.v), mean((p) => p.t)];
  const [uu, uv, vv] = [mean((p) => (p.u - mu) ** 2), mean((p) => (p.u - mu) * (p.v - mv)), mean((p) => (p.v - mv) ** 2)];
  const [ut, vt] = [mean((p) => (p.u - mu) * (p.t - mt)), mean((p) => (p.v - mv) * (p.t - mt))];
  const det = uu * vv - uv * uv;
  const [a, b] = [(ut * vv - vt * uv) / det, (vt * uu - ut * uv) / det];
  return { a, b, c: mt - a * mu - b * mv };
}

function densified(ring: Ring, displayed: Size): Ring {
  const longest = PIECE * diagonalOf(displayed);
  return ring.flatMap(([x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length]!;
    const pieces = Math.max(1, Math.ceil(Math.hypot(nextX - x, nextY - y) / longest));
    return Array.from({ length: pieces }, (_, k) => [x + ((nextX - x) * k) / pieces, y + ((nextY - y) * k) / pieces] as const);
  });
}

/** Stored units per displayed pixel, across the outline at one of its points: the direction that its feather runs in. */
function scaleAcross(ring: Ring, i: number, geometry: Geometry): number {
  const [x, y] = ring[i]!;
  const [px, py] = ring[(i - 1 + ring.length) % ring.length]!;
  const [qx, qy] = ring[(i + 1) % ring.length]!;
  const length = Math.hypot(qx - px, qy - py) || 1;
  const [nx, ny] = [(-(qy - py) / length) * HALF_STEP_PX, ((qx - px) / length) * HALF_STEP_PX];
  const [u0, v0] = geometry.toStored(x - nx, y - ny);
  const [u1, v1] = geometry.toStored(x + nx, y + ny);
  return Math.hypot(u1 - u0, v1 - v0) / (2 * HALF_STEP_PX);
}
