import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findDarktable } from '@chemigram/renderer';
import sharp from 'sharp';

/** A picture's samples, 16 bit. */
export type Samples = Uint16Array;

export async function samples(path: string): Promise<Samples> {
  const bytes = await sharp(path).toColourspace('rgb16').raw({ depth: 'ushort' }).toBuffer();
  return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
}

/** Largest difference of two pictures of one size. */
export function largestDifference(a: Samples, b: Samples): number {
  if (a.length !== b.length) throw new Error(`${a.length} samples beside ${b.length}`);
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}

/**
 * What stock darktable makes of a photo when it imports a style file and appends the style to the photo's own history: 16
 * bit, fitting into `box`. darktable-cli leaves the style's order of modules out, and gives a module that the photo has a
 * further instance.
 */
export async function stockStyled(photo: string, styleFile: string, name: string, box: number): Promise<Samples> {
  const folder = await mkdtemp(join(tmpdir(), 'chemigram-stock-'));
  const out = join(folder, 'styled.png');
  try {
    const { program } = await findDarktable(process.env);
    const [width, height] = [String(box), String(box)];
    const cli = ['--width', width, '--height', height, '--hq', 'true', '--apply-custom-presets', 'false'];
    const style = ['--icc-type', 'SRGB', '--style', name];
    const core = ['--core', '--library', ':memory:', '--disable-opencl', '--configdir', join(folder, 'config')];
    core.push('--cachedir', join(folder, 'cache'), '--conf', 'plugins/imageio/format/png/bpp=16');
    core.push('--conf', 'write_sidecar_files=never');
    core.push('--luacmd', `require("darktable").styles.import(${JSON.stringify(styleFile)})`);
    const { stdout, stderr } = await promisify(execFile)(program, [photo, out, ...cli, ...style, ...core], {
      timeout: 100_000,
    });
    return await samples(out).catch((cause: unknown) => {
      throw new Error(`darktable wrote no picture: ${stdout}${stderr}`, { cause });
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
