import { smoothRing } from '@chemigram/mask';
import type { ComposeMask, LeafMask, Mask, Size } from '@chemigram/mask';
import { single } from './form-tree.ts';
import type { FormNode, Join, Member, Ring } from './form-tree.ts';

/**
 * A mask as darktable's own forms in groups, or null where it has none for it (ranges, rasters, holes, brushes,
 * refined parts).
 * @param displayed full size of the displayed picture, the pixels of the tree
 */
export function nativeForms(mask: Mask, displayed: Size, name: string): FormNode | null {
  const member = memberOf(mask, displayed, name, 'copy');
  return member === null ? null : { kind: 'group', members: [member], name };
}

function memberOf(mask: Mask, displayed: Size, name: string, join: Join): Member | null {
  // darktable refines the mask of a module, never one form of it.
  if (mask.refine !== undefined) return null;
  const node =
    'operands' in mask
      ? composed(mask, displayed, name)
      : 'dt_form' in mask && mask.dt_form !== undefined && mask.range_filters === undefined
        ? drawn(mask, displayed, name)
        : null;
  return node === null ? null : { node, join, inverse: mask.invert ?? false, opacity: mask.opacity ?? 1 };
}

function composed(mask: ComposeMask, displayed: Size, name: string): FormNode | null {
  const members: Member[] = [];
  for (const [i, operand] of mask.operands.entries()) {
    const part = `${name}.${i + 1}`;
    const join: Join = i === 0 ? 'copy' : JOINS[mask.operation];
    const member = memberOf(operand, displayed, part, join);
    if (member === null) return null;
    // a * b is what darktable's difference does with the inverse of b; its intersection is the smaller of the two.
    members.push(i > 0 && mask.operation === 'intersect' ? inverted(member, part) : member);
  }
  return { kind: 'group', members, name };
}

const JOINS: Readonly<Record<ComposeMask['operation'], Join>> = {
  union: 'union',
  subtract: 'difference',
  intersect: 'difference',
  exclude: 'exclusion',
};

/** 1 - member: by its flag where its opacity is whole, else as a group of its own whose result is inverted. */
function inverted(member: Member, name: string): Member {
  if (member.opacity === 1) return { ...member, inverse: !member.inverse };
  const inner: FormNode = { kind: 'group', members: [{ ...member, join: 'copy' }], name };
  return { ...single(inner, true, 1), join: member.join };
}

function drawn(mask: LeafMask, displayed: Size, name: string): FormNode | null {
  const { width, height } = displayed;
  const shorter = Math.min(width, height);
  const form = mask as Extract<LeafMask, { dt_form: string }>;
  switch (form.dt_form) {
    case 'ellipse': {
      const p = form.dt_params;
      return shape(name, {
        kind: 'ellipse',
        cx: p.center_x * width,
        cy: p.center_y * height,
        rx: p.radius_x * width,
        ry: p.radius_y * height,
        rotation: p.rotation,
        border: p.border * shorter,
      });
    }
    case 'circle': {
      const p = form.dt_params;
      const radius = p.radius * shorter;
      return shape(name, {
        kind: 'ellipse',
        cx: p.center_x * width,
        cy: p.center_y * height,
        rx: radius,
        ry: radius,
        rotation: 0,
        border: p.border * shorter,
      });
    }
    case 'gradient': {
      const p = form.dt_params;
      return shape(name, {
        kind: 'gradient',
        ax: p.anchor_x * width,
        ay: p.anchor_y * height,
        rotation: p.rotation,
        compression: p.compression,
        curvature: p.curvature,
        state: p.state,
      });
    }
    case 'rectangle': {
      const p = form.dt_params;
      return shape(name, {
        kind: 'outline',
        ring: rectangleRing(p.x0 * width, p.y0 * height, p.x1 * width, p.y1 * height, p.rotation),
        border: p.border * shorter,
      });
    }
    case 'path': {
      const p = form.dt_params;
      if (p.holes.length > 0) return null;
      const ring = p.vertices.map(([x, y]) => [x * width, y * height] as const);
      return shape(name, { kind: 'outline', ring: p.smooth ? smoothRing(ring) : ring, border: p.border * shorter });
    }
    default:
      return null;
  }
}

const shape = (name: string, value: Extract<FormNode, { kind: 'shape' }>['shape']): FormNode => ({
  kind: 'shape',
  shape: value,
  name,
});

/** The corners of a rectangle turned clockwise about its centre. */
function rectangleRing(x0: number, y0: number, x1: number, y1: number, rotation: number): Ring {
  const [cx, cy] = [(x0 + x1) / 2, (y0 + y1) / 2];
  const angle = (rotation * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return (
    [
      [x0, y0],
      [x1, y0],
      [x1, y1],
      [x0, y1],
    ] as const
  ).map(([x, y]) => [cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos]);
}
