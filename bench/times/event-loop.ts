import { monitorEventLoopDelay } from 'node:perf_hooks';
import { repeated, type Case, type Group } from './case.ts';
import { ALL_MASKS, JAGGED } from './masks.ts';
import { BOX } from './renders.ts';

/** What takes longer than this belongs on the second thread. */
const MOST_MS = 20;
const ROUNDS = 3;
const TIMES = { repeats: 8, warming: 3 };

/** Milliseconds for which the event loop stood still at most during some work. */
async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await work();
  delay.disable();
  return delay.max / 1e6;
}

/** While a server works on one mask, nobody else is answered in such a stretch. */
export const EVENT_LOOP: Group = {
  title: 'The longest stretch in which nobody else is answered',
  cases: Object.entries({ ...ALL_MASKS, 'path of 200 soft corners': JAGGED }).map(([kind, spec]): Case => ({
    name: `during preview_mask, ${kind}`,
    unit: 'ms',
    target: MOST_MS,
    rounds: ROUNDS,
    measure: repeated(
      // Half a step aside: no mask that another case has just looked at.
      ({ run, id }, step) =>
        longestBlock(() => run('preview_mask', { image_id: id, mask_spec: spec(step + 0.5), size: BOX })),
      TIMES,
    ),
  })),
};
