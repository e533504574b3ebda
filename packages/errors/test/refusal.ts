/** What tests of all packages ask of a refusal. */
import { ChemigramError } from '../src/index.ts';

/** The ChemigramError that `act` throws; anything else fails the test. */
export function refusal(act: () => unknown): ChemigramError {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof ChemigramError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was refused');
}

/** The same of work that is waited for. */
export async function refusalOf(work: Promise<unknown>): Promise<ChemigramError> {
  const thrown = await work.then(
    () => new Error('nothing was refused'),
    (error: unknown) => error,
  );
  if (thrown instanceof ChemigramError) return thrown;
  throw thrown;
}
