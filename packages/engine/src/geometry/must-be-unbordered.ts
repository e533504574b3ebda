import { finalItems } from '@chemigram/darktable';
import type { Sidecar } from '@chemigram/darktable';
import { ChemigramError } from '@chemigram/errors';

/** darktable's module "framing": it puts a border around the finished picture. */
const BORDER = 'borders';

/**
 * Refuses to tell where the pixels of a picture with a border lie: those of the border lie nowhere in the photo.
 * @throws ChemigramError unsupported_by_darktable where the photo's own edit has one
 */
export function mustBeUnbordered(sidecar: Sidecar): void {
  if (!finalItems(sidecar).some(({ operation, enabled }) => operation === BORDER && enabled)) return;
  throw new ChemigramError(
    'unsupported_by_darktable',
    'The photo\'s own edit puts a border around the picture (darktable\'s module "framing"), whose pixels lie nowhere in the photo: masks, spots and framing are not placed there.',
    {
      field: 'image_id',
      hint: 'Switch "framing" off in darktable and ingest the photo under another image_id; switch it on again in what export_xmp writes. Edits of the whole picture work as it is.',
    },
  );
}
