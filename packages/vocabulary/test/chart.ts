/** What the scene has too little of for a measure: every hue, pale and strong, dark and light, and every grey. */

const ROW = 12;
/** Hues of the eight colours that photographers mix, in degrees of HSL, as columns of the chart. */
const HUES = [0, 30, 60, 120, 180, 220, 275, 310] as const;
/** Saturation and lightness (HSL) of the rows of colours. */
const ROWS = [
  [0.8, 0.5],
  [0.5, 0.35],
  [0.25, 0.55],
] as const;
/** Codes of the greys: from near black to near white. */
const GREYS = [4, 10, 16, 24, 36, 52, 76, 104, 132, 160, 190, 215, 235, 248] as const;

/** A row of greys above rows of colours. */
export const CHART_HEIGHT = ROW * (1 + ROWS.length);

/**
 * The chart as 8-bit sRGB, three bytes a pixel, with a margin at its sides and below it.
 * @param width of all, the margins included
 */
export function paintChart(width: number, margin: number): Buffer {
  const height = CHART_HEIGHT + margin;
  const pixels = Buffer.alloc(3 * width * height);
  for (let y = 0; y < height; y++) {
    const row = ROWS[Math.min(Math.floor(y / ROW), ROWS.length) - 1];
    const columns = row === undefined ? GREYS.length : HUES.length;
    for (let x = 0; x < width; x++) {
      const along = (x - margin) / (width - 2 * margin);
      const column = Math.max(0, Math.min(columns - 1, Math.floor(along * columns)));
      const rgb = row === undefined ? Array<number>(3).fill(GREYS[column]!) : fromHsl(HUES[column]!, row[0], row[1]);
      pixels.set(rgb, 3 * (y * width + x));
    }
  }
  return pixels;
}

function fromHsl(hue: number, saturation: number, lightness: number): number[] {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  return [0, 8, 4].map((n) => {
    const k = (n + hue / 30) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  });
}
