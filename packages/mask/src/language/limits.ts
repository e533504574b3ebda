/**
 * The allowed ranges of the mask language, each said once. Where /docs of the language gives a number it is taken from
 * there; the rest is decided here.
 */

/** Positions, as fractions of the picture: forms may reach, and be anchored, up to one picture outside it. */
export const POSITION = { min: -1, max: 2 } as const;
/** Radii and brush widths: above zero; twice the picture covers it from any corner. */
export const LENGTH = { above: 0, max: 2 } as const;
/** Feather widths, of the shorter side. */
export const BORDER = { min: 0, max: 1 } as const;
/** Any whole turn either way; normalised into [0, 360), or [0, 180) for forms that half a turn leaves as they are. */
export const ROTATION = { min: -360, max: 360 } as const;
/** Above zero; 1 already spreads the step over the whole diagonal. */
export const COMPRESSION = { above: 0, max: 1 } as const;
/** darktable's own range. */
export const CURVATURE = { min: -2, max: 2 } as const;

/**
 * Of the shorter side. darktable's sliders end at 250 and 100 pixels of the full-size picture: these fractions of a
 * picture of a thousand. Of a larger one its pipe takes more than its sliders show (develop/blend.c has no bound).
 */
export const FEATHER_RADIUS = { min: 0, max: 0.25 } as const;
export const BLUR_RADIUS = { min: 0, max: 0.1 } as const;
/** Contrast, brightness and details: darktable's own range. */
export const TONE = { min: -1, max: 1 } as const;

export const MIN_VERTICES = 3;
export const MAX_VERTICES = 1000;
/** A stroke leads from somewhere to somewhere; a dab is a circle. */
export const MIN_BRUSH_POINTS = 2;
/** All outlines of one path together, so that checking it stays quick. */
export const MAX_PATH_VERTICES = 4000;
export const MAX_RANGE_FILTERS = 16;
/** Composes inside one another on any way down. */
export const MAX_NESTING = 16;
/** Operands below one compose, those of nested composes included. */
export const MAX_OPERANDS = 64;

/** Normalised numbers are kept to a millionth (0.006 of a pixel in 6000), so that pixels and fractions agree. */
export const DECIMALS = 1e6;
/** Outlines around less than this share of the picture (a fortieth of a pixel in 25 million) have no area. */
export const SMALLEST_AREA = 1e-9;
