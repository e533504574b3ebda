import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Picture, Size } from '@chemigram/mask';
import { ChemigramError } from '@chemigram/errors';
import sharp from 'sharp';

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
    const { width, height } = await sharp(bytes).metadata();
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
