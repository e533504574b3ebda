import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { boundingBox, coverage, fromGrey, overlay, recycle, resample, toGrey } from '@chemigram/mask';
import type { Grey, OverlayStyle, Picture, Size } from '@chemigram/mask';
import type { Workspace } from '@chemigram/workspace';
import type { PlacedMask } from '../../masks/place.ts';
import { writeGrey, writeJpeg } from './picture-files.ts';
import { pictureName } from './picture-name.ts';
import { picturesFolder } from './pictures-folder.ts';
import { withBuffer } from './spare-buffers.ts';

/** The overlay of a placed mask on a picture and its opacity as files, and what results say of them. */
export async function maskPictures(workspace: Workspace, placed: PlacedMask, picture: Picture, style: OverlayStyle) {
  const { width, height, rgb } = picture;
  const { predicted } = placed;
  const isSize = predicted.width === width && predicted.height === height;
  const grey = isSize ? predicted : resized(predicted, picture);
  const folder = await picturesFolder(workspace);
  const content = fingerprint(grey);
  const name = pictureName('mask', placed.id, content, style, width, height);
  const opacityPath = join(folder, `opacity-${placed.id}-${content}-${width}x${height}.png`);
  // Pictures are encoded on other threads; meanwhile this one draws the overlay, and then takes the mask's measures.
  const [, file, measures] = await Promise.all([
    writeGrey(grey, opacityPath),
    setImmediate().then(() =>
      withBuffer(rgb.length, (buffer) => {
        const tinted = overlay(picture, grey, style, new Uint8Array(buffer));
        return writeJpeg({ width, height, rgb: tinted }, join(folder, name));
      }),
    ),
    setImmediate()
      .then(() => setImmediate())
      .then(() => ({ coverage: isSize ? placed.coverage : coverage(grey), bbox: boundingBox(grey) })),
  ]);
  const shown = {
    ...measures,
    agreement: placed.agreement,
    strategy: placed.strategy,
    path: file.path,
    opacity_path: opacityPath,
    width,
    height,
  };
  return { shown, file };
}

/** darktable's own previews may have a row or column more than masks are placed at. */
function resized(mask: Grey, size: Size): Grey {
  const placed = fromGrey(mask);
  const shown = resample(placed, size);
  const grey = toGrey(shown);
  recycle(placed);
  recycle(shown);
  return grey;
}

/** Every so many pixels tell two opacities of one mask apart. */
const FINGERPRINT_STRIDE = 31;

/** A name for an opacity's own content: a named mask of one id is another one after edits. */
function fingerprint({ grey }: Grey): string {
  const some = new Uint16Array(Math.ceil(grey.length / FINGERPRINT_STRIDE));
  for (let i = 0, at = 0; i < some.length; i++, at += FINGERPRINT_STRIDE) some[i] = grey[at]!;
  return createHash('sha1').update(some).digest('hex').slice(0, 12);
}
