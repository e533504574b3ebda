import { signedArea } from '@chemigram/mask';
import type { FeatherLengths } from './feather-lengths.ts';
import type { Ring } from './form-tree.ts';

/** One node of darktable's closed Bézier curve, in the units of the ring. */
export interface OutlineNode {
  readonly corner: Point;
  /** Handle towards the node before. */
  readonly before: Point;
  /** Handle towards the next node. */
  readonly after: Point;
  /** Feather on the side of the node before, and on that of the next one: between two nodes it grows from the one's to the other's. */
  readonly border: readonly [number, number];
}
type Point = readonly [number, number];

/** Handles a third along an edge leave it straight. */
const HANDLE = 1 / 3;
/** A curve through the nodes may run this far, in pixels, beside the edges between them. */
const MOST_BULGE_PX = 0.25;
/** A curve between two edges that each turn by an angle lies length * angle / 8 beside them in its middle. */
const BULGE = 1 / 8;
/** How far before a sharp corner, in pixels, it begins to be rounded; at most this part of the shorter edge. */
const ROUNDED_PX = 0.25;
const ROUNDED_PART = 0.4;
/** Handles of a quarter circle, as a part of the way to the corner. */
const ROUND = 0.55;
/** A rounded corner has a node of its own in its middle where the feather there is so many pixels longer or shorter than halfway between. */
const BESIDE_PX = 0.25;

/**
 * The nodes of an outline.
 *
 * A feather is drawn along the curve's normals. Where the curve has a corner darktable fills the fan between two normals
 * with points of its own; darktable 5.4 takes an outline for crossing itself where more than half of the feather's rim is
 * such fill, and leaves the feather out. So a feathered outline turns by curves: through the nodes where they lie on one,
 * around its outer corners within a fraction of a pixel. It begins in the middle of its longest piece: where it begins with
 * a corner, or on the curve of a narrow end, darktable 4.2 leaves out a wedge of the feather there.
 *
 * @param feathers at each point; all zero for a hard outline, whose corners stay as they are
 * @param pixel one pixel of the size that forms are exact for, in the units of the ring
 */
export function outlineNodes(ring: Ring, feathers: readonly FeatherLengths[], pixel: number): OutlineNode[] {
  const feathered = feathers.some(({ around }) => around >= pixel);
  const turning = Math.sign(signedArea(ring));
  const nodes = ring.flatMap((point, i): OutlineNode[] => {
    const [previous, next] = [ring.at(i - 1)!, ring[(i + 1) % ring.length]!];
    const [into, out] = [edge(previous, point), edge(point, next)];
    const corner = { point, previous, next, into, out, feather: feathers[i]! };
    const turn = Math.atan2(into.dx * out.dy - into.dy * out.dx, into.dx * out.dx + into.dy * out.dy);
    const bulge = Math.max(into.length, out.length) * Math.abs(turn) * BULGE;
    if (feathered && turn !== 0) {
      if (bulge <= MOST_BULGE_PX * pixel) return [smooth(corner)];
      if (turn * turning > 0) return rounded(corner, pixel);
    }
    return [angular(corner)];
  });
  return feathered ? begunInLongestPiece(nodes) : nodes;
}

/** A point of a ring with its neighbours, the edges to them, and its feather. */
interface Corner {
  readonly point: Point;
  readonly previous: Point;
  readonly next: Point;
  readonly into: Edge;
  readonly out: Edge;
  readonly feather: FeatherLengths;
}

const angular = ({ point, previous, next, feather }: Corner): OutlineNode => ({
  corner: point,
  border: [feather.before, feather.after],
  before: towards(point, previous, HANDLE),
  after: towards(point, next, HANDLE),
});

/** The curve goes through the point without a corner. */
function smooth({ point, into, out, feather: { around } }: Corner): OutlineNode {
  const length = Math.hypot(into.dx + out.dx, into.dy + out.dy);
  const [tx, ty] = [(into.dx + out.dx) / length, (into.dy + out.dy) / length];
  const along = (by: number): Point => [point[0] + tx * by, point[1] + ty * by];
  return {
    corner: point,
    border: [around, around],
    before: along(-into.length * HANDLE),
    after: along(out.length * HANDLE),
  };
}

/** A curve of its own around the corner, from the feather of the one edge to that of the other. */
function rounded({ point, previous, next, into, out, feather }: Corner, pixel: number): OutlineNode[] {
  const by = Math.min(ROUNDED_PX * pixel, ROUNDED_PART * Math.min(into.length, out.length));
  const first: Point = [point[0] - into.dx * by, point[1] - into.dy * by];
  const second: Point = [point[0] + out.dx * by, point[1] + out.dy * by];
  const from: OutlineNode = {
    corner: first,
    border: [feather.before, feather.before],
    before: towards(first, previous, HANDLE),
    after: towards(first, point, ROUND),
  };
  const to: OutlineNode = {
    corner: second,
    border: [feather.after, feather.after],
    before: towards(second, point, ROUND),
    after: towards(second, next, HANDLE),
  };
  const beside = Math.abs(feather.around - (feather.before + feather.after) / 2);
  return beside > BESIDE_PX * pixel ? halved(from, to, feather.around) : [from, to];
}

const half = (a: Point, b: Point): Point => towards(a, b, 1 / 2);

/** The same curve between two nodes with a third in its middle, by de Casteljau's lines. */
function halved(from: OutlineNode, to: OutlineNode, border: number): [OutlineNode, OutlineNode, OutlineNode] {
  const [leaving, crest, arriving] = [
    half(from.corner, from.after),
    half(from.after, to.before),
    half(to.before, to.corner),
  ];
  const [before, after] = [half(leaving, crest), half(crest, arriving)];
  const middle = { corner: half(before, after), before, after, border: [border, border] as const };
  return [{ ...from, after: leaving }, middle, { ...to, before: arriving }];
}

/** The same curve, begun in the middle of the longest piece between two nodes. */
function begunInLongestPiece(nodes: readonly OutlineNode[]): OutlineNode[] {
  const lengths = nodes.map(({ corner }, i) => edge(corner, nodes[(i + 1) % nodes.length]!.corner).length);
  const longest = lengths.indexOf(Math.max(...lengths));
  const turned = [...nodes.slice(longest + 1), ...nodes.slice(0, longest + 1)];
  const [to, from] = [turned[0]!, turned.at(-1)!];
  const [leaving, middle, arriving] = halved(from, to, (from.border[1] + to.border[0]) / 2);
  return [middle, arriving, ...turned.slice(1, -1), leaving];
}

const towards = (from: Point, to: Point, part: number): Point => [
  from[0] + (to[0] - from[0]) * part,
  from[1] + (to[1] - from[1]) * part,
];

/** A unit vector and how far it goes. */
interface Edge {
  readonly dx: number;
  readonly dy: number;
  readonly length: number;
}

function edge(from: Point, to: Point): Edge {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  return length === 0
    ? { dx: 0, dy: 0, length }
    : { dx: (to[0] - from[0]) / length, dy: (to[1] - from[1]) / length, length };
}
