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
  while (thread.answered < ENOUGH && !signal.aborted) {
    // A new one each time: what is made of a picture is kept with it.
    const { opacity } = await thread.do('snap', [disc(), rough(), {}]);
    if (signal.aborted) return;
    await thread.do('trace', [{}, opacity, SIZE, 'practice']);
  }
}

const distance = (pixel: number): number =>
  Math.hypot((pixel % SIZE.width) - SIZE.width / 2, Math.floor(pixel / SIZE.width) - SIZE.height / 2);

/** A disc on a ground, both with some texture. */
function disc(): Picture {
  const rgb = new Uint8Array(3 * SIZE.width * SIZE.height);
  for (let i = 0; i < rgb.length; i++) {
    const pixel = Math.floor(i / 3);
    rgb[i] = (distance(pixel) < RADIUS ? 150 : 90) + 25 * Math.sin(0.7 * pixel + 0.013 * pixel * (i % 3));
  }
  return { ...SIZE, rgb };
}

const rough = (): Raster => ({
  ...SIZE,
  data: Float32Array.from({ length: SIZE.width * SIZE.height }, (_, pixel) => (distance(pixel) < ROUGHLY ? 1 : 0)),
});
