import type { DrawnForm } from './forms.ts';
import type { RangeFilter, Refine, SnapPoints } from './wire.ts';

export type { Refine };

/** Moved to the edges of the picture; with points that are known to lie inside and outside. */
export type Snap = true | SnapPoints;

/** What any mask may carry; left out when neutral (not inverted, opacity 1, nothing refined). Snapped first, then refined, then inverted. */
export interface Finish {
  invert?: true;
  opacity?: number;
  snap?: Snap;
  refine?: Refine;
}

/** Drawn form and, when there, ranges: all must hold. */
export type DrawnMask = DrawnForm & { range_filters?: RangeFilter[]; kind?: never } & Finish;
/** Ranges alone: at least one. */
export type RangeMask = { range_filters: RangeFilter[]; dt_form?: never; dt_params?: never; kind?: never } & Finish;
export type LeafMask = DrawnMask | RangeMask;

export type Operation = 'union' | 'intersect' | 'subtract' | 'exclude';
export type ComposeMask = { kind: 'compose'; operation: Operation; operands: Mask[] } & Finish;
export type NamedMask = { kind: 'named'; name: string } & Finish;
export type DetectedMask = { kind: 'detected'; id: string } & Finish;
export type RasterMask = { kind: 'raster'; path: string } & Finish;
export type ReferenceMask = NamedMask | DetectedMask | RasterMask;

/**
 * A normalised mask: fractions of the displayed picture kept to a millionth, defaults filled, `invert`, `opacity`,
 * `snap` and `refine` only when not neutral. It is itself a valid mask_spec, and normalising it again changes nothing.
 */
export type Mask = LeafMask | ComposeMask | ReferenceMask;
