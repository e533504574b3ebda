import {
  Clipper64,
  ClipType,
  FillRule,
  type Path64,
  type Paths64,
  type PolyPath64,
  PolyTree64,
  areaPaths,
} from 'clipper2-ts';
import { countCrossings } from './crossings.ts';
import { DECIMALS, MAX_OPERANDS, MAX_VERTICES, SMALLEST_AREA } from './limits.ts';
import { refuse } from './refuse.ts';

export type Ring = [number, number][];
/** An outline with what is cut out of it. */
export interface Region {
  outer: Ring;
  holes: Ring[];
}

/** More crossings than this are a scribble, not an outline: nobody can have meant what a repair would make of it. */
const MAX_CROSSINGS = 500;
/** Rounding the crossing points to millionths can make new, tiny crossings; each round leaves fewer. */
const MAX_ROUNDS = 6;
/** Bits that a repair leaves and that nobody sees: a millionth of the picture's area. */
const SLIVER = 1e-6;
/** Clipper counts in whole numbers; ours are millionths, so that nothing is lost on the way. */
const SQUARE = DECIMALS * DECIMALS;

const toPath = (ring: Ring): Path64 =>
  ring.map(([x, y]) => ({ x: Math.round(x * DECIMALS), y: Math.round(y * DECIMALS) }));
const toRing = (path: Path64): Ring => path.map(({ x, y }) => [x / DECIMALS + 0, y / DECIMALS + 0]);

const same = (a: [number, number] | undefined, b: [number, number] | undefined) =>
  a?.[0] === b?.[0] && a?.[1] === b?.[1];

/** Drops vertices that repeat the one before (or, at the end, the first: outlines close by themselves). */
export function withoutRepeats(ring: Ring): Ring {
  const kept = ring.filter((vertex, i) => i === 0 || !same(vertex, ring[i - 1]));
  while (kept.length > 1 && same(kept.at(-1), kept[0])) kept.pop();
  return kept;
}

/** The polygons of outline minus holes, each rule being non-zero, with their own holes. */
function regionTree(outer: Paths64, holes: Paths64): PolyTree64 {
  const clipper = new Clipper64();
  clipper.addPaths(outer, 0, false);
  if (holes.length > 0) clipper.addPaths(holes, 1, false);
  const tree = new PolyTree64();
  clipper.execute(ClipType.Difference, FillRule.NonZero, tree);
  return tree;
}

function evenOddArea(rings: Paths64): number {
  const clipper = new Clipper64();
  clipper.addPaths(rings, 0, false);
  const solution: Paths64 = [];
  clipper.execute(ClipType.Union, FillRule.EvenOdd, solution);
  return areaPaths(solution);
}

function collect(node: PolyPath64, into: { outer: Path64; holes: Path64[] }[]): void {
  for (let i = 0; i < node.count; i++) {
    const outer = node.child(i);
    const polygon = { outer: outer.poly ?? [], holes: [] as Path64[] };
    into.push(polygon);
    for (let j = 0; j < outer.count; j++) {
      const hole = outer.child(j);
      polygon.holes.push(hole.poly ?? []);
      collect(hole, into);
    }
  }
}

/** Outline minus holes as polygons. */
function split(outer: Path64, holes: Path64[]): { outer: Path64; holes: Path64[] }[] {
  const polygons: { outer: Path64; holes: Path64[] }[] = [];
  collect(regionTree([outer], holes), polygons);
  return polygons;
}

const areaOf = (paths: Paths64): number => Math.abs(areaPaths(paths)) / SQUARE;

/** Whether filling all rings by even-odd gives exactly outline minus holes, with no two edges crossing. */
function isClean(outer: Path64, holes: Path64[]): boolean {
  const { crossings, touches } = countCrossings([outer, ...holes]);
  if (crossings > 0) return false;
  if (touches === 0 && holes.length === 0) return true;
  const wanted = split(outer, holes).reduce((sum, p) => sum + areaPaths([p.outer, ...p.holes]), 0);
  return Math.abs(wanted - evenOddArea([outer, ...holes])) <= SLIVER * SQUARE;
}

/**
 * Outline minus holes as regions whose edges do not cross, so that even-odd, non-zero and darktable's own filling agree.
 * What is clean already comes back as it is.
 *
 * A crossing outline keeps everything that it goes around (the non-zero rule): where a hand-drawn outline overlaps
 * itself the photographer sees one shape, and even-odd would punch a hole into the overlap.
 *
 * @param region rings in fractions, rounded to millionths
 * @returns the regions, and what was repaired as a sentence, or null when nothing was
 * @throws invalid_input for no area, or an outline that crosses itself too often to mean anything
 */
export function repairOutline(region: Region, field: string): { regions: Region[]; repair: string | null } {
  const outer = toPath(region.outer);
  const holes = region.holes.map(toPath);
  const { crossings } = countCrossings([outer, ...holes]);
  if (crossings > MAX_CROSSINGS) {
    const hint = 'List the vertices in order around the region.';
    refuse('invalid_input', field, `The outline crosses itself ${crossings} times; that is no region.`, hint);
  }
  let clean: { outer: Path64; holes: Path64[] }[] = [];
  let dirty = [{ outer, holes }];
  for (let round = 0; dirty.length > 0; round++) {
    const next: typeof dirty = [];
    for (const polygon of dirty) {
      if (isClean(polygon.outer, polygon.holes)) clean.push(polygon);
      else next.push(...split(polygon.outer, polygon.holes));
    }
    if (round > MAX_ROUNDS || next.length > 2 * MAX_OPERANDS) {
      refuse('invalid_input', field, 'The outline crosses itself too often to be repaired.', 'Draw it simpler.');
    }
    dirty = next;
  }
  if (clean.length === 1 && clean[0]?.outer === outer) {
    if (areaOf([outer]) < SMALLEST_AREA) refuse('invalid_input', field, 'The outline encloses no area.');
    return { regions: [region], repair: null };
  }
  clean = clean
    .map((p) => ({ outer: p.outer, holes: p.holes.filter((h) => areaOf([h]) >= SLIVER) }))
    .filter((p) => areaOf([p.outer]) >= SLIVER)
    .sort((a, b) => areaOf([b.outer]) - areaOf([a.outer]));
  if (clean.length === 0) refuse('invalid_input', field, 'Nothing is left of the outline once its holes are cut out.');
  if (clean.length > MAX_OPERANDS || clean.some((p) => [p.outer, ...p.holes].some((r) => r.length > MAX_VERTICES))) {
    refuse('invalid_input', field, `Repaired, the outline falls into ${clean.length} pieces or too many vertices.`);
  }
  const pieces = clean.length === 1 ? '1 outline' : `${clean.length} outlines`;
  const why =
    crossings > 0
      ? `crosses itself or a hole (${crossings === 1 ? 'once' : `${crossings} times`})`
      : 'overlaps itself or a hole';
  return {
    regions: clean.map((p) => ({ outer: toRing(p.outer), holes: p.holes.map(toRing) })),
    repair: `${field} ${why}; repaired into ${pieces}: all that the outline goes around, without the holes.`,
  };
}
