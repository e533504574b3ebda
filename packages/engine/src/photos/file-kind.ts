import { open } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { ChemigramError } from '@chemigram/errors';

/** What pictures begin with, byte for byte as Latin-1, and the ending that goes with it. A raw may begin as a TIFF does. */
const KINDS = [
  { kind: 'a JPEG', ending: '.jpg', begins: /^\xff\xd8\xff/ },
  { kind: 'a PNG', ending: '.png', begins: /^\x89PNG\r\n/ },
  { kind: 'a TIFF', ending: '.tif', begins: /^(?:II\*\0|MM\0\*)/ },
  { kind: 'a WebP', ending: '.webp', begins: /^RIFF[^]{4}WEBP/ },
  { kind: 'an AVIF', ending: '.avif', begins: /^[^]{4}ftypavif/ },
  { kind: 'a HEIC', ending: '.heic', begins: /^[^]{4}ftyp(?:hei|hev|mif1|msf1)/ },
] as const;
const LONGEST = 12;

/** Endings by which darktable looks for a colour profile in a file. */
const SAYS: Readonly<Record<string, (typeof KINDS)[number]['kind']>> = {
  '.jpg': 'a JPEG',
  '.jpeg': 'a JPEG',
  '.png': 'a PNG',
  '.tif': 'a TIFF',
  '.tiff': 'a TIFF',
};

/**
 * darktable opens what a file holds, but looks for its colours by how it is called: a JPEG called PNG came out as if it were
 * linear, 50 of 255 levels brighter (4.2.1), and in the colours of sRGB whatever it says (5.4.1). A PNG called JPEG 4.2.1 does not open.
 * @throws invalid_input for a JPEG, PNG or TIFF that by its bytes is something else
 */
export async function mustBeAsCalled(path: string): Promise<void> {
  const said = SAYS[extname(path).toLowerCase()];
  if (said === undefined) return;
  const file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(LONGEST), 0, LONGEST, 0).finally(() => file.close());
  const start = buffer.toString('latin1', 0, bytesRead);
  const is = KINDS.find(({ begins }) => begins.test(start));
  if (is === undefined || is.kind === said) return;
  throw new ChemigramError(
    'invalid_input',
    `${basename(path)} is called ${said} and is ${is.kind}: darktable goes by the name and would take its colours for others.`,
    { field: 'photo', hint: `Give the file, or a copy of it, the ending ${is.ending} and ingest that.` },
  );
}
