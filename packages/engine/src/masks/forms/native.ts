import { featherPieces } from '@chemigram/mask';
import type { ComposeMask, Mask } from '@chemigram/mask';
import type { Displayed } from '../../geometry/geometry.ts';
import { drawn } from './drawn.ts';
import type { DrawnOn } from './drawn.ts';
import { single } from './form-tree.ts';
import type { FormNode, Join, Member } from './form-tree.ts';

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
  displayed: Displayed,
  name: string,
  { exclusion = 'own', outlined = () => null, parted = featherPieces }: NativeOptions = {},
): FormNode | null {
  const member = memberOf(mask, { displayed, exclusion, outlined, parted }, name, 'copy');
  return member === null ? null : { kind: 'group', members: [member], name };
}

/** The parts of a mask that darktable has no form for, by the names that they have in its tree. */
export function partsToOutline(mask: Mask, displayed: Displayed, name: string): Map<string, Mask> {
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

type Means = Required<NativeOptions> & DrawnOn;

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
