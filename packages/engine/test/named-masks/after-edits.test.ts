import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeScene, writePng } from '@chemigram/scene';
import { expect, it } from 'vitest';
import { engineOfTest } from '../helpers/engine-of-test.ts';

const { folder, run } = await engineOfTest('after-edits');
const image_id = 'shore';
const sky = () => run('preview_mask', { image_id, mask_spec: { kind: 'named', name: 'mask_sky' } });

it('a sky that edits have made another one is where it was, without a warning', async () => {
  const photo = join(folder, 'shore.png');
  writeFileSync(photo, await writePng(makeScene({ width: 480, height: 320 })));
  await run('ingest', { photo, image_id });
  const before = await sky();
  expect(before.warnings).toEqual([]);
  const edits = [
    { primitive_name: 'dehaze', value: 60 },
    { primitive_name: 'tint', value: 100 },
    { primitive_name: 'exposure', value: -4, mask_spec: { kind: 'named', name: 'mask_sky' } },
    { primitive_name: 'black_and_white' },
  ];
  for (const edit of edits) {
    await run('apply_primitive', { image_id, ...edit });
    expect(await sky()).toMatchObject({ warnings: [], coverage: before.coverage, bbox: before.bbox });
  }
});
