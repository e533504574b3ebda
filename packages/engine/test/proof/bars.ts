import { readsRasterFiles } from '../../src/masks/raster-file.ts';

/** What a mask is held to: intersection over union at half opacity, and mean absolute error of the opacity. */
export interface Bar {
  readonly iou: number;
  readonly error: number;
}

/** The project's bars for what darktable does with a mask, against what was asked. */
export const BARS = {
  drawn: { iou: 0.985, error: 0.015 },
  combined: { iou: 0.98, error: 0.02 },
  luminance: { iou: 0.9, error: 0.04 },
  luminanceMedian: { iou: 0.95, error: 0.04 },
  traced: { iou: 0.98, error: 0.02 },
} as const satisfies Record<string, Bar>;

/** Hue and saturation, as a median over photographs; what reads rasters can take any mask exactly. */
export const colourBar = (version: string): Bar =>
  readsRasterFiles(version) ? { iou: 0.98, error: 0.01 } : { iou: 0.85, error: 0.06 };

/** What a form with a range may lose against the worse of its two parts. */
export const PARTS_LOSS = 0.03;

/** How far the agreement that was told may be from the IoU that was measured, and in what share of the cases. */
export const TOLD = { within: 0.03, share: 0.95 } as const;
