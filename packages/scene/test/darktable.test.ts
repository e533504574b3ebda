import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeScene, type MaskName, truthMask, writeDng } from '../src/index.ts';

const darktable = process.env['CHEMIGRAM_DARKTABLE'] ?? 'darktable-cli';
const scene = makeScene({ width: 600, height: 400 });
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chemigram-scene-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function develop(input: string, output: string, ...more: string[]): Promise<Buffer> {
  const config = join(folder, 'config');
  const options = ['--library', ':memory:', '--configdir', config, '--cachedir', config, '--disable-opencl'];
  const files = [join(folder, input), join(folder, output)];
  const split = more.indexOf('--core');
  await promisify(execFile)(darktable, [...files, ...more.slice(0, split + 1), ...options, ...more.slice(split + 1)]);
  return readFile(join(folder, output));
}

/** A float picture, rows from the bottom up, little-endian. */
function readPfm(file: Buffer): { width: number; height: number; at(x: number, y: number, c: number): number } {
  const [, size, order] = file.toString('latin1', 0, 64).split('\n');
  const [width, height] = size!.split(' ').map(Number) as [number, number];
  const start = `PF\n${size}\n${order}\n`.length;
  return {
    width,
    height,
    at: (x, y, c) => file.readFloatLE(start + (((height - 1 - y) * width + x) * 3 + c) * 4),
  };
}

/** Linear Rec.2020 to linear Rec.709 (ITU-R BT.2087). */
const TO_REC709 = [
  [1.6605, -0.5876, -0.0728],
  [-0.1246, 1.1329, -0.0083],
  [-0.0182, -0.1006, 1.1187],
] as const;

const REGIONS: MaskName[] = ['sky', 'ridge', 'sea', 'foreground', 'subject'];

describe('darktable', () => {
  it('takes the file for a raw: its history demosaics and balances white', async () => {
    await writeFile(join(folder, 'raw.dng'), writeDng(scene));
    // Without custom presets: with them, darktable 5.4 leaves all metadata out of the JPEG.
    const jpeg = await develop('raw.dng', 'raw.jpg', '--width', '300', '--apply-custom-presets', 'false', '--core');
    const modules = [...jpeg.toString('latin1').matchAll(/darktable:operation="(\w+)"/g)].map((m) => m[1]);
    expect(modules).toEqual(expect.arrayContaining(['rawprepare', 'temperature', 'highlights', 'demosaic', 'colorin']));
  });

  // A border that is not cut off, or a turn the wrong way, would move colours between the regions. Not both at once:
  // darktable 4.2 then shifts the picture by about a pixel of its own.
  it.each([
    { orientation: 1, border: 0 },
    { orientation: 1, border: 16 },
    { orientation: 6, border: 0 },
  ] as const)('develops the scene’s own colours, orientation $orientation, border $border', async (options) => {
    const name = `plain-${options.orientation}-${options.border}`;
    await writeFile(join(folder, `${name}.dng`), writeDng(scene, options));
    // No tone curve and the white balance as shot: what comes out is what the camera saw.
    const bare = ['plugins/darkroom/workflow=none', 'plugins/darkroom/chromatic-adaptation=legacy'];
    const conf = bare.flatMap((c) => ['--conf', c]);
    const picture = readPfm(
      await develop(`${name}.dng`, `${name}.pfm`, '--icc-type', 'LIN_REC2020', '--core', ...conf),
    );
    const turned = options.orientation === 6;
    expect([picture.width, picture.height]).toEqual(turned ? [400, 600] : [600, 400]);

    const ratios = REGIONS.flatMap((region) => {
      const mask = truthMask(scene, region, { width: picture.width, height: picture.height, ...options });
      const developed = [0, 0, 0];
      const truth = [0, 0, 0];
      for (let y = 0; y < picture.height; y++) {
        for (let x = 0; x < picture.width; x++) {
          const stored = turned ? (scene.height - 1 - x) * scene.width + y : y * scene.width + x;
          const light = scene.linear.subarray(stored * 3, stored * 3 + 3);
          // What the sensor clips cannot come back.
          if (mask[y * picture.width + x]! < 0.98 || Math.max(...light) > 0.8) continue;
          const rec2020 = [0, 1, 2].map((c) => picture.at(x, y, c));
          for (let c = 0; c < 3; c++) {
            truth[c]! += light[c]!;
            developed[c]! += TO_REC709[c]!.reduce((sum, m, k) => sum + m * rec2020[k]!, 0);
          }
        }
      }
      return truth.map((t, c) => developed[c]! / t);
    });
    expect(ratios).toHaveLength(REGIONS.length * 3);
    // Noise, demosaic and the low-pass filter move light across the edges of regions: a few hundredths at this size.
    expect(Math.min(...ratios)).toBeGreaterThan(0.95);
    expect(Math.max(...ratios)).toBeLessThan(1.05);
  });
});
