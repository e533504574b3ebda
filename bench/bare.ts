import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * The plain command of a person who has the same sidecar: a JPEG of the photo, at most `box` pixels long.
 * @param highQuality as darktable-cli does it unless it is told otherwise: at full size, then scaled
 */
export async function bareJpeg(
  program: string,
  { photo, sidecar, out, box }: { photo: string; sidecar: string; out: string; box: number },
  highQuality = false,
): Promise<void> {
  await rm(out, { force: true });
  const size = ['--width', `${box}`, '--height', `${box}`, '--hq', `${highQuality}`, '--apply-custom-presets', 'false'];
  const config = ['--configdir', `${out}-config`, '--cachedir', `${out}-cache`];
  const core = ['--core', '--library', ':memory:', ...config, '--disable-opencl'];
  await promisify(execFile)(program, [photo, sidecar, out, ...size, ...core]);
}

/** As many at a time as there are cores. */
export async function bareJpegs(
  program: string,
  count: number,
  folder: string,
  order: { photo: string; sidecar: string; box: number },
  cores: number,
): Promise<void> {
  let next = 0;
  const worker = async (n: number): Promise<void> => {
    while (next++ < count) await bareJpeg(program, { ...order, out: join(folder, `bare-${n}.jpg`) });
  };
  await Promise.all(Array.from({ length: cores }, (_, n) => worker(n)));
}
