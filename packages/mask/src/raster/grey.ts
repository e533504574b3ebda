import { emptyRaster, occupied, type Raster, type Size } from './raster.ts';
import { inStrips, STRIP } from './strips.ts';

/** An opacity as grey of 16 bits, 65535 is 1, row-major: as it is kept, in memory and in files, and drawn from. */
export interface Grey extends Size {
  readonly grey: Uint16Array;
  /** Where it is known: everything outside is black. */
  readonly box?: Raster['box'];
}

/** Grey of full opacity. */
const WHITE = 65_535;

const OPACITIES = new Float32Array(STRIP);
const GREYS = new Uint16Array(STRIP);

/** @param into of as many pixels, to be written over; left out, a new one */
export function toGrey(raster: Raster, into: Uint16Array = new Uint16Array(raster.data.length)): Grey {
  const { width, height, data, box } = raster;
  const [from, to] = occupied(raster);
  into.fill(0, 0, from).fill(0, to);
  inStrips(from, to, (start, end) => {
    OPACITIES.set(data.subarray(start, end));
    convert();
    into.set(GREYS.subarray(0, end - start), start);
  });
  return { width, height, grey: into, box };
}

/** Storing a number in whole steps cuts its fraction off. (Opacities lie in 0..1: nothing runs over.) */
function convert(): void {
  for (let i = 0; i < STRIP; i++) GREYS[i] = OPACITIES[i]! * WHITE + 0.5;
}

/** The mean opacity, 0..1: the share of the picture that is selected, soft pixels counted by their opacity. */
export function coverage(mask: Grey): number {
  let sum = 0;
  const [from, to] = occupied(mask);
  inStrips(from, to, (start, end) => {
    GREYS.set(mask.grey.subarray(start, end));
    sum += sumOfStrip(end - start);
  });
  return sum / (WHITE * mask.grey.length);
}

function sumOfStrip(length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += GREYS[i]!;
  return sum;
}

/** The same opacities as fractions. */
export function fromGrey({ width, height, grey, box }: Grey): Raster {
  const raster = emptyRaster({ width, height });
  const [from, to] = occupied({ width, height, box });
  inStrips(from, to, (start, end) => {
    GREYS.set(grey.subarray(start, end));
    convertBack();
    raster.data.set(OPACITIES.subarray(0, end - start), start);
  });
  raster.box = box;
  return raster;
}

function convertBack(): void {
  for (let i = 0; i < STRIP; i++) OPACITIES[i] = GREYS[i]! / WHITE;
}
