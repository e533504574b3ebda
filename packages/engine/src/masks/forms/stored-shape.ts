import type { Size } from '@chemigram/mask';
import { applyAffine, fitAffine, scaleOf } from '../../geometry/affine.ts';
import type { Affine, PointPair } from '../../geometry/affine.ts';
import { fitEllipse } from '../../geometry/fit-ellipse.ts';
import type { RimPoint } from '../../geometry/fit-ellipse.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { evenly, featherLengths } from './feather-lengths.ts';
import type { FeatherLengths } from './feather-lengths.ts';
import { diagonalOf } from './form-tree.ts';
import type { Ring, Shape } from './form-tree.ts';

/**
 * A shape in the stored frame, lengths and positions in units of its diagonal. An outline has a feather for each of
 * its points.
 */
export type StoredShape =
  | Extract<Shape, { kind: 'ellipse' | 'gradient' }>
  | { readonly kind: 'outline'; readonly ring: Ring; readonly feathers: readonly FeatherLengths[] };

/** Points on the rim of an ellipse that a bent one is fitted to. */
const RIM_POINTS = 48;
/** What a point of the rim beyond the picture's edge counts: nobody sees it, and what bends it there is a guess. */
const BEYOND = 0.1;
/** Straight edges are cut into pieces of this part of the diagonal before they are bent. */
const PIECE = 1 / 64;
/** A gradient is fitted on a grid of so many points a side. */
const GRID = 25;

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
      return similarity === null
        ? bentGradient(shape, geometry)
        : turnedGradient(shape, similarity, geometry.displayed);
    case 'outline': {
      const ring = similarity === null ? densified(shape.ring, geometry.displayed) : shape.ring;
      return {
        kind: 'outline',
        ring: ring.map(([x, y]) => geometry.toStored(x, y)),
        feathers:
          similarity === null
            ? featherLengths(ring, shape.border, geometry)
            : ring.map(() => evenly(shape.border * scaleOf(similarity))),
      };
    }
  }
}

const DEGREE = Math.PI / 180;
type Ellipse = Extract<Shape, { kind: 'ellipse' }>;
type Gradient = Extract<Shape, { kind: 'gradient' }>;

const direction = (map: Affine, x: number, y: number): [number, number] => [
  map.a * x + map.b * y,
  map.c * x + map.d * y,
];

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

/** Where an ellipse's feather q^2 (mask-language.md) is at one half. */
const HALF = Math.SQRT1_2;

/** The ellipse between an inner radius and an outer one on which the opacity is one half. */
const halfRadius = (inner: number, border: number): number =>
  Math.sqrt((1 - HALF) * (inner + border) ** 2 + HALF * inner ** 2);

/**
 * The ellipse whose line of half opacity lies where the displayed one's does, with a feather as wide as it is there.
 * A bent ellipse is a little like an egg: fitted at its inner rim, the half of its feather would stand aside.
 */
function bentEllipse(shape: Ellipse, geometry: Geometry): Ellipse {
  const fitted = (border: number): Ellipse => fittedEllipse(shape, shape.rx + border, shape.ry + border, geometry);
  const half = fittedEllipse(shape, halfRadius(shape.rx, shape.border), halfRadius(shape.ry, shape.border), geometry);
  const [inner, outer] = [fitted(0), fitted(shape.border)];
  const border = (outer.rx - inner.rx + outer.ry - inner.ry) / 2;
  return { ...half, rx: innerRadius(half.rx, border), ry: innerRadius(half.ry, border), border };
}

/** The inverse of halfRadius: r² + 2 (1 - HALF) r border + (1 - HALF) border² = half². */
function innerRadius(half: number, border: number): number {
  const p = (1 - HALF) * border;
  return -p + Math.sqrt(p * p - p * border + half * half);
}

const isIn = ([x, y]: Ring[number], { width, height }: Size): boolean => x >= 0 && y >= 0 && x <= width && y <= height;

/** The ellipse nearest to the mapped rim, from the one that an affine map would make of it. */
function fittedEllipse(shape: Ellipse, rx: number, ry: number, geometry: Geometry): Ellipse {
  const [cos, sin] = [Math.cos(shape.rotation * DEGREE), Math.sin(shape.rotation * DEGREE)];
  const rim = Array.from({ length: RIM_POINTS }, (_, i): PointPair & RimPoint => {
    const angle = (2 * Math.PI * i) / RIM_POINTS;
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    const [along, across] = [x * rx, y * ry];
    const at = [shape.cx + along * cos - across * sin, shape.cy + along * sin + across * cos] as const;
    const [u, v] = geometry.toStored(...at);
    // The length of the rim that the point stands for.
    const length = Math.hypot(y * rx, x * ry);
    return { x, y, u, v, weight: isIn(at, geometry.displayed) ? length : BEYOND * length };
  });
  const { affine } = fitAffine(rim);
  const { cx, cy, angle, ...radii } = fitEllipse(rim, { cx: affine.e, cy: affine.f, ...axesOf(affine) });
  return { kind: 'ellipse', cx, cy, ...radii, rotation: angle / DEGREE, border: 0 };
}

/** Semi-axes and direction of the image of the unit circle: singular value decomposition of a 2 x 2 matrix. */
function axesOf({ a, b, c, d }: Affine): { rx: number; ry: number; angle: number } {
  const [e, f, g, h] = [(a + d) / 2, (a - d) / 2, (c + b) / 2, (c - b) / 2];
  const [q, r] = [Math.hypot(e, h), Math.hypot(f, g)];
  return { rx: q + r, ry: Math.abs(q - r), angle: (Math.atan2(h, e) + Math.atan2(g, f)) / 2 };
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
 * The nearest gradient: its line of half opacity where the displayed one lies, with a bend where the line is bent; its
 * width by least squares over the transition. A line outside of the picture is fitted by its distances alone.
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
  const line = lineOfHalf(shape, nx, ny, geometry);
  const { ax, ay, gu, gv, curvature } = line.length < 3 ? fromPlane(plane, shape, geometry) : fromLine(line, plane);
  let [top, bottom] = [0, 0];
  for (const { u, v, t, weight } of points) {
    const along = -(u - ax) * gv + (v - ay) * gu;
    const distance = (u - ax) * gu + (v - ay) * gv - curvature * along * along;
    top += weight * distance * distance;
    bottom += weight * distance * t;
  }
  return {
    kind: 'gradient',
    ax,
    ay,
    rotation: Math.atan2(-gu, -gv) / DEGREE,
    compression: shape.compression * (top / bottom),
    curvature,
    state: shape.state,
  };
}

interface Line {
  readonly ax: number;
  readonly ay: number;
  /** Unit vector towards full effect. */
  readonly gu: number;
  readonly gv: number;
  readonly curvature: number;
}

interface Plane {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** Stored points of the displayed line of half opacity, as far as it runs through the picture. */
function lineOfHalf(shape: Gradient, nx: number, ny: number, geometry: Geometry): [number, number][] {
  const { width, height } = geometry.displayed;
  const diagonal = diagonalOf(geometry.displayed);
  const points: [number, number][] = [];
  for (let i = -GRID * 4; i <= GRID * 4; i++) {
    const along = i / (GRID * 4);
    const off = shape.curvature * along * along;
    const x = shape.ax + (-ny * along + nx * off) * diagonal;
    const y = shape.ay + (nx * along + ny * off) * diagonal;
    if (x >= 0 && y >= 0 && x <= width && y <= height) points.push(geometry.toStored(x, y));
  }
  return points;
}

/** The straight line through points by their principal axis, then the bend about its middle. */
function fromLine(points: readonly [number, number][], plane: Plane): Line {
  const n = points.length;
  const [ax, ay] = [points.reduce((s, [u]) => s + u, 0) / n, points.reduce((s, [, v]) => s + v, 0) / n];
  let [uu, uv, vv] = [0, 0, 0];
  for (const [u, v] of points) {
    uu += (u - ax) ** 2;
    uv += (u - ax) * (v - ay);
    vv += (v - ay) ** 2;
  }
  const axis = Math.atan2(2 * uv, uu - vv) / 2;
  let [gu, gv] = [-Math.sin(axis), Math.cos(axis)];
  if (gu * plane.a + gv * plane.b < 0) [gu, gv] = [-gu, -gv];
  // distance = offset + curvature along²
  let [n0, s2, s4, d0, d2] = [0, 0, 0, 0, 0];
  for (const [u, v] of points) {
    const square = (-(u - ax) * gv + (v - ay) * gu) ** 2;
    const distance = (u - ax) * gu + (v - ay) * gv;
    n0 += 1;
    s2 += square;
    s4 += square * square;
    d0 += distance;
    d2 += distance * square;
  }
  const det = n0 * s4 - s2 * s2;
  const curvature = det <= 0 ? 0 : (n0 * d2 - s2 * d0) / det;
  const offset = (d0 - curvature * s2) / n0;
  return { ax: ax + offset * gu, ay: ay + offset * gv, gu, gv, curvature };
}

/** The straight line on which a fitted distance is zero, at its point nearest to the mapped anchor. */
function fromPlane(plane: Plane, shape: Gradient, geometry: Geometry): Line {
  const steep = Math.hypot(plane.a, plane.b);
  const [gu, gv] = [plane.a / steep, plane.b / steep];
  const [u, v] = geometry.toStored(shape.ax, shape.ay);
  const off = (plane.a * u + plane.b * v + plane.c) / steep;
  return { ax: u - off * gu, ay: v - off * gv, gu, gv, curvature: 0 };
}

/** t = a u + b v + c by weighted least squares. */
function fitPlane(points: readonly { u: number; v: number; t: number; weight: number }[]): Plane {
  const mean = (pick: (p: (typeof points)[number]) => number): number => {
    let [sum, weights] = [0, 0];
    for (const p of points) [sum, weights] = [sum + p.weight * pick(p), weights + p.weight];
    return sum / weights;
  };
  const [mu, mv, mt] = [mean((p) => p.u), mean((p) => p.v), mean((p) => p.t)];
  const [uu, uv, vv] = [
    mean((p) => (p.u - mu) ** 2),
    mean((p) => (p.u - mu) * (p.v - mv)),
    mean((p) => (p.v - mv) ** 2),
  ];
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
    return Array.from(
      { length: pieces },
      (_, k) => [x + ((nextX - x) * k) / pieces, y + ((nextY - y) * k) / pieces] as const,
    );
  });
}
