import { occupied, type Raster } from '../raster/raster.ts';

/** opacity * m, or opacity * (1 - m) where inverted; in place. @returns `raster` */
export function scale(raster: Raster, invert: boolean, opacity: number): Raster {
  const { data } = raster;
  if (invert) {
    for (let i = 0; i < data.length; i++) data[i] = opacity - opacity * data[i]!;
    raster.box = undefined;
  } else if (opacity !== 1) {
    const [from, to] = occupied(raster);
    for (let i = from; i < to; i++) data[i]! *= opacity;
  }
  return raster;
}
