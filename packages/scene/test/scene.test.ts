import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeScene, MASK_NAMES, type Scene, truthMask } from '../src/index.ts';
import { fillOutline } from '../src/shapes/outline.ts';

const scene = makeScene({ width: 450, height: 300 });
const digest = (s: Scene): string => createHash('sha256').update(new Uint8Array(s.linear.buffer)).digest('hex');

/** Mean of `linear` where a mask is whole, and how large a share of the picture that is. */
function region(s: Scene, name: (typeof MASK_NAMES)[number]): { share: number; mean: number[] } {
  const mean = [0, 0, 0];
  let count = 0;
  s.masks[name].forEach((m, i) => {
    if (m < 250) return;
    count++;
    for (let c = 0; c < 3; c++) mean[c]! += s.linear[i * 3 + c]!;
  });
  return { share: count / s.masks[name].length, mean: mean.map((v) => v / count) };
}

describe('makeScene', () => {
  it('is the same for the same seed and another for another seed', () => {
    const small = { width: 96, height: 64 };
    expect(digest(makeScene(small))).toBe(digest(makeScene(small)));
    expect(digest(makeScene({ ...small, seed: 8 }))).not.toBe(digest(makeScene(small)));
  });

  it('shares every pixel out among sky, ridge, sea, foreground and subject', () => {
    const { sky, ridge, sea, foreground, subject } = scene.masks;
    let worst = 0;
    for (let i = 0; i < sky.length; i++)
      worst = Math.max(worst, Math.abs(255 - sky[i]! - ridge[i]! - sea[i]! - foreground[i]! - subject[i]!));
    // Five roundings to a byte.
    expect(worst).toBeLessThanOrEqual(3);
  });

  it('keeps sun and cloud within the sky and the face within the subject', () => {
    const { sky, sun, cloud, subject, face } = scene.masks;
    const strays = sky.filter((s, i) => sun[i]! + cloud[i]! > s + 1 || face[i]! > subject[i]!);
    expect(strays).toHaveLength(0);
  });

  it('gives every region a place large enough to measure', () => {
    const least = {
      sky: 0.2,
      sun: 0.0005,
      cloud: 0,
      ridge: 0.02,
      sea: 0.15,
      foreground: 0.2,
      subject: 0.06,
      face: 0.007,
    };
    const missing = MASK_NAMES.filter((name) => region(scene, name).share < least[name]);
    expect(missing).toEqual([]);
    const cloud = scene.masks.cloud.reduce((sum, m) => sum + m / 255, 0) / scene.masks.cloud.length;
    expect(cloud).toBeGreaterThan(0.08);
  });

  it('holds scene light: finite, not negative, the sun far over white and all else mostly under it', () => {
    let over = 0;
    for (const v of scene.linear) {
      if (!(v >= 0 && v < 20)) throw new Error(`value ${v}`);
      if (v > 1) over++;
    }
    expect(over / scene.linear.length).toBeLessThan(0.05);
    expect(region(scene, 'sun').mean[0]).toBeGreaterThan(5);
  });

  it('is lit from behind: the subject darker than the sky by more than two stops, as a photographer would lift it', () => {
    const stops = Math.log2(region(scene, 'sky').mean[1]! / region(scene, 'subject').mean[1]!);
    expect(stops).toBeGreaterThan(2);
  });

  it('outlines the subject with at most 60 vertices that cover what the mask covers', () => {
    expect(scene.outline.length).toBeLessThanOrEqual(60);
    const filled = fillOutline(
      scene.outline.map(([x, y]) => [x * scene.width, y * scene.height]),
      scene.width,
      scene.height,
    );
    let both = 0;
    let either = 0;
    filled.forEach((f, i) => {
      const m = scene.masks.subject[i]! / 255;
      both += Math.min(f, m);
      either += Math.max(f, m);
    });
    expect(both / either).toBeGreaterThan(0.93);
  });

  it('places the face ellipse where the face mask is', () => {
    const e = scene.faceEllipse;
    let inside = 0;
    let all = 0;
    scene.masks.face.forEach((m, i) => {
      const x = ((i % scene.width) + 0.5) / scene.width;
      const y = (Math.floor(i / scene.width) + 0.5) / scene.height;
      all += m;
      if (((x - e.center_x) / e.radius_x) ** 2 + ((y - e.center_y) / e.radius_y) ** 2 < 1.05 ** 2) inside += m;
    });
    expect(inside / all).toBeGreaterThan(0.99);
  });

  it('shows the same picture at every size', () => {
    const double = makeScene({ width: 900, height: 600 });
    const differences = (['sky', 'sea', 'foreground', 'subject', 'face'] as const).map((name) => {
      const a = truthMask(scene, name, { width: 90, height: 60 });
      const b = truthMask(double, name, { width: 90, height: 60 });
      return a.reduce((sum, v, i) => sum + Math.abs(v - b[i]!), 0) / a.length;
    });
    expect(Math.max(...differences)).toBeLessThan(0.01);
  });

  it.each([0, 31, 12_001, 10.5, Number.NaN])('refuses a width of %s', (width) => {
    expect(() => makeScene({ width, height: 100 })).toThrow(RangeError);
  });
});
