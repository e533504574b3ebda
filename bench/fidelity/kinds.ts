import { BARS, colourBar, PARTS_LOSS } from '../../packages/engine/test/proof/bars.ts';
import type { Bar } from '../../packages/engine/test/proof/bars.ts';

/** A row of the project's table of bars. */
export interface Kind {
  readonly title: string;
  /** What every case must reach; `parts` are the IoUs of the parts that it is made of, alone. */
  readonly each?: (version: string, parts: readonly number[]) => Bar;
  /** What the median of all cases must reach. */
  readonly median?: (version: string) => Bar;
}

const NO_ERROR_BAR = Infinity;

export const KINDS = {
  drawn: { title: 'drawn forms', each: () => BARS.drawn },
  combined: { title: 'inverts and combinations', each: () => BARS.combined },
  luminance: { title: 'luminance bands', each: () => BARS.luminance, median: () => BARS.luminanceMedian },
  colour: { title: 'hue and saturation bands', median: colourBar },
  'with-range': {
    title: 'drawn with range',
    each: (_version, parts) => ({ iou: Math.min(...parts) - PARTS_LOSS, error: NO_ERROR_BAR }),
  },
  traced: { title: 'traced rasters', each: () => BARS.traced },
  // The project's table has no row of their own: most of them are ranges in the end.
  named: { title: 'named masks', median: colourBar },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof KINDS;

/** What one case is compared with: its own bar, else the one that the median is held to. */
export function barOf(kind: Kind, version: string, parts: readonly number[]): Bar {
  const bar = kind.each?.(version, parts) ?? kind.median?.(version);
  if (bar === undefined) throw new Error(`${kind.title} has no bar`);
  return bar;
}
