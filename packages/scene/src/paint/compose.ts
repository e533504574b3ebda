import { HORIZON, rockLine } from '../shapes/layout.ts';
import type { Noise } from '../fields/noise.ts';
import { farRidge, nearRidge, paintRidge } from './land.ts';
import { makeSkinFields, paintFeatures, paintSkin } from './lizard.ts';
import { makeRockFields, paintRock, type ReliefHit } from './rock.ts';
import { paintSea } from './sea.ts';
import { makeClouds, paintSky } from './sky.ts';
import { makeRelief, readRelief } from './relief.ts';
import type { MaskName } from '../mask-names.ts';
import type { Skin, Subject } from '../shapes/subject.ts';

export interface Canvas {
  width: number;
  height: number;
  noise: Noise;
  subject: Subject;
  /** Filled by `composeScene`, as are the masks. */
  linear: Float32Array;
  masks: Record<MaskName, Uint8Array>;
}

/** Upper edges (y in heights) of ridges and rocks, per column. */
function edgesByColumn(noise: Noise, width: number, height: number) {
  const far = new Float64Array(width);
  const near = new Float64Array(width);
  const rock = new Float64Array(width);
  for (let i = 0; i < width; i++) {
    const x = (i + 0.5) / height;
    far[i] = farRidge(noise, x);
    near[i] = nearRidge(noise, x);
    rock[i] = rockLine(x) + 0.05 * noise.fbm(x * 5.2, 5.5, 7) - 0.016 * (noise.ridged(x * 14, 81.5, 4) - 0.45);
  }
  return { far, near, rock };
}

/** Paints back to front, and leaves in each mask what stays visible of its kind. */
export function composeScene(canvas: Canvas): void {
  const { width, height, noise, subject, linear, masks } = canvas;
  const pixel = 1 / height;
  const edges = edgesByColumn(noise, width, height);
  const clouds = makeClouds(noise, width * pixel, height);
  const stone = makeRockFields(noise, width * pixel, height);
  const patches = makeSkinFields(noise, width * pixel, height);
  const relief = makeRelief(noise, stone, width * pixel, height);
  const hit: ReliefHit = { relief: 0, slopeX: 0, slopeY: 0 };
  const layer = new Float64Array(3);
  const colour = new Float64Array(3);
  const share = new Float64Array(2);
  /** How much of a pixel at height `y` lies below an edge. */
  const below = (y: number, edge: number): number => {
    const t = (y - edge) * height + 0.5;
    return t <= 0 ? 0 : t >= 1 ? 1 : t;
  };
  const lay = (opacity: number): void => {
    colour[0] = colour[0]! + (layer[0]! - colour[0]!) * opacity;
    colour[1] = colour[1]! + (layer[1]! - colour[1]!) * opacity;
    colour[2] = colour[2]! + (layer[2]! - colour[2]!) * opacity;
  };
  const laySkin = (part: number, skin: Skin, x: number, y: number): void => {
    paintSkin(noise, patches, x, y, skin, layer);
    paintFeatures(x, y, pixel, layer);
    lay(part);
  };

  for (let row = 0, i = 0; row < height; row++) {
    const y = (row + 0.5) * pixel;
    for (let column = 0; column < width; column++, i++) {
      const x = (column + 0.5) * pixel;
      const rockEdge = edges.rock[column]!;
      // Shares of the pixel: what stands in front takes its part first.
      const animal = subject.cover[i]!;
      const rockCover = below(y, rockEdge);
      const rock = rockCover * (1 - animal);
      const rest = (1 - animal) * (1 - rockCover);
      if (rest > 0) {
        const seaCover = below(y, HORIZON);
        const farCover = seaCover === 1 ? 0 : below(y, edges.far[column]!);
        const nearCover = seaCover === 1 ? 0 : below(y, edges.near[column]!);
        const skyCover = (1 - farCover) * (1 - nearCover);
        if (seaCover < 1) {
          if (skyCover > 0) {
            paintSky(clouds, x, y, pixel, layer, share);
            lay(1);
            const sky = 255 * rest * (1 - seaCover) * skyCover;
            masks.sky[i] = sky + 0.5;
            masks.cloud[i] = sky * share[0]! + 0.5;
            masks.sun[i] = sky * share[1]! + 0.5;
          }
          if (farCover > 0 && nearCover < 1) {
            paintRidge(noise, x, y, edges.far[column]!, false, layer);
            lay(farCover);
          }
          if (nearCover > 0) {
            paintRidge(noise, x, y, edges.near[column]!, true, layer);
            lay(nearCover);
          }
          masks.ridge[i] = 255 * rest * (1 - seaCover) * (1 - skyCover) + 0.5;
        }
        if (seaCover > 0) {
          paintSea(noise, x, y, rockEdge - y, layer);
          lay(seaCover);
          masks.sea[i] = 255 * rest * seaCover + 0.5;
        }
      }
      if (rock > 0) {
        readRelief(relief, x, y, hit);
        paintRock(noise, stone, x, y, hit, y - rockEdge, subject.groundShade(x, y), layer);
        lay(rockCover);
        masks.foreground[i] = 255 * rock + 0.5;
      }
      if (animal > 0) {
        subject.eachSkin(i, x, y, laySkin);
        masks.subject[i] = 255 * animal + 0.5;
        masks.face[i] = 255 * subject.face[i]! + 0.5;
      }
      // The painters' sums may fall a little below black; light cannot.
      for (let c = 0; c < 3; c++) linear[i * 3 + c] = colour[c]! < 0 ? 0 : colour[c]!;
    }
  }
}
