import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it, onTestFinished } from 'vitest';
import type { DemoRecord, StepRecord } from './record.ts';
import { summaryPicture } from './summary-picture.ts';

it('the run at a glance is the photo, two masks and the edited photo, two to a row', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chemigram-summary-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const colours = { 'before.png': 'red', 'face.png': 'lime', 'sky.png': 'blue', 'after.png': 'black' };
  for (const [file, background] of Object.entries(colours))
    await sharp({ create: { width: 960, height: 640, channels: 3, background } }).toFile(join(folder, file));
  const steps = ['face.png', 'sky.png', 'not-shown.png'].map((overlay) => ({ overlay }) as StepRecord);
  const record = {
    photo: { width: 3000, height: 2000 },
    before: 'before.png',
    after: 'after.png',
    steps,
  } as DemoRecord;
  const { data, info } = await sharp(await summaryPicture(record, folder))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([968, 648]);
  const at = (x: number, y: number): string =>
    ['red', 'lime', 'blue'].find((_, channel) => data[3 * (y * info.width + x) + channel]! > 200) ?? 'black';
  expect([at(100, 100), at(800, 100), at(100, 500), at(800, 500)]).toEqual(Object.values(colours));
});
