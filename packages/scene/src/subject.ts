import { inflate } from './inflate.ts';
import { FACE_ELLIPSE, type LizardPart, lizardParts } from './lizard-shape.ts';
import { randomStream } from './noise.ts';
import { fillOutline, type Point } from './outline.ts';
import type { Skin } from './paint-lizard.ts';

/** Rows of the coarse grid on which form and shadows are worked out; they are smooth, so coarse is enough. */
const GRID_HEIGHT = 400;
/** How far a leg's shadow falls to the right and down on what is behind it, and how soft it is (grid cells). */
const SHADOW_SHIFT = [9, 5] as const;
const SHADOW_BLUR = 8;
/** The same for the body's shadow on the rock: straight below, and softer. */
const GROUND_SHIFT = [8, 12] as const;
const GROUND_BLUR = 12;
const SKIN_BLUR = 1;
/** How much higher than the film under pressure the body bulges; by eye. */
const BULGE = 0.8;

interface Part {
  cover: Float32Array;
  form: Grid;
  shade: Grid | undefined;
}

/** A coarse raster that is read between its cells. */
interface Grid {
  values: Float32Array;
  width: number;
  height: number;
}

export interface Subject {
  /** Coverage 0..1 of the whole animal, row by row. */
  cover: Float32Array;
  /** Coverage 0..1 of its face. */
  face: Float32Array;
  /** Every part's curve in heights of the picture. */
  outlines: Point[][];
  /** Calls `paint` for each part that covers pixel `i` at x, y (heights), back to front, with its share and its skin. */
  eachSkin(i: number, x: number, y: number, paint: (share: number, skin: Skin) => void): void;
  /** 0..1: how much of the light the animal keeps from the ground at x, y. */
  groundShade(x: number, y: number): number;
}

/** The animal's form at `width` x `height` pixels. */
export function makeSubject(width: number, height: number, seed: number): Subject {
  const parts = lizardParts(randomStream(seed ^ 0x1e6a));
  const gridHeight = GRID_HEIGHT;
  const gridWidth = Math.ceil((gridHeight * width) / height);
  const coarse = (part: LizardPart): Float32Array =>
    fillOutline(scaled(part.outline, gridHeight), gridWidth, gridHeight);
  const grid = (values: Float32Array): Grid => ({ values, width: gridWidth, height: gridHeight });

  const coarseCovers = parts.map(coarse);
  const painted: Part[] = parts.map((part, p) => {
    const form = inflate(coarseCovers[p]!, gridWidth, gridHeight);
    const infront = unite(
      coarseCovers.slice(p + 1).filter((_, k) => parts[p + 1 + k]!.name !== 'body' || part.name === 'far foreleg'),
    );
    return {
      cover: fillOutline(scaled(part.outline, height), width, height),
      form: grid(blur(form, gridWidth, gridHeight, SKIN_BLUR)),
      shade:
        infront && grid(blur(shift(infront, gridWidth, gridHeight, SHADOW_SHIFT), gridWidth, gridHeight, SHADOW_BLUR)),
    };
  });

  const cover = new Float32Array(width * height);
  for (const part of painted) for (let i = 0; i < cover.length; i++) cover[i] = over(cover[i]!, part.cover[i]!);
  const ground = grid(
    blur(shift(unite(coarseCovers)!, gridWidth, gridHeight, GROUND_SHIFT), gridWidth, gridHeight, GROUND_BLUR),
  );
  const skin: Skin = { nx: 0, ny: 0, nz: 1, rim: 0, shade: 0 };
  return {
    cover,
    face: faceCover(cover, width, height),
    outlines: parts.map((p) => p.outline),
    groundShade: (x, y) => sample(ground, x, y),
    eachSkin: (i, x, y, paint) => {
      for (const part of painted) {
        const share = part.cover[i]!;
        if (share === 0) continue;
        describeSkin(part, x, y, skin);
        paint(share, skin);
      }
    },
  };
}

function describeSkin(part: Part, x: number, y: number, skin: Skin): void {
  const { form } = part;
  const e = 1 / form.height;
  const slopeX = (BULGE * (sample(form, x + e, y) - sample(form, x - e, y))) / 2;
  const slopeY = (BULGE * (sample(form, x, y + e) - sample(form, x, y - e))) / 2;
  const length = Math.sqrt(slopeX * slopeX + slopeY * slopeY + 1);
  skin.nx = -slopeX / length;
  skin.ny = slopeY / length;
  skin.nz = 1 / length;
  const height = sample(form, x, y);
  skin.rim = 1 / (1 + 0.09 * height * height);
  skin.shade = part.shade === undefined ? 0 : 0.8 * sample(part.shade, x, y);
}

/** The ellipse about the head, softened over a tenth of its radius, where the animal is. */
function faceCover(cover: Float32Array, width: number, height: number): Float32Array {
  const face = new Float32Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    const dy = ((y + 0.5) / height - FACE_ELLIPSE.y) / FACE_ELLIPSE.ry;
    for (let x = 0; x < width; x++, i++) {
      if (cover[i] === 0) continue;
      const dx = ((x + 0.5) / height - FACE_ELLIPSE.x) / FACE_ELLIPSE.rx;
      const r = Math.sqrt(dx * dx + dy * dy);
      face[i] = cover[i]! * Math.max(0, Math.min(1, (1.05 - r) / 0.1));
    }
  }
  return face;
}

const over = (below: number, above: number): number => below + above * (1 - below);

function scaled(outline: readonly Point[], by: number): Point[] {
  return outline.map(([x, y]) => [x * by, y * by]);
}

function unite(covers: readonly Float32Array[]): Float32Array | undefined {
  if (covers.length === 0) return undefined;
  const out = Float32Array.from(covers[0]!);
  for (const cover of covers.slice(1)) for (let i = 0; i < out.length; i++) out[i] = Math.max(out[i]!, cover[i]!);
  return out;
}

function shift(values: Float32Array, width: number, height: number, [dx, dy]: readonly [number, number]): Float32Array {
  const out = new Float32Array(values.length);
  for (let y = dy; y < height; y++)
    for (let x = dx; x < width; x++) out[y * width + x] = values[(y - dy) * width + x - dx]!;
  return out;
}

/** Two box filters of `radius` cells each way: nearly a Gaussian. */
function blur(values: Float32Array, width: number, height: number, radius: number): Float32Array {
  let out = values;
  for (let pass = 0; pass < 2; pass++) {
    out = boxRows(out, width, height, radius, 1, width);
    out = boxRows(out, height, width, radius, width, 1);
  }
  return out;
}

function boxRows(
  values: Float32Array,
  length: number,
  lines: number,
  radius: number,
  step: number,
  jump: number,
): Float32Array {
  const out = new Float32Array(values.length);
  const size = 2 * radius + 1;
  for (let line = 0; line < lines; line++) {
    const base = line * jump;
    const at = (k: number): number => values[base + Math.max(0, Math.min(length - 1, k)) * step]!;
    let sum = 0;
    for (let k = -radius; k <= radius; k++) sum += at(k);
    for (let k = 0; k < length; k++) {
      out[base + k * step] = sum / size;
      sum += at(k + radius + 1) - at(k - radius);
    }
  }
  return out;
}

/** Bilinear, at x and y in heights of the picture. */
function sample(grid: Grid, x: number, y: number): number {
  const gx = Math.max(0, Math.min(grid.width - 1.001, x * grid.height - 0.5));
  const gy = Math.max(0, Math.min(grid.height - 1.001, y * grid.height - 0.5));
  const x0 = Math.floor(gx);
  const y0 = Math.floor(gy);
  const fx = gx - x0;
  const fy = gy - y0;
  const i = y0 * grid.width + x0;
  const v = grid.values;
  const top = v[i]! + (v[i + 1]! - v[i]!) * fx;
  const low = v[i + grid.width]! + (v[i + grid.width + 1]! - v[i + grid.width]!) * fx;
  return top + (low - top) * fy;
}
