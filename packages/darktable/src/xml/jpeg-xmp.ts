/** The XMP packet of a JPEG: how darktable hands back the whole history of what it exported. */
import { ChemigramError } from '@chemigram/errors';

const XMP_HEADER = 'http://ns.adobe.com/xap/1.0/\0';
const MARKER = 0xff;
const SOI = 0xd8;
const APP1 = 0xe1;
/** Start of scan and end of image: no more headers after these. */
const SOS = 0xda;
const EOI = 0xd9;
/** TEM and RST0 to RST7 stand alone, without a length. */
const isStandalone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

const refuse = (why: string): ChemigramError => new ChemigramError('invalid_input', `reading a JPEG: ${why}`);

/**
 * The XMP packet (with its `<?xpacket?>` wrapper) of a JPEG, or null when it has none. darktable never writes
 * extended XMP: what does not fit into one segment of 64 kB is exported without its history.
 * @throws ChemigramError invalid_input when the bytes are no JPEG or its headers are cut off
 */
export function extractXmpFromJpeg(bytes: Uint8Array): string | null {
  if (bytes[0] !== MARKER || bytes[1] !== SOI) throw refuse('it does not begin with a JPEG marker');
  let at = 2;
  while (at < bytes.length) {
    if (bytes[at] !== MARKER) throw refuse(`no marker at byte ${at}`);
    // Any number of fill bytes may stand before a marker.
    while (bytes[at + 1] === MARKER) at++;
    const marker = bytes[at + 1];
    if (marker === undefined) break;
    if (marker === SOS || marker === EOI) return null;
    if (isStandalone(marker)) {
      at += 2;
      continue;
    }
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length) throw refuse(`the segment at byte ${at} is cut off`);
    if (marker === APP1) {
      const segment = Buffer.from(bytes.buffer, bytes.byteOffset + at + 4, length - 2);
      if (segment.toString('latin1', 0, XMP_HEADER.length) === XMP_HEADER) {
        return segment.toString('utf8', XMP_HEADER.length);
      }
    }
    at = end;
  }
  throw refuse('its headers are cut off');
}
