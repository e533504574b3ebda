import type { Move } from '../../packages/workspace/src/index.ts';
import type { KindName } from './kinds.ts';
import type { Photo, Photos } from './photos.ts';

/** A mask to be measured. */
export interface MaskCase {
  readonly name: string;
  readonly spec: object;
  /** What it is made of, each measured alone too, where the bar asks for that. */
  readonly parts?: readonly object[];
}

/** Cases on one photo in one frame: measured together. */
export interface Batch {
  readonly photo: Photo;
  readonly frame?: { readonly name: string; readonly moves: readonly Move[] };
  readonly cases: readonly MaskCase[];
}

/** Cases of one kind, as data. */
export interface Group {
  readonly name: string;
  readonly kind: KindName;
  /** @param every all combinations, where the group thins them out otherwise */
  batches(photos: Photos, every: boolean): Batch[];
}

export const casesOf = (table: Readonly<Record<string, object>>): MaskCase[] =>
  Object.entries(table).map(([name, spec]) => ({ name, spec }));
