import { featherPieces, smoothRing, strokeRings, strokeRuns } from '@chemigram/mask';
import type { ComposeMask, DrawnForm, Mask, Size } from '@chemigram/mask';
import { exactStep } from '../../geometry/geometry.ts';
import { single } from './form-tree.ts';
import type { FormNode, Join, Member, Ring } from './form-tree.ts';

/**
 * How `exclude` is made: by darktable's exclusion, which takes the larger of a(1 - b) and b(1 - a) and so is right where
 * one of the two is 0 or 1; or by products, which are right where both are soft too, and draw each operand twice.
 */
export type Exclusion = 'own' | 'by products';

/**
 * A mask as darktable's own forms in groups, or null where it has none for it (ranges, rasters,
 * refined parts).
 * @param displayed full size of the displayed picture, the pixels of the tree
 */
export function nativeForms(
  mask: Mask,
  displayed: Size,
  name: string,
  { exclusion = 'own', outlined = () => null, parted = featherPieces }: NativeOptions = {},
): FormNode | null {
  const member = memberOf(mask, { displayed, exclusion, outlined, parted }, name, 'copy');
  return member === null ? null : { kind: 'group', members: [member], name };
}

/** The parts of a mask that darktable has no form for, by the names that they have in its tree. */
export function partsToOutline(mask: Mask, displayed: Size, name: string): Map<string, Mask> {
  const parts = new Map<string, Mask>();
  const standIn: FormNode = { kind: 'group', name: '', members: [] };
  nativeForms(mask, displayed, name, {
    outlined: (part, partName) => {
      parts.set(partName, part);
      return standIn;
    },
    // What has forms is not looked at here.
    parted: () => [],
  });
  return parts;
}

/** Whether the two ways to exclude differ for a mask. */
export const excludes = (mask: Mask): boolean =>
  'operands' in mask && (mask.operation === 'exclude' || mask.operands.some(excludes));

/** Outlines for a range, a raster, a refined or other part that darktable has no form for, null where nothing can be outlined. */
export type Outliner = (part: Mask, name: string) => FormNode | null;

export interface NativeOptions {
  readonly exclusion?: Exclusion;
  /** Left out, such a part leaves the whole mask without native forms. */
  readonly outlined?: Outliner;
  /** What parts a soft outline into pieces; featherPieces itself where it is left out. */
  readonly parted?: typeof featherPieces;
}

interface Means extends Required<NativeOptions> {
  readonly displayed: Size;
}

function memberOf(mask: Mask, means: Means, name: string, join: Join): Member | null {
  const { invert = false, opacity = 1, ...bare } = mask;
  const node =
    // darktable refines the mask of a module, never one form of it, and snaps nothing.
    bare.refine !== undefined || bare.snap !== undefined
      ? means.outlined(bare, name)
      : 'operands' in bare
        ? composed(bare, means, name)
        : leaf(bare, means, name);
  return node === null ? null : { node, join, inverse: invert, opacity };
}

function leaf(bare: Exclude<Mask, ComposeMask>, means: Means, name: string): FormNode | null {
  const { outlined } = means;
  if (bare.kind !== undefined || bare.dt_form === undefined) return outlined(bare, name);
  const form = drawn(bare, means, name);
  if (bare.range_filters === undefined) return form;
  const range = outlined({ range_filters: bare.range_filters }, `${name}.range`);
  if (range === null) return null;
  return {
    kind: 'group',
    name: `${name}.ranged`,
    members: [single(form, false, 1), { ...single(range, true, 1), join: 'difference' }],
  };
}

function composed(mask: ComposeMask, means: Means, name: string): FormNode | null {
  const members: Member[] = [];
  for (const [i, operand] of mask.operands.entries()) {
    const part = `${name}.${i + 1}`;
    const join: Join = i === 0 ? 'copy' : JOINS[mask.operation];
    const member = memberOf(operand, means, part, join);
    if (member === null) return null;
    if (i > 0 && mask.operation === 'exclude' && means.exclusion === 'by products') {
      const both = oneOfTwo(members.pop()!, member, part);
      members.push(both);
      continue;
    }
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

/**
 * By how much two rests are made smaller, added and made larger again. darktable has no sum before 5.4, only 1 - (1 - x)(1 - y),
 * which of small x and y is their sum but for xy / SCALE: at most 0.002. A group member's opacity is a plain factor to
 * darktable, in the file and in its drawing; only the slider in its window ends at 1.
 */
const SCALE = 32;

/** a or b but not both: a(1 - b) + b(1 - a). */
function oneOfTwo(a: Member, b: Member, name: string): Member {
  const rest = (part: string, one: Member, other: Member): FormNode => ({
    kind: 'group',
    name: `${name}.${part}`,
    members: [
      { ...one, join: 'copy', opacity: one.opacity / SCALE },
      { ...other, join: 'difference' },
    ],
  });
  const neither: FormNode = {
    kind: 'group',
    name: `${name}.exclude`,
    members: [single(rest('first', a, b), true, 1), { ...single(rest('second', b, a), false, 1), join: 'difference' }],
  };
  return single(neither, true, SCALE);
}

/** 1 - member: by its flag where its opacity is whole, else as a group of its own whose result is inverted. */
function inverted(member: Member, name: string): Member {
  if (member.opacity === 1) return { ...member, inverse: !member.inverse };
  const inner: FormNode = { kind: 'group', members: [{ ...member, join: 'copy' }], name };
  return { ...single(inner, true, 1), join: member.join };
}

function drawn(form: DrawnForm, { displayed, parted }: Means, name: string): FormNode {
  const { width, height } = displayed;
  const shorter = Math.min(width, height);
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
      const rings = [p.vertices, ...p.holes].map((vertices) => {
        const ring = vertices.map(([x, y]) => [x * width, y * height] as const);
        return p.smooth ? smoothRing(ring, FLATNESS_PX * exactStep(displayed)) : ring;
      });
      return region(name, rings, { border: p.border * shorter, pixel: exactStep(displayed), parted });
    }
    case 'brush':
      return stroke(name, form.dt_params, { displayed, parted });
  }
}

function stroke(
  name: string,
  p: Extract<DrawnForm, { dt_form: 'brush' }>['dt_params'],
  { displayed, parted }: Pick<Means, 'displayed' | 'parted'>,
): FormNode {
  const { width, height } = displayed;
  const step = exactStep(displayed);
  const outer = (p.width * Math.min(width, height)) / 2;
  const core = p.hardness * outer;
  const drawnCore = Math.max(core, THINNEST_PX * step, THINNEST_PART * outer);
  // Half of the opacity lies halfway between the core and the end: of a core that is drawn wider, the feather ends sooner.
  const border = Math.max(0, outer + core - 2 * drawnCore);
  const points = p.points.map(([x, y]) => [x * width, y * height] as const);
  // A feather is drawn right around what goes on in one direction; without one, crossings are holes of one outline.
  const runs = border === 0 ? [points] : strokeRuns(points);
  const parts = runs.map((run, i) => {
    const rings = strokeRings(run, drawnCore);
    return region(partOf(name, 'stroke', i, runs), rings, { border, pixel: step, parted });
  });
  const whole = united(name, parts);
  return p.density === 1
    ? whole
    : { kind: 'group', name: `${name}.density`, members: [single(whole, false, p.density)] };
}

/**
 * How far, in pixels of the size that forms are exact for, the chords of a smooth path may run beside it. Its points are nodes of
 * a curve again, which runs nearer than that.
 */
const FLATNESS_PX = 0.2;

/**
 * Half the width of what is drawn of a stroke that is soft from its middle line on: in pixels of the size that forms are exact for,
 * and as a part of the stroke's. darktable keeps an outline's points in single precision: around an end that is smaller the
 * directions of its feather are chance, and darktable draws whole circles there, as wide as the widest feather beside it.
 */
const THINNEST_PX = 0.5;
const THINNEST_PART = 0.01;

/**
 * An outline with its holes. darktable draws a feather along its outline, and gets wrong what comes from two sides of a bay or
 * runs into a hole: such an outline is drawn in pieces. A hard one has its holes cut out.
 */
function region(
  name: string,
  rings: readonly Ring[],
  { border, pixel, parted }: Pick<Means, 'parted'> & { readonly border: number; readonly pixel: number },
): FormNode {
  const outline = (ring: Ring, part: string): FormNode => shape(part, { kind: 'outline', ring, border });
  if (border > 0) {
    const pieces = parted(rings, border, pixel);
    return united(
      name,
      pieces.map((piece, i) => outline(piece, partOf(name, 'piece', i, pieces))),
    );
  }
  const [rim, ...holes] = rings;
  if (holes.length === 0) return outline(rim!, name);
  const cuts = holes.map((hole, i): Member => ({
    ...single(outline(hole, `${name}.hole${i + 1}`), false, 1),
    join: 'difference',
  }));
  return { kind: 'group', name, members: [single(outline(rim!, name), false, 1), ...cuts] };
}

/** The name of one of several parts; that of the whole where it is the only one. */
const partOf = (name: string, part: string, i: number, all: readonly unknown[]): string =>
  all.length === 1 ? name : `${name}.${part}${i + 1}`;

/** What several forms cover together, each as far as it does. */
const united = (name: string, nodes: readonly FormNode[]): FormNode =>
  nodes.length === 1
    ? nodes[0]!
    : {
        kind: 'group',
        name,
        members: nodes.map((node, i): Member => ({ ...single(node, false, 1), join: i === 0 ? 'copy' : 'union' })),
      };

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
