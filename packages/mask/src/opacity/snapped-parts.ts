import { maskId } from '../language/mask-id.ts';
import type { Mask, Snap } from '../language/mask.ts';
import type { Raster, Size } from '../raster/raster.ts';

/** What rasterising a snapped mask asks: a snap takes long, so whoever rasterises has it made before. */
export interface SnapSource {
  /**
   * @param key of the part (snappedPart)
   * @param drawn the part before snapping; not changed and not kept
   * @returns a raster of the caller's own
   */
  of(key: string, drawn: Raster, how: Snap): Raster;
}

/** A part of a mask that is moved to the edges of the picture. */
export interface SnappedPart {
  /** The same of parts that are the same, of rasters of one size. */
  readonly key: string;
  /** What is snapped. */
  readonly drawn: Mask;
  readonly how: Snap;
}

/** The mask as a snapped part; null where it is none. What is done to it after snapping makes no other part of it. */
export function snappedPart(mask: Mask, { width, height }: Size): SnappedPart | null {
  const { invert: _invert, opacity: _opacity, refine: _refine, ...bare } = mask;
  const { snap: how, ...drawn } = bare;
  if (how === undefined) return null;
  return { key: `${maskId(bare as Mask)} ${width} x ${height}`, drawn: drawn as Mask, how };
}

/** All snapped parts of a mask, each after those within it. */
export function snappedParts(mask: Mask, size: Size): SnappedPart[] {
  const own = snappedPart(mask, size);
  const within = mask.kind === 'compose' ? mask.operands.flatMap((operand) => snappedParts(operand, size)) : [];
  return own === null ? within : [...within, own];
}

/** The mask with nothing to be snapped: what it is where all snaps were refused. */
export function unsnapped(mask: Mask): Mask {
  const { snap: _snap, ...bare } = mask;
  return (bare.kind === 'compose' ? { ...bare, operands: bare.operands.map(unsnapped) } : bare) as Mask;
}
