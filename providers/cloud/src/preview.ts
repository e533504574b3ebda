import { ChemigramError } from '@chemigram/errors';
import type { Size } from '@chemigram/mask';
import sharp from 'sharp';

/** Fine enough to see edges by; a preview of 1,024 pixels stays under the 700 kB that services take gladly. */
const QUALITY = 85;

/** A preview to be sent. */
export interface Preview extends Size {
  readonly jpeg: Buffer;
}

/**
 * A picture as JPEG, without any metadata, made smaller where a side is longer than `longest`.
 *
 * @throws ChemigramError invalid_input when the file is no picture
 */
export async function previewOf(path: string, longest: number): Promise<Preview> {
  try {
    const { data, info } = await sharp(path)
      .resize(longest, longest, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .flatten()
      .jpeg({ quality: QUALITY })
      .toBuffer({ resolveWithObject: true });
    return { jpeg: data, width: info.width, height: info.height };
  } catch (cause) {
    throw new ChemigramError('invalid_input', `${path} cannot be read as a picture.`, { cause, field: 'picture' });
  }
}
