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

/** What cameras and lenses do to pictures, side by side in the last row: noise of the lightness, of the colour, fringes. */
const FLAWS = ['grain', 'blotches', 'fringes'] as const;
export type Flaw = (typeof FLAWS)[number];
export const FLAW_HEIGHT = ROW;

/** A row of greys above rows of colours and the flaws. */
export const CHART_HEIGHT = ROW * (1 + ROWS.length) + FLAW_HEIGHT;

/** The part of a flaw, of the chart's whole width. */
export const flawPart = (flaw: Flaw): readonly [number, number] => {
  const at = FLAWS.indexOf(flaw);
  return [at / FLAWS.length, (at + 1) / FLAWS.length];
};

/**
 * The chart as 8-bit sRGB, three bytes a pixel, with a margin at its sides and below it.
 * @param width of all, the margins included
 */
export function paintChart(width: number, margin: number): Buffer {
  const height = CHART_HEIGHT + margin;
  const pixels = Buffer.alloc(3 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const along = Math.max(0, Math.min(1 - 1e-9, (x - margin) / (width - 2 * margin)));
      pixels.set(colourAt(along, x, y), 3 * (y * width + x));
    }
  }
  return pixels;
}

function colourAt(along: number, x: number, y: number): readonly number[] {
  if (y >= CHART_HEIGHT - FLAW_HEIGHT) return flawed(FLAWS[Math.floor(along * FLAWS.length)]!, x, y);
  const row = ROWS[Math.floor(y / ROW) - 1];
  if (row === undefined) return Array<number>(3).fill(GREYS[Math.floor(along * GREYS.length)]!);
  return fromHsl(HUES[Math.floor(along * HUES.length)]!, row[0], row[1]);
}

/** Code of the even grey that noise is on, and how far it strays: a little more than a camera at a high sensitivity. */
const EVEN = 110;
const STRAYS = { grain: 4, blotches: 14 } as const;
/** Dark and bright stripes, in pixels, the dark ones with purple rims as of a lens wide open: a strong one and a faint one. */
const STRIPE = 15;
const RIM = 2;
const DARK = [70, 70, 72];
const BRIGHT = [200, 200, 198];
const PURPLE = [
  [130, 80, 150],
  [105, 84, 116],
] as const;

function flawed(flaw: Flaw, x: number, y: number): readonly number[] {
  if (flaw === 'fringes') {
    const along = x % STRIPE;
    if (Math.floor(x / STRIPE) % 2 === 0) return BRIGHT;
    return along < RIM ? PURPLE[0] : along >= STRIPE - RIM ? PURPLE[1] : DARK;
  }
  const [first, second] = [scatter(x, y), scatter(y + 91, x + 17)];
  if (flaw === 'grain') return Array<number>(3).fill(Math.round(EVEN + STRAYS.grain * first));
  const [red, blue] = [STRAYS.blotches * first, STRAYS.blotches * second];
  // Green makes up for the luminance of the other two (weights of sRGB).
  const green = -(0.2126 * red + 0.0722 * blue) / 0.7152;
  return [red, green, blue].map((away) => Math.round(EVEN + away));
}

/** A number of -1 to 1 that follows from a place, and looks like chance. */
const scatter = (x: number, y: number): number => {
  const hashed = Math.sin(12.9898 * x + 78.233 * y) * 43_758.5453;
  return 2 * (hashed - Math.floor(hashed)) - 1;
};

function fromHsl(hue: number, saturation: number, lightness: number): number[] {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  return [0, 8, 4].map((n) => {
    const k = (n + hue / 30) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  });
}
