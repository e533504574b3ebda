import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine, type OperationName, type Result } from '@chemigram/engine';
import type { Picture } from '@chemigram/mask';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPicture } from '../../src/read-picture.ts';
import { matched } from './matched.ts';
import { planted, type Planted } from './planted.ts';

const SIZE = { width: 384, height: 256 };
const SPOTS = 25;
/** Share of a spot's contrast that may be left. */
const LEFT = 0.1;

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chemigram-heal-'));
  engine = await createEngine({ home: join(folder, 'home') });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

async function run<K extends OperationName>(name: K, args: object): Promise<Result<K>> {
  const { result } = await engine.run(name, args, { signal: new AbortController().signal, progress: () => {} });
  return result as Result<K>;
}

/** The mean difference of two pictures within a spot. */
function difference(a: Picture, b: Picture, { x, y, radius }: Planted): number {
  let [sum, count] = [0, 0];
  for (let j = Math.floor(y - radius); j <= y + radius; j++) {
    for (let i = Math.floor(x - radius); i <= x + radius; i++) {
      if (Math.hypot(i + 0.5 - x, j + 0.5 - y) > radius) continue;
      const at = 3 * (j * a.width + i);
      for (let c = 0; c < 3; c++) sum += a.rgb[at + c]! - b.rgb[at + c]!;
      count += 3;
    }
  }
  return sum / count;
}

test('two calls remove the dust: spots that are detected and repaired as they were told are gone from the pixels of darktable', async () => {
  const { picture, spots } = planted('sky', 31, SPOTS, SIZE, [40, 70]);
  const clean = planted('sky', 31, 0, SIZE).picture;
  const photo = join(folder, 'dusty.png');
  await sharp(picture.rgb, { raw: { ...SIZE, channels: 3 } })
    .png()
    .toFile(photo);
  await run('ingest', { photo, image_id: 'dusty' });
  const { detection_id, spots: found } = await run('detect', { image_id: 'dusty', kind: 'spots', provider: 'classic' });
  const inPixels = found.map(({ x, y, radius }) => ({
    x: x * SIZE.width,
    y: y * SIZE.height,
    radius: radius * SIZE.height,
  }));
  expect(matched(spots, inPixels as never)).toHaveLength(SPOTS);
  await run('apply_spot', { image_id: 'dusty', detected: { detection_id } });
  const out = join(folder, 'healed.png');
  await run('export_final', { image_id: 'dusty', out, format: 'png' });
  const healed = await readPicture(out);
  for (const spot of spots) {
    const left = Math.abs(difference(healed, clean, spot) / difference(picture, clean, spot));
    expect(left, JSON.stringify(spot)).toBeLessThan(LEFT);
  }
});
