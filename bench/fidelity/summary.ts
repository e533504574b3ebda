import { median } from '../median.ts';
import type { Bar } from '../../packages/engine/test/proof/bars.ts';
import type { Kind } from './kinds.ts';
import { TOLD } from '../../packages/engine/test/proof/bars.ts';
import { passes, toldOff } from './measure.ts';
import type { Figures, Row } from './measure.ts';

/** What the cases of one kind come to. */
export interface Summary {
  readonly cases: number;
  readonly measured: number;
  readonly median: Bar;
  readonly worst: Bar;
  /** Cases that reach their bar. */
  readonly within: number;
  /** Whether the project's bar holds for the kind. */
  readonly held: boolean;
}

export const figuresOf = (rows: readonly Row[]): Figures[] =>
  rows.flatMap(({ figures }) => (figures === null ? [] : [figures]));

export function summarise(rows: readonly Row[], kind: Kind, version: string): Summary {
  const figures = figuresOf(rows);
  const ious = figures.map(({ measured }) => measured.iou);
  const errors = figures.map(({ measured }) => measured.error);
  const middle: Bar = { iou: median(ious), error: median(errors) };
  const within = rows.filter((row) => passes(row) === true).length;
  const failed = rows.some(({ why }) => why === 'failed');
  const bar = kind.median?.(version);
  const medianHolds = bar === undefined || (middle.iou >= bar.iou && middle.error <= bar.error);
  const eachHolds = kind.each === undefined || within === figures.length;
  return {
    cases: rows.length,
    measured: figures.length,
    median: middle,
    worst: { iou: Math.min(...ious), error: Math.max(...errors) },
    within,
    held: figures.length > 0 && !failed && medianHolds && eachHolds,
  };
}

/** The share of measured cases whose agreement was told as it turned out; NaN where there are none. */
export function toldShare(rows: readonly Row[]): number {
  const figures = figuresOf(rows);
  return figures.filter((one) => toldOff(one) <= TOLD.within).length / figures.length;
}
