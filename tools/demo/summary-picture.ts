import { join } from 'node:path';
import sharp from 'sharp';
import type { DemoRecord } from './record.ts';

/** Width of a panel, and the space between two, in pixels. */
const WIDTH = 480;
const GAP = 8;
const COLUMNS = 2;

/**
 * The run at a glance: the photo, the first masks as they were shown before their edits, the photo after all edits, two to
 * a row. The README shows that of the generated photo, `docs/demo.jpg`.
 *
 * @param folder where the pictures of the record are
 * @returns a JPEG
 */
export async function summaryPicture(record: DemoRecord, folder: string): Promise<Buffer> {
  const files = [record.before, ...record.steps.slice(0, 2).map(({ overlay }) => overlay), record.after];
  const panels = await Promise.all(files.map((file) => sharp(join(folder, file)).resize(WIDTH).toBuffer()));
  const height = Math.round((WIDTH * record.photo.height) / record.photo.width);
  const place = (i: number) => ({
    left: (i % COLUMNS) * (WIDTH + GAP),
    top: Math.floor(i / COLUMNS) * (height + GAP),
  });
  const last = place(COLUMNS * Math.ceil(files.length / COLUMNS) - 1);
  const size = { width: last.left + WIDTH, height: last.top + height };
  return sharp({ create: { ...size, channels: 3, background: 'white' } })
    .composite(panels.map((input, i) => ({ input, ...place(i) })))
    .jpeg({ quality: 85 })
    .toBuffer();
}
