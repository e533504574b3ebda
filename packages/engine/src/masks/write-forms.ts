import { createHash } from 'node:crypto';
import { MEMBER_STATE, MEMBER_VISIBLE, NODE_STATE } from '@chemigram/darktable';
import type { Form } from '@chemigram/darktable';
import type { NamedForm } from '../develop/development.ts';
import { exactStep } from '../geometry/geometry.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { offsetRing } from '@chemigram/mask';
import { growthOf } from './predict.ts';
import { toStoredShape } from './stored-shape.ts';
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
 */
export function writeForms(node: FormNode, geometry: Geometry, identity: string): NamedForm[] {
  const forms: NamedForm[] = [];
  const write = (part: FormNode, path: string): number => {
    const id = formId(`${identity}/${path}`);
    const form: Form =
      part.kind === 'shape'
        ? formOf(part.shape, geometry)
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
  return createHash('sha256').update(name).digest().readUInt32BE(0) & 0x7fffffff || 1;
}

/** darktable counts positions in the frame's width and height, lengths in its shorter side, gradients in its diagonal. */
function formOf(shape: Shape, geometry: Geometry): Form {
  const { stored } = geometry;
  const shorter = Math.min(stored.width, stored.height);
  const step = exactStep(geometry.displayed);
  const placed = toStoredShape(shape.kind === 'outline' ? narrowed(shape, step) : shape, geometry);
  switch (placed.kind) {
    case 'ellipse':
      return {
        kind: 'ellipse',
        center: [placed.cx / stored.width, placed.cy / stored.height],
        radius: [placed.rx / shorter, placed.ry / shorter],
        rotation: placed.rotation,
        border: Math.max(placed.border / shorter, LEAST_BORDER),
        proportional: false,
      };
    case 'gradient':
      return {
        kind: 'gradient',
        anchor: [placed.ax / stored.width, placed.ay / stored.height],
        rotation: placed.rotation,
        // darktable's smooth step is erf(distance / compression), the language's erf(4 t / compression).
        compression: placed.compression / 4,
        steepness: 0,
        curvature: placed.curvature,
        state: placed.state,
      };
    case 'outline': {
      const corners = placed.ring.map(([u, v]) => [u / stored.width, v / stored.height] as const);
      return {
        kind: 'path',
        nodes: corners.map((corner, i) => {
          const border = Math.max(placed.borders[i]! / shorter, LEAST_BORDER);
          return {
            corner,
            ctrl1: between(corner, corners[(i - 1 + corners.length) % corners.length]!),
            ctrl2: between(corner, corners[(i + 1) % corners.length]!),
            border: [border, border],
            state: NODE_STATE.USER,
          };
        }),
      };
    }
  }
}

/** An outline by as much smaller as darktable's drawing of it will be larger. */
function narrowed(shape: Extract<Shape, { kind: 'outline' }>, step: number): typeof shape {
  return { ...shape, ring: offsetRing(shape.ring, -growthOf(shape.border / step) * step) ?? shape.ring };
}

const between = (from: readonly [number, number], to: readonly [number, number]): [number, number] => [
  from[0] + (to[0] - from[0]) * HANDLE,
  from[1] + (to[1] - from[1]) * HANDLE,
];
