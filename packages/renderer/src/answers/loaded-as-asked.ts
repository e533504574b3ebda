import { differencesFromAsked, parseSidecar } from '@chemigram/darktable';
import type { Sidecar } from '@chemigram/darktable';
import { readEmbeddedXmp } from './embedded-xmp.ts';
import type { RenderOrder } from '../render-order.ts';

/**
 * Compares the history that a picture carries with the one that was asked for: it costs no render, only reading.
 * @returns what differs, or null where the picture tells nothing: a PFM has no place for a history, and a JPEG none for
 *   one above 64 kB
 */
export async function loadedAsAsked(
  asked: Sidecar,
  picture: string,
  format: RenderOrder['format'],
): Promise<string[] | null> {
  const xmp = await readEmbeddedXmp(picture, format);
  // Without its history darktable still writes the rest of the packet.
  if (xmp === null || !HISTORY.test(xmp)) return null;
  return differencesFromAsked(asked, parseSidecar(xmp)).map((difference) => `not loaded as asked: ${difference}`);
}

const HISTORY = /<darktable:history>/;
