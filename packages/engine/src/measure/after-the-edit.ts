import { reportOf } from '@chemigram/errors';

/** What looking at an edit found, or why it could not be looked at. */
interface AfterTheEdit<T> {
  readonly measured?: T;
  readonly warnings: readonly string[];
}

/**
 * Measures an edit that is made, or looks at it otherwise. Where that fails or is cancelled, the answer is still that it is made: a
 * refusal says that nothing was changed, and whoever believes it makes the edit twice.
 * @param failed what is then missing, as a part of a sentence
 */
export async function afterTheEdit<T>(
  measure: () => Promise<T>,
  failed = 'it was not measured',
): Promise<AfterTheEdit<T>> {
  try {
    return { measured: await measure(), warnings: [] };
  } catch (error) {
    const { message, hint } = reportOf(error);
    return {
      warnings: [`The edit is made, but ${failed}: ${message}${hint === undefined ? '' : ` ${hint}`}`],
    };
  }
}
