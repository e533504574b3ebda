import { type MaskName, type Scene, truthMask } from '@chemigram/scene';
import sharp from 'sharp';

/** The regions that a change is told for. */
const REGIONS: readonly MaskName[] = ['face', 'subject', 'sky', 'ridge', 'sea', 'foreground'];

/** How well an opacity picture covers the region that was meant: the smaller over the larger opacity, 0..1. */
export async function overlap(opacityPath: string, scene: Scene, meant: MaskName): Promise<number> {
  const { data, info } = await sharp(opacityPath)
    .toColourspace('grey16')
    .extractChannel(0)
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const opacity = new Uint16Array(data.buffer, data.byteOffset, data.length / 2);
  const truth = truthMask(scene, meant, info);
  let both = 0;
  let either = 0;
  truth.forEach((t, i) => {
    const o = opacity[i]! / 65_535;
    both += Math.min(t, o);
    either += Math.max(t, o);
  });
  return either === 0 ? 1 : both / either;
}

/** Mean absolute change (0..255) between two pictures in every region of the scene. */
export async function changeByRegion(before: string, after: string, scene: Scene): Promise<Record<string, number>> {
  const [a, b] = await Promise.all(
    [before, after].map((path) => sharp(path).removeAlpha().raw().toBuffer({ resolveWithObject: true })),
  );
  const { width, height } = a!.info;
  return Object.fromEntries(
    REGIONS.map((name) => {
      const mask = truthMask(scene, name, { width, height });
      let sum = 0;
      let weight = 0;
      mask.forEach((m, i) => {
        for (let c = 0; c < 3; c++) sum += (m * Math.abs(a!.data[3 * i + c]! - b!.data[3 * i + c]!)) / 3;
        weight += m;
      });
      return [name, weight === 0 ? 0 : sum / weight];
    }),
  );
}
