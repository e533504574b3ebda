/** Mask forms: a sidecar's mask item to a form with named fields, and back. */
import { ChemigramError } from '@chemigram/errors';
import { decodeBlob, encodeBlob } from '../bytes/encoding.ts';
import type { MaskItem } from '../sidecar/mask-item.ts';
import { BRUSH_NODE_SIZE, readBrush, writeBrush, type Brush } from './brush.ts';
import { CIRCLE_SIZE, readCircle, writeCircle, type Circle } from './circle.ts';
import { ELLIPSE_SIZE, readEllipse, writeEllipse, type Ellipse } from './ellipse.ts';
import { GRADIENT_SIZE, readGradient, writeGradient, type Gradient } from './gradient.ts';
import { MEMBER_SIZE, readGroup, writeGroup, type Group } from './group.ts';
import { PATH_NODE_SIZE, readPath, writePath, type Path } from './path.ts';
import { MASKS_VERSION, type Point } from './point.ts';
import { readSource, writeSource } from './source.ts';

export type { Brush, BrushNode } from './brush.ts';
export type { Circle } from './circle.ts';
export type { Ellipse } from './ellipse.ts';
export { GRADIENT_STATE, type Gradient } from './gradient.ts';
export { MEMBER_STATE, MEMBER_VISIBLE, type Group, type GroupMember } from './group.ts';
export { NODE_STATE, type CurveNode } from './curve-node.ts';
export type { Path } from './path.ts';
export { MASKS_VERSION, type Point } from './point.ts';

export type Form = Circle | Ellipse | Path | Gradient | Brush | Group;

/**
 * What a form is for. `mask` limits a module's effect. `clone` and `nonclone` belong to retouch and spots: with a
 * source (clone, heal) and without (blur, fill); the group that holds them is always `clone`.
 */
export type FormUsage = 'mask' | 'clone' | 'nonclone';

interface Layout {
  type: number;
  pointSize: number;
  /** Exactly one point, or any number. */
  single: boolean;
}

/** darktable's type bits and point sizes. */
const LAYOUTS: Record<Form['kind'], Layout> = {
  circle: { type: 1, pointSize: CIRCLE_SIZE, single: true },
  path: { type: 2, pointSize: PATH_NODE_SIZE, single: false },
  group: { type: 4, pointSize: MEMBER_SIZE, single: false },
  gradient: { type: 16, pointSize: GRADIENT_SIZE, single: true },
  ellipse: { type: 32, pointSize: ELLIPSE_SIZE, single: true },
  brush: { type: 64, pointSize: BRUSH_NODE_SIZE, single: false },
};

const USAGE_BITS: Record<FormUsage, number> = { mask: 0, clone: 8, nonclone: 128 };
const ALL_USAGE_BITS = USAGE_BITS.clone | USAGE_BITS.nonclone;

/** What writeForm needs besides the shape. */
export interface FormIdentity {
  /** Unique among the photo's forms, above 0: what blend params and groups refer to. */
  id: number;
  /** Shown in darktable's mask manager; at most 127 bytes of UTF-8. */
  name: string;
  /** The history entry that the form is recorded at; see history.ts. */
  num: number;
  usage?: FormUsage;
  /** Where a clone copies from, in the frame of positions. */
  source?: Point;
}

/** darktable's name buffer, less its terminating zero. */
const MAX_NAME_BYTES = 127;

/**
 * The form that a mask item holds.
 * @throws ChemigramError unsupported_by_darktable for a mask version other than 6 or an unknown type, invalid_input
 *   for a blob that is not what type and number of points say
 */
export function readForm(item: MaskItem): Form {
  const kind = kindOf(item);
  const { pointSize, single } = LAYOUTS[kind];
  if (item.maskVersion !== MASKS_VERSION) {
    throw new ChemigramError(
      'unsupported_by_darktable',
      `reading mask ${item.maskId} (${item.maskName}): mask version ${item.maskVersion}, only ${MASKS_VERSION} is read`,
      { hint: 'Open and close the photo in darktable once: it rewrites old masks.' },
    );
  }
  if (item.nb < 0 || (single && item.nb !== 1)) {
    throw new ChemigramError('invalid_input', `reading mask ${item.maskId}: a ${kind} of ${item.nb} points`);
  }
  const bytes = decodeBlob(item.points, item.nb * pointSize);
  switch (kind) {
    case 'circle':
      return readCircle(bytes);
    case 'ellipse':
      return readEllipse(bytes);
    case 'path':
      return readPath(bytes);
    case 'gradient':
      return readGradient(bytes);
    case 'brush':
      return readBrush(bytes);
    case 'group':
      return readGroup(bytes);
  }
}

/** What the form of a mask item is for, and where a clone copies from. */
export function readIdentity(item: MaskItem): Required<FormIdentity> {
  const bits = item.maskType & ALL_USAGE_BITS;
  const usage = bits & USAGE_BITS.clone ? 'clone' : bits ? 'nonclone' : 'mask';
  return { id: item.maskId, name: item.maskName, num: item.maskNum, usage, source: readSource(item.src) };
}

/**
 * A form as a mask item at version 6.
 * @throws ChemigramError out_of_range or invalid_input, naming the field
 */
export function writeForm(form: Form, identity: FormIdentity): MaskItem {
  const { id, name, num, usage = 'mask', source = [0, 0] } = identity;
  if (!Number.isInteger(id) || id < 1 || id > 0x7fffffff) {
    throw new ChemigramError('out_of_range', `writing a mask form: id ${id} is not an integer of 1 to 2147483647`, {
      field: 'id',
    });
  }
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) {
    throw new ChemigramError(
      'out_of_range',
      `writing a mask form: the name ${JSON.stringify(name)} is longer than ${MAX_NAME_BYTES} bytes`,
      {
        field: 'name',
      },
    );
  }
  const { type, pointSize } = LAYOUTS[form.kind];
  const bytes = pointsOf(form);
  if (bytes.length === 0) {
    throw new ChemigramError('invalid_input', `writing a mask form: the ${form.kind} ${JSON.stringify(name)} is empty`);
  }
  return {
    maskNum: num,
    maskId: id,
    maskType: type | USAGE_BITS[usage],
    maskName: name,
    maskVersion: MASKS_VERSION,
    points: encodeBlob(bytes),
    nb: bytes.length / pointSize,
    src: writeSource(source),
    extra: {},
  };
}

function kindOf(item: MaskItem): Form['kind'] {
  const type = item.maskType & ~ALL_USAGE_BITS;
  for (const kind of Object.keys(LAYOUTS) as Form['kind'][]) if (LAYOUTS[kind].type === type) return kind;
  throw new ChemigramError(
    'unsupported_by_darktable',
    `reading mask ${item.maskId} (${item.maskName}): type ${item.maskType} is unknown`,
  );
}

function pointsOf(form: Form): Uint8Array {
  switch (form.kind) {
    case 'circle':
      return writeCircle(form);
    case 'ellipse':
      return writeEllipse(form);
    case 'path':
      return writePath(form);
    case 'gradient':
      return writeGradient(form);
    case 'brush':
      return writeBrush(form);
    case 'group':
      return writeGroup(form);
  }
}
