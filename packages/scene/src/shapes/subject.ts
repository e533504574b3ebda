import { blur } from '../fields/blur.ts';
import { type Grid, sample } from '../fields/field.ts';
import { inflate } from './inflate.ts';
import { FACE_ELLIPSE, lizardParts } from './lizard-shape.ts';
import { randomStream } from '../fields/noise.ts';
import { fillOutline, type Point } from './outline.ts';

/** Rows of the coarse grid on which form and shadows are worked out; they are smooth, so coarse is enough. */
const GRID_HEIGHT = 300;
/** How far a leg's shadow falls to the right and down on what is behind it, and how soft it is (heights). */
const SHADOW: Shadow = { right: 0.023, down: 0.013, soft: 0.02 };
/** The same for the animal's shadow on the rock. */
const GROUND: Shadow = { right: 0.02, down: 0.03, soft: 0.03 };
/** The rim of light from behind is half as strong this far up the form's side (heights). */
const RIM = 0.0083;
/** How much higher than the film under pressure the body bulges; by eye. */
const BULGE = 0.8;

interface Shadow {
  right: number;
  down: number;
  soft: number;
}

interface Part {
  cover: Float32Array;
  form: Grid;
  shade: Grid | undefined;
}

/** Surface of the lizard at one place: the rounded form's normal and what part it is. */
export interface Skin {
  nx: number;
  ny: number;
  nz: number;
  /** 1 at the outline, falling inwards: where the sun from behind catches the edge. */
  rim: number;
  /** 0..1, how much the part in front keeps the light off. */
  shade: number;
}

/** Paints a part that covers `share` of the pixel at x, y (heights). */
export type PaintSkin = (share: number, skin: Skin, x: number, y: number) => void;

export interface Subject {
  /** Coverage 0..1 of the whole animal, row by row. */
  cover: Float32Array;
  /** Coverage 0..1 of its face. */
  face: Float32Array;
  /** Every part's curve in heights of the picture. */
  outlines: Point[][];
  /** Calls `paint` for each part that covers pixel `i` at x, y (heights), back to front, with its share and its skin. */
  eachSkin(i: number, x: number, y: number, paint: PaintSkin): void;
  /** 0..1: how much of the light the animal keeps from the ground at x, y. */
  groundShade(x: number, y: number): number;
}

/** The animal's form at `width` x `height` pixels. */
export function makeSubject(width: number, height: number, seed: number): Subject {
  const parts = lizardParts(randomStream(seed ^ 0x1e6a));
  const gridHeight = Math.min(GRID_HEIGHT, height);
  const gridWidth = Math.ceil((gridHeight * width) / height);
  const grid = (values: Float32Array): Grid => ({
    values,
    width: gridWidth,
    height: gridHeight,
    scale: gridHeight,
    top: 0,
  });
  const covers = parts.map((part) => fillOutline(scaled(part.outline, gridHeight), gridWidth, gridHeight));
  const cast = (from: readonly Float32Array[], shadow: Shadow): Grid | undefined => {
    if (from.length === 0) return undefined;
    const moved = shift(unite(from), gridWidth, gridHeight, shadow.right * gridHeight, shadow.down * gridHeight);
    return grid(blur(moved, gridWidth, gridHeight, Math.round(shadow.soft * gridHeight)));
  };
  const painted: Part[] = parts.map((part, p) => ({
    cover: fillOutline(scaled(part.outline, height), width, height),
    form: grid(blur(inflate(covers[p]!, gridWidth, gridHeight), gridWidth, gridHeight, 1)),
    shade: cast(covers.slice(p + 1), SHADOW),
  }));

  const cover = new Float32Array(width * height);
  for (const part of painted) for (let i = 0; i < cover.length; i++) cover[i] = over(cover[i]!, part.cover[i]!);
  const ground = cast(covers, GROUND)!;
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
        paint(share, skin, x, y);
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
  const up = sample(form, x, y) / (form.height * RIM);
  skin.rim = 1 / (1 + up * up);
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

function unite(covers: readonly Float32Array[]): Float32Array {
  const out = Float32Array.from(covers[0]!);
  for (const cover of covers.slice(1)) for (let i = 0; i < out.length; i++) out[i] = Math.max(out[i]!, cover[i]!);
  return out;
}

function shift(values: Float32Array, width: number, height: number, right: number, down: number): Float32Array {
  const dx = Math.round(right);
  const dy = Math.round(down);
  const out = new Float32Array(values.length);
  for (let y = dy; y < height; y++)
    for (let x = dx; x < width; x++) out[y * width + x] = values[(y - dy) * width + x - dx]!;
  return out;
}
