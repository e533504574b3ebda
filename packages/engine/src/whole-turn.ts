import { setImmediate } from 'node:timers/promises';
import type { InSteps } from '@chemigram/mask';

/**
 * Lets others be answered between two pieces of long work: resumes after a whole turn of the event loop. One setImmediate alone
 * does not: asked while input is handled, it comes before any further input and any timer is looked at (libuv: poll, then check).
 */
export async function wholeTurn(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

/** Does work that stops here and there, and lets others be answered wherever it does. */
export async function inTurns<T>(work: InSteps<T>): Promise<T> {
  let step = work.next();
  while (step.done !== true) {
    await wholeTurn();
    step = work.next();
  }
  return step.value;
}
