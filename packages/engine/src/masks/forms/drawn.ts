import { smoothRing, strokeRings, strokeRuns } from '@chemigram/mask';
import type { DrawnForm, featherPieces } from '@chemigram/mask';
import { exactStep } from '../../geometry/geometry.ts';
import type { Displayed } from '../../geometry/geometry.ts';
import { single } from './form-tree.ts';
import type { FormNode, Member, Ring } from './form-tree.ts';

/** The picture that a form is drawn on, and what parts a soft outline there into pieces. */
export interface DrawnOn {
  /** Full size of the displayed picture. */
  readonly displayed: Displayed;
  readonly parted: typeof featherPieces;
}

/** A form of the mask language as darktable draws it: one shape, or a group of them where one would not do. */
export function drawn(form: DrawnForm, { displayed, parted }: DrawnOn, name: string): FormNode {
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
  { displayed, parted }: DrawnOn,
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
  { border, pixel, parted }: Pick<DrawnOn, 'parted'> & { readonly border: number; readonly pixel: number },
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
