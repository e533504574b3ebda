import { createHash } from 'node:crypto';
import { MEMBER_STATE, MEMBER_VISIBLE, NODE_STATE } from '@chemigram/darktable';
import type { Form } from '@chemigram/darktable';
import type { NamedForm } from '../../develop/development.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { exactStep, pixelOf } from '../../geometry/geometry.ts';
import { outlineNodes } from './outline-nodes.ts';
import { ringsToDraw } from './outline-growth.ts';
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

/**
 * A tree as darktable's stored forms, in the frame of the raw input buffer.
 * @param identity of the mask: equal masks in one frame get equal form ids, so that one mask used twice is one mask in
 *   darktable; said again in another frame it lies elsewhere, and is another
 * @returns the forms, the group that the edit names last
 */
export function writeForms(node: FormNode, geometry: Geometry, identity: string): NamedForm[] {
  const forms: NamedForm[] = [];
  const lying = `${identity} ${placeOf(geometry)}`;
  // A part that the tree uses at several places is one form in darktable too.
  const written = new Map<FormNode, number>();
  const add = (path: string, name: string, form: (id: number) => Form): number => {
    const id = formId(`${lying}/${path}`);
    forms.push({ id, name, form: form(id) });
    return id;
  };
  const write = (part: FormNode, path: string): number => {
    const known = written.get(part);
    if (known !== undefined) return known;
    const id = part.kind === 'group' ? writeGroup(part, path) : writeShape(part, path);
    written.set(part, id);
    return id;
  };
  const writeGroup = ({ members, name }: Extract<FormNode, { kind: 'group' }>, path: string): number => {
    const ids = members.map(({ node: member }, i) => write(member, `${path}/${i}`));
    return add(path, name, (id) =>
      groupOf(
        id,
        members.map((member, i) => ({ formId: ids[i]!, state: stateOf(member), opacity: member.opacity })),
      ),
    );
  };
  const writeShape = ({ shape, name }: Extract<FormNode, { kind: 'shape' }>, path: string): number => {
    const drawn = formsOfShape(shape, geometry);
    if (drawn.length === 1) return add(path, name, () => drawn[0]!);
    const ids = drawn.map((form, i) => add(`${path}/piece${i}`, `${name}.piece${i + 1}`, () => form));
    const union = (i: number): number => MEMBER_VISIBLE | JOIN_STATE[i === 0 ? 'copy' : 'union'];
    return add(path, name, (id) =>
      groupOf(
        id,
        ids.map((piece, i) => ({ formId: piece, state: union(i), opacity: 1 })),
      ),
    );
  };
  write(node, 'mask');
  return forms;
}

/** Where corners, edges and the middle of the picture lie: no two frames have all of them at the same places. */
function placeOf({ displayed: { width, height }, toStored }: Geometry): string {
  const parts = [0, 0.5, 1];
  return parts.flatMap((y) => parts.map((x) => toStored(x * width, y * height).join())).join(' ');
}

const groupOf = (id: number, members: readonly { formId: number; state: number; opacity: number }[]): Form => ({
  kind: 'group',
  members: members.map((member) => ({ ...member, parentId: id })),
});

const stateOf = (member: Member): number =>
  MEMBER_VISIBLE | JOIN_STATE[member.join] | (member.inverse ? MEMBER_STATE.INVERSE : 0);

/** One drawn shape as darktable's forms: one, or several that cover it together. */
export const formsOfShape = (shape: Shape, geometry: Geometry): Form[] =>
  shape.kind === 'outline'
    ? ringsToDraw(shape, geometry.displayed).map((ring) => formOf({ ...shape, ring }, geometry))
    : [formOf(shape, geometry)];

/** A positive 31-bit number from a name; darktable's own ids are times in seconds, of the same kind. */
export function formId(name: string): number {
  return createHash('sha256').update(name).digest().readUInt32BE(0) & 0x7fffffff || 1;
}

/** darktable counts positions in the frame's width and height, lengths in its shorter side, gradients in its diagonal. */
function formOf(shape: Shape, geometry: Geometry): Form {
  const { stored } = geometry;
  const shorter = Math.min(stored.width, stored.height);
  const placed = toStoredShape(shape, geometry);
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
      const at = ([u, v]: readonly [number, number]): [number, number] => [u / stored.width, v / stored.height];
      return {
        kind: 'path',
        nodes: outlineNodes(placed.ring, placed.feathers, exactStep(geometry.displayed) * pixelOf(geometry)).map(
          (node) => {
            const [before, after] = node.border;
            return {
              corner: at(node.corner),
              ctrl1: at(node.before),
              ctrl2: at(node.after),
              border: [Math.max(before / shorter, LEAST_BORDER), Math.max(after / shorter, LEAST_BORDER)],
              state: NODE_STATE.USER,
            };
          },
        ),
      };
    }
  }
}
