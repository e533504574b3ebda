import { ChemigramError } from '@chemigram/errors';
import type { RenderCall } from './render-order.ts';

/** A 50-megapixel raw at full size with a dozen heavy modules took under a minute on two cores. */
const DEFAULT_TIMEOUT_MS = 180_000;

/** How long a render may take: what the call says, else CHEMIGRAM_RENDER_TIMEOUT (seconds), else three minutes. */
export function timeoutOf({ timeoutMs }: RenderCall, env: NodeJS.ProcessEnv): number {
  const seconds = Number(env['CHEMIGRAM_RENDER_TIMEOUT']);
  return timeoutMs ?? (seconds > 0 ? seconds * 1000 : DEFAULT_TIMEOUT_MS);
}

/** What a render that takes too long is told as. */
export const tooLong = (timeoutMs: number): ChemigramError =>
  new ChemigramError('render_timeout', `darktable did not finish within ${timeoutMs / 1000} s and was stopped.`, {
    hint: 'Try again, ask for a smaller size, or set CHEMIGRAM_RENDER_TIMEOUT (seconds) higher.',
  });
