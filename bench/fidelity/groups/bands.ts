/** Ranges of the displayed picture, as a photographer would ask for them. */
export const LUMINANCE_BANDS = {
  shadows: { kind: 'luminance', min: 0, max: 0.3 },
  midtones: { kind: 'luminance', min: 0.3, max: 0.7 },
  highlights: { kind: 'luminance', min: 0.7, max: 1 },
} as const;

export const COLOUR_BANDS = {
  reds: { kind: 'color_h', min: 0.95, max: 0.05 },
  oranges: { kind: 'color_h', min: 0.05, max: 0.12 },
  yellows: { kind: 'color_h', min: 0.12, max: 0.2 },
  greens: { kind: 'color_h', min: 0.2, max: 0.43 },
  cyans: { kind: 'color_h', min: 0.43, max: 0.55 },
  blues: { kind: 'color_h', min: 0.55, max: 0.7 },
  purples: { kind: 'color_h', min: 0.7, max: 0.83 },
  magentas: { kind: 'color_h', min: 0.83, max: 0.95 },
  muted: { kind: 'color_s', min: 0, max: 0.2 },
  coloured: { kind: 'color_s', min: 0.2, max: 0.5 },
  vivid: { kind: 'color_s', min: 0.5, max: 1 },
} as const;

/** Each band as a mask of its own. */
export const masksOf = (bands: Readonly<Record<string, object>>): Record<string, object> =>
  Object.fromEntries(Object.entries(bands).map(([name, range_filter]) => [name, { range_filter }]));
