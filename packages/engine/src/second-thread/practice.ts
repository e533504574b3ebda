import type { Picture, Raster } from '@chemigram/mask';
import type { SecondThread } from './second-thread.ts';
import type { WORKS } from './works.ts';

/**
 * Works after which the code of a thread is compiled: of a new one the first snap takes five times the processor's time of the
 * fourth, and the second three times.
 */
const ENOUGH = 6;
/** About what a preview is looked at in. */
const SIZE = { width: 768, height: 512 };
/** The disc in the middle, and the outline around it, in pixels. */
const RADIUS = 140;
const ROUGHLY = 150;

/**
 * Has a new thread snap and outline something until its code is compiled, so that the first outline of a photographer's is
 * snapped as quickly as the next ones. One that was asked so often needs none of it.
 * @param signal between two works; those are short, and stopping one would end the thread
 */
export async function practise(thread: SecondThread<typeof WORKS>, signal: AbortSignal): Promise<void> {
  if (thread.answered >= ENOUGH) return;
  const [picture, outline] = [disc(), rough()];
  while (thread.answered < ENOUGH && !signal.aborted) {
    // A new one each time: what is made of a picture is kept with it.
    const { opacity } = await thread.do('snap', [{ ...picture }, outline, {}]);
    if (signal.aborted) return;
    await thread.do('trace', [{}, opacity, SIZE, 'practice']);
  }
}

/** Of each pixel to the middle of the picture. */
function* distances(): Generator<number> {
  for (let y = 0; y < SIZE.height; y++) {
    for (let x = 0; x < SIZE.width; x++) yield Math.sqrt((x - SIZE.width / 2) ** 2 + (y - SIZE.height / 2) ** 2);
  }
}

/** A disc on a ground, both with some texture. */
function disc(): Picture {
  const rgb = new Uint8Array(3 * SIZE.width * SIZE.height);
  let pixel = 0;
  for (const distance of distances()) {
    for (let k = 0; k < 3; k++) {
      rgb[3 * pixel + k] = (distance < RADIUS ? 125 : 65) + ((73 * pixel + 31 * k) % 50);
    }
    pixel++;
  }
  return { ...SIZE, rgb };
}

const rough = (): Raster => ({
  ...SIZE,
  data: Float32Array.from(distances(), (distance) => (distance < ROUGHLY ? 1 : 0)),
});
