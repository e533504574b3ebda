import type { Size } from '@chemigram/mask';

/** A ring of points in pixels of the full-size displayed picture, closed by itself. */
export type Ring = readonly (readonly [number, number])[];

/** One of darktable's drawn shapes, placed on the full-size displayed picture (pixels; angles clockwise as seen). */
export type Shape =
  | {
      readonly kind: 'ellipse';
      readonly cx: number;
      readonly cy: number;
      readonly rx: number;
      readonly ry: number;
      readonly rotation: number;
      readonly border: number;
    }
  | {
      readonly kind: 'outline';
      readonly ring: Ring;
      readonly border: number;
      /** What darktable is given for it (ringsToDraw), once that was worked out: what is written is what was predicted. */
      toDraw?: { readonly step: number; readonly rings: readonly Ring[] };
    }
  | {
      readonly kind: 'gradient';
      readonly ax: number;
      readonly ay: number;
      readonly rotation: number;
      readonly compression: number;
      readonly curvature: number;
      readonly state: 1 | 2;
    };

/** How a member joins what its group has so far; the first copies. */
export type Join = 'copy' | 'union' | 'difference' | 'exclusion';

/** A form or group in its group. */
export interface Member {
  readonly node: FormNode;
  readonly join: Join;
  readonly inverse: boolean;
  /** Scales the member after `inverse`, 0..1. */
  readonly opacity: number;
}

/**
 * A mask as darktable can hold it natively: shapes in nested groups. The compiler builds one tree; from it come both
 * the forms that are written and the opacity that is predicted, so the two cannot drift apart.
 */
export type FormNode =
  | { readonly kind: 'shape'; readonly shape: Shape; readonly name: string }
  | { readonly kind: 'group'; readonly members: readonly Member[]; readonly name: string };

/** The only member of a group. */
export const single = (node: FormNode, inverse: boolean, opacity: number): Member => ({
  node,
  join: 'copy',
  inverse,
  opacity,
});

/** The diagonal of a picture, in its pixels: the unit of a gradient's compression. */
export const diagonalOf = (size: Size): number => Math.hypot(size.width, size.height);

/** How many shapes darktable draws for a tree: one that stands at two places is drawn twice. */
export function shapesDrawn(node: FormNode, counted = new Map<FormNode, number>()): number {
  if (node.kind === 'shape') return 1;
  // A tree that uses its parts twice at every level has more paths than can be walked.
  let count = counted.get(node);
  if (count === undefined) {
    count = node.members.reduce((sum, member) => sum + shapesDrawn(member.node, counted), 0);
    counted.set(node, count);
  }
  return count;
}

/** Whether darktable draws all of a tree as it is asked, but for its pixels: of outlines, and by no exclusion. */
export function isOfOutlines(node: FormNode, seen = new Set<FormNode>()): boolean {
  if (node.kind === 'shape') return node.shape.kind === 'outline';
  if (seen.has(node)) return true;
  seen.add(node);
  return node.members.every((member) => member.join !== 'exclusion' && isOfOutlines(member.node, seen));
}
