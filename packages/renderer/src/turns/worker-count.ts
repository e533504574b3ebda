import { cpus, totalmem } from 'node:os';

/**
 * A darktable's start and its files are one thread's work: 16 raws of 6 megapixels took 31.7 s with one darktable on each
 * of two cores and 38.5 s with one in all, and bare darktable-cli, one on each core, 29.8 s.
 */
const CORES_PER_WORKER = 1;
/** More than darktable takes for a raw of 50 megapixels. */
const BYTES_PER_WORKER = 4 * 2 ** 30;

/** How many darktables run at the same time on this machine: by its cores, as far as its memory goes. */
export const workerCount = (): number =>
  Math.max(1, Math.floor(Math.min(cpus().length / CORES_PER_WORKER, totalmem() / BYTES_PER_WORKER)));
