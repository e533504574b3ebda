import { readsRasterFiles } from '../../packages/engine/src/masks/raster-file.ts';

/** What a case is held to: intersection over union at half opacity, and mean absolute error of the opacity. */
export interface Bar {
  readonly iou: number;
  readonly error: number;
}

/** A row of the project's table of bars. */
export interface Kind {
  readonly title: string;
  /** What every case must reach; `parts` are the IoUs of the parts that it is made of, alone. */
  readonly each?: (version: string, parts: readonly number[]) => Bar;
  /** What the median of all cases must reach. */
  readonly median?: (version: string) => Bar;
}

const NO_ERROR_BAR = Infinity;
/** What a form with a range may lose against the worse of its two parts. */
const PARTS_LOSS = 0.03;

const byRange = (version: string): Bar =>
  readsRasterFiles(version) ? { iou: 0.98, error: 0.01 } : { iou: 0.85, error: 0.06 };

export const KINDS = {
  drawn: { title: 'drawn forms', each: () => ({ iou: 0.985, error: 0.015 }) },
  combined: { title: 'inverts and combinations', each: () => ({ iou: 0.98, error: 0.02 }) },
  luminance: {
    title: 'luminance bands',
    each: () => ({ iou: 0.9, error: 0.04 }),
    median: () => ({ iou: 0.95, error: 0.04 }),
  },
  colour: { title: 'hue and saturation bands', median: byRange },
  'with-range': {
    title: 'drawn with range',
    each: (_version, parts) => ({ iou: Math.min(...parts) - PARTS_LOSS, error: NO_ERROR_BAR }),
  },
  traced: { title: 'traced rasters', each: () => ({ iou: 0.98, error: 0.02 }) },
  // The project's table has no row of their own: most of them are ranges in the end.
  named: { title: 'named masks', median: byRange },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof KINDS;

/** What one case is compared with: its own bar, else the one that the median is held to. */
export function barOf(kind: Kind, version: string, parts: readonly number[]): Bar {
  const bar = kind.each?.(version, parts) ?? kind.median?.(version);
  if (bar === undefined) throw new Error(`${kind.title} has no bar`);
  return bar;
}

/** How far the agreement that was told may be from the IoU that was measured, and in what share of the cases. */
export const TOLD = { within: 0.03, share: 0.95 } as const;
