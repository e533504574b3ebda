import { expect, it } from 'vitest';
import { geometryFrom } from '../../src/geometry/geometry.ts';
import type { Geometry } from '../../src/geometry/geometry.ts';
import { toStoredShape, type StoredShape } from '../../src/masks/forms/stored-shape.ts';
import type { Shape } from '../../src/masks/forms/form-tree.ts';

const SIZE = { width: 60, height: 40 };
const DIAGONAL = Math.hypot(80, 90);

/** A picture that is turned by so many degrees and somewhere in the stored frame. */
function turned(degrees: number): Geometry {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const points = Array.from({ length: SIZE.width * SIZE.height }, (_, i) => {
    const [x, y] = [(i % SIZE.width) + 0.5 - 30, Math.floor(i / SIZE.width) + 0.5 - 20];
    return [(42 + x * cos - y * sin) / DIAGONAL, (45 + x * sin + y * cos) / DIAGONAL];
  });
  return geometryFrom({
    displayed: SIZE,
    stored: { width: 80 / DIAGONAL, height: 90 / DIAGONAL },
    columns: SIZE.width,
    rows: SIZE.height,
    step: 1,
    origin: 0.5,
    points: points.flat(),
  });
}

const gradient = { kind: 'gradient', ax: 32, ay: 18, rotation: 25, compression: 0.4, curvature: 0, state: 2 } as const;
const SHAPES: [string, Shape][] = [
  ['an ellipse', { kind: 'ellipse', cx: 28, cy: 21, rx: 12, ry: 6, rotation: 20, border: 4 }],
  ['a hard ellipse', { kind: 'ellipse', cx: 28, cy: 21, rx: 5, ry: 9, rotation: -50, border: 0 }],
  ['a gradient', gradient],
  ['a gradient that is bent one way', { ...gradient, curvature: 0.6 }],
  ['a gradient that is bent the other way', { ...gradient, rotation: 200, curvature: -0.3 }],
  ['a gradient beside the picture', { ...gradient, ax: 30, ay: -10, rotation: 0 }],
];

/** What decides a shape's opacity at a stored point: radii of the ellipse from its centre, or widths of the gradient from its line. */
function levelAt(shape: StoredShape, u: number, v: number): number {
  if (shape.kind === 'outline') throw new Error('an outline has no such level');
  const angle = (shape.rotation * Math.PI) / 180;
  if (shape.kind === 'ellipse') {
    const [x, y] = [u - shape.cx, v - shape.cy];
    const along = x * Math.cos(angle) + y * Math.sin(angle);
    const across = y * Math.cos(angle) - x * Math.sin(angle);
    return Math.hypot(along / (shape.rx + shape.border), across / (shape.ry + shape.border));
  }
  const [x, y] = [u - shape.ax, v - shape.ay];
  const [gu, gv] = [-Math.sin(angle), -Math.cos(angle)];
  return (x * gu + y * gv - shape.curvature * (y * gu - x * gv) ** 2) / shape.compression;
}

it.each(SHAPES.flatMap(([name, shape]) => [0, 30, 90, -120].map((degrees) => [name, degrees, shape] as const)))(
  '%s is fitted as it would be turned, where the frame is turned by %i degrees and nothing bends it',
  (_name, degrees, shape) => {
    const geometry = turned(degrees);
    expect(geometry.similarity).not.toBe(null);
    const exact = toStoredShape(shape, geometry);
    const fitted = toStoredShape(shape, { ...geometry, similarity: null });
    for (let i = 0; i < 100; i++) {
      const [u, v] = geometry.toStored((i % 10) * 6 + 3, Math.floor(i / 10) * 4 + 2);
      expect(Math.abs(levelAt(fitted, u, v) - levelAt(exact, u, v))).toBeLessThan(0.02);
    }
  },
);
