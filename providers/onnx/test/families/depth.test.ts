import { describe, expect, it } from 'vitest';
import { bandsOf } from '../../src/families/depth.ts';
import { newFolder, painted, written } from '../helpers/bench.ts';
import { described, detect } from '../helpers/detect.ts';
import { channelModel } from '../helpers/tiny-models.ts';

/** A ramp of green from the left, as relative inverse depth in numbers of its own. */
async function ramp(near: 'high' | 'low', green = (x: number) => x): Promise<Record<string, [number, number]>> {
  const folder = newFolder();
  const model = written(folder, 'ramp.onnx', channelModel([256, 64], [0, 700, 0], { threshold: -40 }));
  const output = { activation: 'minmax', near };
  const toml = described(folder, { family: 'depth', input: { width: 256, height: 64 }, output, model });
  const picture = await painted(folder, 256, 64, (x) => [0, green(x), 0]);
  const { regions } = await detect(toml, { kind: 'depth_band', picture });
  return Object.fromEntries(regions.map(({ label, bbox }) => [label, [bbox[0], bbox[2]]]));
}

const thirds = (from: number, to: number): unknown[] => [expect.closeTo(from / 3, 1), expect.closeTo(to / 3, 1)];

describe('depth', () => {
  it('of a ramp is parted into thirds, near where it is high', async () => {
    expect(await ramp('high')).toEqual({ far: thirds(0, 1), middle: thirds(1, 2), near: thirds(2, 3) });
  });

  it('of a model whose low values are near is the other way round', async () => {
    expect(await ramp('low')).toEqual({ near: thirds(0, 1), middle: thirds(1, 2), far: thirds(2, 3) });
  });

  it('of an even picture has no bands', async () => {
    expect(await ramp('high', () => 128)).toEqual({});
  });

  it('is parted where the values are, not at fixed ones', () => {
    // Nine in ten lie far, as in a landscape.
    const data = Float32Array.from({ length: 100 }, (_, i) => (i < 60 ? 0.05 : i < 90 ? 0.2 : 0.9));
    const [near, middle, far] = bandsOf({ width: 100, height: 1, data }).map(
      ({ map }) => [...map.data].filter((opacity) => opacity > 0.5).length,
    );
    expect([near, middle, far]).toEqual([10, 30, 60]);
  });

  it('is divided among the bands without a rest', () => {
    const data = Float32Array.from({ length: 200 }, (_, i) => i / 199);
    const bands = bandsOf({ width: 200, height: 1, data });
    for (let i = 0; i < 200; i++) expect(bands.reduce((sum, { map }) => sum + map.data[i]!, 0)).toBeCloseTo(1, 5);
  });
});
