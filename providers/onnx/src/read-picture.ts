import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Picture, Size } from '@chemigram/mask';
import { ChemigramError } from '@chemigram/errors';
import sharp from 'sharp';

/** Outlines of 1,000 vertices are no finer: what is larger is looked at smaller. */
const LONGEST = 2048;

/** A picture file that is read at the sizes that it is asked for. */
export interface PictureFile extends Size {
  /** Of its bytes: the same picture under another path is the same. */
  readonly hash: string;
  /** @returns sRGB of 8 bits at this size, stretched to it */
  at(size: Size): Promise<Picture>;
}

/** @throws ChemigramError invalid_input when the file is no picture */
export async function readPicture(path: string): Promise<PictureFile> {
  try {
    const bytes = await readFile(path);
    const { width, height } = inside(await sharp(bytes).metadata());
    const at = async (size: Size): Promise<Picture> => {
      const rgb = await sharp(bytes)
        .resize(size.width, size.height, { fit: 'fill' })
        .toColourspace('srgb')
        .removeAlpha()
        .raw()
        .toBuffer();
      return { width: size.width, height: size.height, rgb: new Uint8Array(rgb) };
    };
    return { width, height, at, hash: createHash('sha256').update(bytes).digest('hex') };
  } catch (cause) {
    throw new ChemigramError('invalid_input', `${path} cannot be read as a picture: ${String(cause)}`, {
      cause,
      field: 'picture',
    });
  }
}

function inside({ width, height }: Size): Size {
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
