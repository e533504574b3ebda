import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import type { Grey, Picture, Size } from '@chemigram/mask';
import { pfmSize, readPfmFile, sharedWork, wholeFile } from '@chemigram/renderer';
import { LRUCache } from 'lru-cache';
import type { PictureFile } from '../../contract.ts';
import { withBuffer } from './spare-buffers.ts';
import { srgbOf, toBytes } from './srgb-picture.ts';

/** Chat clients take pictures in tool results up to about this size; larger ones get a path only. */
const SHOWN_BYTES = 700_000;
/** Tried in this order until a JPEG is small enough to be shown. */
const JPEG_QUALITIES = [88, 80, 70, 60, 45];

// sharp is the heaviest import of the server; an idle server does without it. Its cache and its threads keep memory that
// pictures of this size do not need: 206 MB idle after a session with them, 138 without.
export const loadSharp = () => (loaded ??= importSharp());
let loaded: ReturnType<typeof importSharp> | null = null;

async function importSharp() {
  const sharp = (await import('sharp')).default;
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp;
}

/** Decodes an sRGB picture file of 16 bits to interleaved RGB, in those and rounded to the 8 that a display shows. */
export async function readPicture(path: string): Promise<Picture> {
  const sharp = await loadSharp();
  // It is sRGB: converting it by its own profile would take three times as long.
  const { data, info } = await sharp(path, { ignoreIcc: true })
    .removeAlpha()
    .toColourspace('rgb16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const rgb16 = new Uint16Array(data.buffer, data.byteOffset, data.length / Uint16Array.BYTES_PER_ELEMENT);
  return { width: info.width, height: info.height, rgb: toBytes(rgb16), rgb16 };
}

/** The same of a linear float picture. */
async function readLinear(path: string, isFine: boolean): Promise<Picture> {
  const { width, height } = await pfmSize(path);
  return withBuffer(3 * Float32Array.BYTES_PER_ELEMENT * width * height, async (room) =>
    srgbOf(await readPfmFile(path, room), isFine),
  );
}

/** Writes a picture as a JPEG that a chat client will show, whole or not at all. */
export async function writeJpeg(picture: Picture, path: string): Promise<PictureFile> {
  const sharp = await loadSharp();
  const { width, height, rgb } = picture;
  let jpeg = Buffer.alloc(0);
  for (const quality of JPEG_QUALITIES) {
    jpeg = await sharp(rgb, { raw: { width, height, channels: 3 } })
      .jpeg({ quality, chromaSubsampling: '4:2:0', optimiseCoding: false })
      .toBuffer();
    if (jpeg.length <= SHOWN_BYTES) break;
  }
  await mkdir(dirname(path), { recursive: true });
  await wholeFile(path, (half) => writeFile(half, jpeg));
  return { path, mimeType: 'image/jpeg', width, height };
}

/** Writes a picture as it is, for a program that reads its pixels: quickly rather than small. */
export async function writePng({ width, height, rgb }: Picture, path: string): Promise<void> {
  const sharp = await loadSharp();
  const png = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 1, adaptiveFiltering: false })
    .toBuffer();
  // Not by sharp, which says of a full disk that it is a bug.
  await wholeFile(path, (half) => writeFile(half, png));
}

/** What may hold a mask; others of sharp's formats (SVG, PDF) are programs rather than pictures. */
const GREY_FORMATS: readonly (string | undefined)[] = ['png', 'jpeg', 'tiff'];

/**
 * Decodes a picture to grey of 16 bits, upright; transparent is black. Colour profiles are left out: the numbers count.
 *
 * @param longest a longer side than this is shrunk to it
 * @returns `original` is the size before that
 * @throws whatever the decoder says of bytes that are no PNG, JPEG or TIFF, or only a part of one
 */
export async function readGrey(bytes: Buffer, longest: number): Promise<Grey & { original: Size }> {
  const sharp = await loadSharp();
  const { format, autoOrient: original } = await sharp(bytes).metadata();
  if (!GREY_FORMATS.includes(format)) throw new Error(`${format} is not read as a mask`);
  const { data, info } = await sharp(bytes, { ignoreIcc: true })
    .autoOrient()
    .flatten({ background: 'black' })
    .resize({ width: longest, height: longest, fit: 'inside', withoutEnlargement: true })
    .toColourspace('grey16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const grey = new Uint16Array(new Uint8Array(data).buffer);
  return { width: info.width, height: info.height, grey, original };
}

/** Writes a 16-bit grey PNG, whole or not at all, into a folder that is there. */
export async function writeGrey({ width, height, grey }: Grey, path: string): Promise<void> {
  const sharp = await loadSharp();
  const png = sharp(grey, { raw: { width, height, channels: 1, depth: 'ushort' } as never })
    .toColourspace('grey16')
    .png({ compressionLevel: isSoft(grey) ? 0 : 1, adaptiveFiltering: false });
  // Past us: megabytes that are ours for a moment made V8 go through its memory at every sixth mask. Of a full disk sharp says that
  // it is a bug; written by us it is told as what it is.
  await wholeFile(path, (half) => png.toFile(half).catch(async () => writeFile(half, await png.toBuffer())));
}

/** A picture is judged by every so many of its pixels. */
const JUDGED = 61;

/** Whether most pixels lie between black and white: packing them takes three times as long and saves only half. */
function isSoft(grey: Uint16Array): boolean {
  let soft = 0;
  for (let i = 0; i < grey.length; i += JUDGED) if (grey[i]! > 0 && grey[i]! < 65_535) soft++;
  return 2 * JUDGED * soft > grey.length;
}

/** A picture of which the longer side is `box`. */
export async function scaled({ width, height, rgb }: Picture, box: number): Promise<Picture> {
  const sharp = await loadSharp();
  const { data, info } = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .resize({ width: box, height: box, fit: 'inside' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgb: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}

/** A picture with an SVG of the same size drawn over it. */
export async function drawOver(picture: Picture, svg: string): Promise<Picture> {
  const sharp = await loadSharp();
  const { width, height, rgb } = picture;
  const data = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .composite([{ input: Buffer.from(svg) }])
    .removeAlpha()
    .raw()
    .toBuffer();
  return { width, height, rgb: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}

/** The size of a picture file. */
export async function readSize(path: string): Promise<{ width: number; height: number }> {
  const sharp = await loadSharp();
  const { width, height } = await sharp(path).metadata();
  return { width, height };
}

/** Pictures kept in memory: the one being worked on and those before it. */
const KEPT = 3;

/** What a picture is for: to be shown, or to be looked at by masks, whose ranges go by 16 bits. */
export type PictureUse = 'shown' | 'masks';

/** The last pictures that were read, decoded. */
export class KeptPictures {
  readonly #pictures = {
    shown: new LRUCache<string, Picture>({ max: KEPT }),
    masks: new LRUCache<string, Picture>({ max: KEPT }),
  };
  readonly #share = sharedWork<Picture>();

  /**
   * The picture in a file whose content never changes. Who asks for what is made ahead comes to it together with whoever makes it:
   * it is read once for both.
   */
  async of(path: string, use: PictureUse): Promise<Picture> {
    const { shown, masks } = this.#pictures;
    const kept = masks.get(path) ?? (use === 'shown' ? shown.get(path) : undefined);
    if (kept !== undefined) return kept;
    const { result } = await this.#share(`${use} ${path}`, undefined, () =>
      extname(path) === '.pfm' ? readLinear(path, use === 'masks') : readPicture(path),
    );
    this.#pictures[result.rgb16 === undefined ? 'shown' : 'masks'].set(path, result);
    return result;
  }
}
