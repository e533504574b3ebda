import type { Picture } from '@chemigram/mask';
import { ChemigramError } from '@chemigram/errors';
import sharp from 'sharp';

/** Reads a picture as 8-bit sRGB. @throws ChemigramError invalid_input when the file is no picture */
export async function readPicture(path: string): Promise<Picture> {
  try {
    const { data, info } = await sharp(path)
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, rgb: new Uint8Array(data) };
  } catch (cause) {
    const message = `${path} cannot be read as a picture: ${String(cause)}`;
    throw new ChemigramError('invalid_input', message, { cause, field: 'picture' });
  }
}
