import { setImmediate } from 'node:timers/promises';

/**
 * Lets others be answered between two pieces of long work: resumes after a whole turn of the event loop. One setImmediate alone
 * does not: asked while input is handled, it comes before any further input and any timer is looked at (libuv: poll, then check).
 */
export async function wholeTurn(): Promise<void> {
  await setImmediate();
  await setImmediate();
}
