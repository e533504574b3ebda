import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodeSrgb } from '../../src/files/colour.ts';
import { makeScene, writePng } from '../../src/index.ts';

const scene = makeScene({ width: 96, height: 64 });

async function white(tone: 'soft' | 'clip'): Promise<number> {
  const { data } = await sharp(await writePng(scene, { tone }))
    .raw()
    .toBuffer({ resolveWithObject: true });
  return data.filter((v) => v === 255).length;
}

describe('writePng', () => {
  it.each([
    { depth: 8, format: 'uchar', most: 255 },
    { depth: 16, format: 'ushort', most: 65_535 },
  ] as const)('writes $depth bits of plain sRGB when asked to clip', async ({ depth, format, most }) => {
    const png = await writePng(scene, { depth, tone: 'clip' });
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 96, height: 64, depth: format });
    const image = sharp(png).toColourspace(depth === 16 ? 'rgb16' : 'srgb');
    const { data } = await image.raw({ depth: format }).toBuffer({ resolveWithObject: true });
    const values = depth === 16 ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
    for (let i = 0; i < values.length; i += 7) {
      const wanted = most * encodeSrgb(scene.linear[i]!);
      if (Math.abs(values[i]! - wanted) > 1 + most / 4096) throw new Error(`${i}: ${values[i]} for ${wanted}`);
    }
  });

  it('keeps detail in the bright sky that plain clipping loses', async () => {
    expect(await white('soft')).toBeLessThan(await white('clip'));
  });
});
