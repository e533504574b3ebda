/** Work that stops here and there, for who has others to answer between. */
export type InSteps<T> = Generator<void, T, void>;

/** All of it without a stop. */
export function atOnce<T>(work: InSteps<T>): T {
  let step = work.next();
  while (step.done !== true) step = work.next();
  return step.value;
}
