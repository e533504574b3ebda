import { createHash } from 'node:crypto';
import { ChemigramError } from '@chemigram/errors';
import { MEMBER_STATE, MEMBER_VISIBLE } from '@chemigram/darktable';
import type { Form } from '@chemigram/darktable';
import type { NamedForm } from '../develop/development.ts';
import { scaleOf } from '../geometry/affine.ts';
import type { Affine } from '../geometry/affine.ts';
import { exactStep } from '../geometry/geometry.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { offsetRing } from '@chemigram/mask';
import { growthOf } from './predict.ts';
import { diagonalOf } from './form-tree.ts';
import type { FormNode, Join, Member, Shape } from './form-tree.ts';

const JOIN_STATE: Readonly<Record<Join, number>> = {
  copy: 0,
  union: MEMBER_STATE.UNION,
  difference: MEMBER_STATE.DIFFERENCE,
  exclusion: MEMBER_STATE.EXCLUSION,
};

/** A border of nothing would leave the rim of an outline undefined in darktable; this is far below a pixel. */
const LEAST_BORDER = 1e-5;
/** An outline is a closed Bézier curve whose handles lie a third along its straight edges. */
const HANDLE = 1 / 3;

/**
 * A tree as darktable's stored forms, in the frame of the raw input buffer.
 * @param identity of the mask: equal masks get equal form ids, so that one mask used twice is one mask in darktable
 * @returns the forms, the group that the edit names last
 * @throws unsupported_by_darktable when the geometry is no similarity and a shape would be bent
 */
export function writeForms(node: FormNode, geometry: Geometry, identity: string): NamedForm[] {
  const forms: NamedForm[] = [];
  const write = (part: FormNode, path: string): number => {
    const id = formId(`${identity}/${path}`);
    const form: Form =
      part.kind === 'shape'
        ? storedShape(part.shape, geometry)
        : {
            kind: 'group',
            members: part.members.map((member, i) => ({
              formId: write(member.node, `${path}/${i}`),
              parentId: id,
              state: stateOf(member),
              opacity: member.opacity,
            })),
          };
    forms.push({ id, name: part.name, form });
    return id;
  };
  write(node, 'mask');
  return forms;
}

const stateOf = (member: Member): number =>
  MEMBER_VISIBLE | JOIN_STATE[member.join] | (member.inverse ? MEMBER_STATE.INVERSE : 0);

/** A positive 31-bit number from a name; darktable's own ids are times in seconds, of the same kind. */
function formId(name: string): number {
  return (createHash('sha256').update(name).digest().readUInt32BE(0) & 0x7fffffff) || 1;
}

function storedShape(shape: Shape, geometry: Geometry): Form {
  const { stored } = geometry;
  const shorter = Math.min(stored.width, stored.height);
  const fraction = (x: number, y: number): [number, number] => {
    const [u, v] = geometry.toStored(x, y);
    return [u / stored.width, v / stored.height];
  };
  switch (shape.kind) {
    case 'ellipse': {
      const map = similarityOf(geometry, 'an ellipse');
      const length = scaleOf(map) / shorter;
      const angle = (shape.rotation * Math.PI) / 180;
      const [dx, dy] = direction(map, Math.cos(angle), Math.sin(angle));
      return {
        kind: 'ellipse',
        center: fraction(shape.cx, shape.cy),
        radius: [shape.rx * length, shape.ry * length],
        rotation: (Math.atan2(dy, dx) * 180) / Math.PI,
        border: Math.max(shape.border * length, LEAST_BORDER),
        proportional: false,
      };
    }
    case 'gradient': {
      const map = similarityOf(geometry, 'a gradient');
      // One displayed diagonal in units of the stored one.
      const reach = diagonalOf(geometry.displayed) * scaleOf(map);
      const angle = (shape.rotation * Math.PI) / 180;
      // Towards full effect: up at 0, left at 90.
      const [dx, dy] = direction(map, -Math.sin(angle), -Math.cos(angle));
      return {
        kind: 'gradient',
        anchor: fraction(shape.ax, shape.ay),
        rotation: (Math.atan2(-dx, -dy) * 180) / Math.PI,
        compression: (shape.compression / 4) * reach,
        steepness: 0,
        curvature: shape.curvature / reach,
        state: shape.state,
      };
    }
    case 'outline': {
      const step = exactStep(geometry.displayed);
      const inset = offsetRing(shape.ring, -growthOf(shape.border / step) * step) ?? shape.ring;
      const corners = inset.map(([x, y]) => fraction(x, y));
      const length = lengthScale(geometry) / shorter;
      const border = Math.max(shape.border * length, LEAST_BORDER);
      return {
        kind: 'path',
        nodes: corners.map((corner, i) => ({
          corner,
          ctrl1: between(corner, corners[(i - 1 + corners.length) % corners.length]!),
          ctrl2: between(corner, corners[(i + 1) % corners.length]!),
          border: [border, border],
          state: 2,
        })),
      };
    }
  }
}

const between = (from: readonly [number, number], to: readonly [number, number]): [number, number] => [
  from[0] + (to[0] - from[0]) * HANDLE,
  from[1] + (to[1] - from[1]) * HANDLE,
];

function direction(map: Affine, x: number, y: number): [number, number] {
  return [map.a * x + map.b * y, map.c * x + map.d * y];
}

function similarityOf(geometry: Geometry, what: string): Affine {
  if (geometry.similarity !== null) return geometry.similarity;
  throw new ChemigramError('unsupported_by_darktable', `${what} would be bent by this photo's lens or perspective.`);
}

/** Stored units per displayed pixel, at the middle of the picture where the map is not the same everywhere. */
function lengthScale(geometry: Geometry): number {
  if (geometry.similarity !== null) return scaleOf(geometry.similarity);
  const { width, height } = geometry.displayed;
  const [u0, v0] = geometry.toStored(width / 2 - 0.5, height / 2);
  const [u1, v1] = geometry.toStored(width / 2 + 0.5, height / 2);
  return Math.hypot(u1 - u0, v1 - v0);
}
