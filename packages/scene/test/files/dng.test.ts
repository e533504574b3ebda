import { describe, expect, it } from 'vitest';
import { asShotNeutral, CAMERA, makeScene, type Scene, writeDng } from '../../src/index.ts';
import { readDirectory } from './read-tiff.ts';

/** A flat card of one linear colour. */
function card(linear: readonly [number, number, number]): Scene {
  const scene = makeScene({ width: 64, height: 48 });
  return { ...scene, linear: Float32Array.from({ length: 64 * 48 * 3 }, (_, i) => linear[i % 3]!) };
}

/** The sensor's values, row by row. */
function pixels(file: Uint8Array): Uint16Array {
  const at = (readDirectory(file).get(273) as number[])[0]!;
  return new Uint16Array(file.slice(at).buffer);
}

/** 0 at the black level, 1 at the white level. */
function level(value: number): number {
  return (value - CAMERA.blackLevel) / (CAMERA.whiteLevel - CAMERA.blackLevel);
}

function isGreen(i: number, width: number): boolean {
  return (i + Math.floor(i / width)) % 2 === 1;
}

/** Standard deviation of the green pixels of an evenly lit card. */
function spread(light: number): number {
  const values = pixels(writeDng(card([light, light, light]))).filter((_, i) => isGreen(i, 64));
  const mean = values.reduce((s, v) => s + v, 0) / values.length;
  return Math.sqrt(values.reduce((s, v) => s + (v - mean) ** 2, 0) / values.length);
}

describe('writeDng', () => {
  it('says what a raw developer needs to know', () => {
    const tags = readDirectory(writeDng(card([0.2, 0.2, 0.2]), { orientation: 6 }));
    expect(tags.get(256)).toEqual([64]);
    expect(tags.get(257)).toEqual([48]);
    expect(tags.get(258)).toEqual([16]);
    expect(tags.get(259)).toEqual([1]);
    expect(tags.get(262)).toEqual([32_803]);
    expect(tags.get(274)).toEqual([6]);
    expect(tags.get(33_422)).toEqual([0, 1, 1, 2]);
    expect(tags.get(50_706)).toEqual([1, 4, 0, 0]);
    expect(tags.get(50_708)).toBe('Chemigram Scene One');
    expect(tags.get(50_714)).toEqual([CAMERA.blackLevel]);
    expect(tags.get(50_717)).toEqual([CAMERA.whiteLevel]);
    expect(tags.get(50_721)).toEqual(CAMERA.colorMatrix.flat());
    expect(tags.get(50_778)).toEqual([21]);
    expect(tags.get(50_829)).toEqual([0, 0, 48, 64]);
  });

  it('claims another camera and a lens when told to, its pixels as they are', () => {
    const claims = { make: 'Canon', model: 'Canon EOS 6D', lens: 'EF 24-105mm f/4L', focalLength: 24, fNumber: 4 };
    const claiming = writeDng(card([0.2, 0.2, 0.2]), { claims });
    const tags = readDirectory(claiming);
    expect(tags.get(272)).toBe('Canon EOS 6D');
    const exif = readDirectory(claiming, (tags.get(34_665) as number[])[0]!);
    expect(exif.get(42_036)).toBe('EF 24-105mm f/4L');
    expect(exif.get(37_386)).toEqual([24]);
    expect(pixels(claiming)).toEqual(pixels(writeDng(card([0.2, 0.2, 0.2]))));
  });

  it('has a real white balance: red and blue weaker than green on a white card', () => {
    const neutral = readDirectory(writeDng(card([1, 1, 1]))).get(50_728) as number[];
    asShotNeutral().forEach((v, c) => expect(neutral[c]).toBeCloseTo(v, 3));
    expect(neutral[0]).toBeLessThan(0.7);
    expect(neutral[2]).toBeLessThan(0.8);
  });

  it('puts white just at the white level in green, and what a neutral says in red and blue', () => {
    const [red, green, , blue] = [0, 1, 64, 65].map((i) => pixels(writeDng(card([1, 1, 1]), { noise: false }))[i]!);
    expect(green).toBe(CAMERA.whiteLevel);
    expect(level(red!)).toBeCloseTo(asShotNeutral()[0], 3);
    expect(level(blue!)).toBeCloseTo(asShotNeutral()[2], 3);
  });

  it('clips at the white level', () => {
    expect(Math.max(...pixels(writeDng(card([9, 8, 6]))))).toBe(CAMERA.whiteLevel);
  });

  it('adds noise that grows with the root of the light', () => {
    expect(spread(0.4) / spread(0.1)).toBeCloseTo(2, 0);
    expect(spread(0)).toBeGreaterThan(0.5);
  });

  it('leaves the border dark and names the picture inside it', () => {
    const file = writeDng(card([0.5, 0.5, 0.5]), { border: 8, noise: false });
    const tags = readDirectory(file);
    expect(tags.get(256)).toEqual([80]);
    expect(tags.get(50_829)).toEqual([8, 8, 56, 72]);
    const values = pixels(file);
    expect(values[0]).toBe(CAMERA.blackLevel);
    expect(values[8 * 80 + 7]).toBe(CAMERA.blackLevel);
    expect(values[8 * 80 + 8]).toBeGreaterThan(CAMERA.blackLevel);
  });

  it('is the same file for the same scene', () => {
    const scene = card([0.3, 0.2, 0.1]);
    expect(Buffer.compare(writeDng(scene), writeDng(scene))).toBe(0);
  });

  it.each([1, -2, 258, 2.5])('refuses a border of %s', (border) => {
    expect(() => writeDng(card([1, 1, 1]), { border })).toThrow(RangeError);
  });
});
