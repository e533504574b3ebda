import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { handOver } from '../src/warm/hand-over.ts';
import { temporaryFolder } from './programs.ts';

const folder = temporaryFolder();
const picture = join(folder, 'picture.pfm');
writeFileSync(picture, 'pixels');
const fileOf = (path: string): string => `${statSync(path).dev} ${statSync(path).ino}`;

test('A picture of ours is handed over as a second name of its file', async () => {
  const second = join(folder, 'second.pfm');
  await handOver(picture, second, true);
  expect(fileOf(second)).toBe(fileOf(picture));
});

test('A photographer gets no second name for a file: it is copied, and the disk says of it what it said', async () => {
  const before = statSync(picture, { bigint: true });
  const copy = join(folder, 'copy.pfm');
  await handOver(picture, copy, false);
  expect(fileOf(copy)).not.toBe(fileOf(picture));
  expect(readFileSync(copy, 'utf8')).toBe('pixels');
  const after = statSync(picture, { bigint: true });
  expect([after.nlink, after.ctimeNs]).toEqual([before.nlink, before.ctimeNs]);
});

/** On Linux shared memory is another disk than that of temporary files. */
const OTHER_DISK = '/dev/shm';

test('Where a file can have no second name, as on another disk, a picture of ours is copied too', async (context) => {
  if (!existsSync(OTHER_DISK) || statSync(OTHER_DISK).dev === statSync(folder).dev) {
    return context.skip(`${OTHER_DISK} is no other disk here`);
  }
  const elsewhere = mkdtempSync(join(OTHER_DISK, 'chemigram-'));
  try {
    const copy = join(elsewhere, 'copy.pfm');
    await handOver(picture, copy, true);
    expect(readFileSync(copy, 'utf8')).toBe('pixels');
  } finally {
    rmSync(elsewhere, { recursive: true });
  }
});
