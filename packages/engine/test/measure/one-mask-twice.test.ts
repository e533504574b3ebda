import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeScene, writePng } from '@chemigram/scene';
import { expect, it } from 'vitest';
import { engineOfTest } from '../helpers/engine-of-test.ts';

const { folder, run } = await engineOfTest('one-mask-twice');
const image_id = 'scene';

it('the second of two edits through one range is measured where it acts, not where the first one did', async () => {
  const photo = join(folder, 'scene.png');
  writeFileSync(photo, await writePng(makeScene({ width: 480, height: 320 })));
  await run('ingest', { photo, image_id });
  const bright = { range_filter: { kind: 'luminance', min: 0.6, max: 1, feather: 0.02 } };
  const darker = { image_id, primitive_name: 'exposure', mask_spec: bright, verify: true };
  const first = await run('apply_primitive', { ...darker, value: -1 });
  const second = await run('apply_primitive', { ...darker, value: -1 });
  // What the first one has darkened is not bright any more.
  expect(second.mask!.coverage).toBeLessThan(0.8 * first.mask!.coverage);
  expect(second.measured!.inside.area).toBeCloseTo(second.mask!.coverage, 1);
  expect(second.measured!.inside.area).toBeLessThan(0.8 * first.measured!.inside.area);
  expect(second.measured!.inside.changed_fraction).toBeGreaterThan(0.95);

  const { inside } = await run('measure_edit', { image_id });
  expect(inside.area).toBeCloseTo(second.measured!.inside.area, 2);
  // Both together: where either acts.
  const both = await run('measure_edit', { image_id, ref_a: 'original' });
  expect(both.inside.area).toBeCloseTo(first.measured!.inside.area, 2);
});
