import { ChemigramError } from '@chemigram/errors';
import type { RenderCall } from './render-order.ts';

/** A 50-megapixel raw at full size with a dozen heavy modules took under a minute on two cores. */
const DEFAULT_TIMEOUT_MS = 180_000;

/** A day. Node's timers take up to 24 days, and what is longer ends them at once. */
const MOST_SECONDS = 86_400;

/**
 * How long a render may take, in milliseconds: what the call says, else CHEMIGRAM_RENDER_TIMEOUT (seconds), else three minutes.
 * @throws invalid_input for a CHEMIGRAM_RENDER_TIMEOUT that is no such number
 */
export function timeoutOf({ timeoutMs }: RenderCall, env: NodeJS.ProcessEnv): number {
  if (timeoutMs !== undefined) return timeoutMs;
  const said = env['CHEMIGRAM_RENDER_TIMEOUT'];
  if (said === undefined || said === '') return DEFAULT_TIMEOUT_MS;
  const seconds = Number(said);
  if (seconds > 0 && seconds <= MOST_SECONDS) return seconds * 1000;
  throw new ChemigramError(
    'invalid_input',
    `CHEMIGRAM_RENDER_TIMEOUT is ${JSON.stringify(said)}; allowed: seconds, above 0 and up to ${MOST_SECONDS}.`,
    {
      field: 'CHEMIGRAM_RENDER_TIMEOUT',
      hint: `Set it to a number such as 300, or unset it for ${DEFAULT_TIMEOUT_MS / 1000}.`,
    },
  );
}

/** What a render that takes too long is told as. */
export const tooLong = (timeoutMs: number): ChemigramError =>
  new ChemigramError('render_timeout', `darktable did not finish within ${timeoutMs / 1000} s and was stopped.`, {
    hint: 'Try again, ask for a smaller size, or set CHEMIGRAM_RENDER_TIMEOUT (seconds) higher.',
  });
