import { open, readFile } from 'node:fs/promises';

/** Markers of a JPEG (ITU-T T.81, table B.1), behind a byte of 255. */
const [SOI, EOI, SOS] = [0xd8, 0xd9, 0xda];
const isMarker = (bytes: Buffer, at: number): boolean => bytes[at] === 0xff;

/**
 * Whether a file is a JPEG that ends before its picture does: darktable fills what is missing with grey and says nothing. Of
 * other kinds it opens none that is cut short.
 */
export async function isCutShort(path: string): Promise<boolean> {
  const file = await open(path);
  const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0).finally(() => file.close());
  return isMarker(buffer, 0) && buffer[1] === SOI && !hasEnd(await readFile(path));
}

/** Whether the marker of the end follows the picture; one in what stands before it belongs to a thumbnail. */
function hasEnd(jpeg: Buffer): boolean {
  let at = 2;
  while (at + 4 <= jpeg.length && isMarker(jpeg, at) && jpeg[at + 1] !== SOS) {
    // A marker may follow any number of bytes of 255.
    at += isMarker(jpeg, at + 1) ? 1 : 2 + jpeg.readUInt16BE(at + 2);
  }
  return jpeg.includes(Buffer.from([0xff, EOI]), at);
}
