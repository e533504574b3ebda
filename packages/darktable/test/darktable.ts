/** Runs the installed darktable on pictures and sidecars made in a test. CHEMIGRAM_DARKTABLE names another one. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crc32, deflateSync } from 'node:zlib';

const DARKTABLE = process.env['CHEMIGRAM_DARKTABLE'] ?? 'darktable-cli';

export interface Rendered {
  /** Linear Rec. 2020, interleaved r g b, top row first. */
  pixels: Float32Array;
  width: number;
  height: number;
  log: string;
}

type PixelAt = (x: number, y: number) => readonly [number, number, number];

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8 + body.length);
  frame.writeUInt32BE(data.length, 0);
  frame.set(body, 4);
  frame.writeUInt32BE(crc32(body), 4 + body.length);
  return frame;
}

/** An 8-bit RGB PNG. */
export function png(width: number, height: number, at: PixelAt): Uint8Array {
  const rows = Buffer.alloc(height * (1 + 3 * width));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows.set(at(x, y), y * (1 + 3 * width) + 1 + 3 * x);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

async function run(picture: Uint8Array, xmp: string | null, out: string, options: string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'chemigram-darktable-'));
  try {
    await writeFile(join(folder, 'photo.png'), picture);
    if (xmp !== null) await writeFile(join(folder, 'edit.xmp'), xmp);
    const args = [join(folder, 'photo.png'), ...(xmp === null ? [] : [join(folder, 'edit.xmp')]), join(folder, out)];
    args.push('--hq', 'false', '--apply-custom-presets', 'false', ...options);
    args.push('--core', '--library', ':memory:', '--disable-opencl');
    args.push('--configdir', join(folder, 'config'), '--cachedir', join(folder, 'cache'));
    const { stdout, stderr } = await promisify(execFile)(DARKTABLE, args, { timeout: 100_000 });
    return { bytes: new Uint8Array(await readFile(join(folder, out))), log: `${stdout}${stderr}` };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The picture as darktable develops it with this sidecar, linear. */
export async function render(picture: Uint8Array, xmp: string): Promise<Rendered> {
  const { bytes, log } = await run(picture, xmp, 'out.pfm', ['--icc-type', 'LIN_REC2020']);
  return { ...readPfm(bytes), log };
}

/** The JPEG that darktable exports, its history inside. */
export async function exportJpeg(picture: Uint8Array, xmp: string | null): Promise<Uint8Array> {
  return (await run(picture, xmp, 'out.jpg', [])).bytes;
}

function readPfm(bytes: Uint8Array): Omit<Rendered, 'log'> {
  const header = /^PF\s(\d+) (\d+)\s(-?[\d.]+)\s/.exec(Buffer.from(bytes.subarray(0, 64)).toString('latin1'));
  if (!header) throw new Error('no PFM');
  const [width, height] = [Number(header[1]), Number(header[2])];
  const view = new DataView(bytes.buffer, bytes.byteOffset + header[0].length);
  const pixels = new Float32Array(width * height * 3);
  const row = 3 * width;
  // PFM's rows go from bottom to top.
  for (let i = 0; i < pixels.length; i++) {
    pixels[(height - 1 - Math.floor(i / row)) * row + (i % row)] = view.getFloat32(4 * i, Number(header[3]) < 0);
  }
  return { pixels, width, height };
}
