import { ChemigramError } from '@chemigram/engine';
import type { CommanderError } from 'commander';

/** Wrong use of the command line, which commander found, in the project's own errors. */
export function usageError(error: CommanderError): ChemigramError {
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = rest
    .join(' ')
    .trim()
    .replace(/^\(|\)$/g, '');
  const unknownVerb = error.code === 'commander.unknownCommand';
  // Only a missing argument is named as the operations name it; of a flag, the words say which.
  const field = error.code === 'commander.missingArgument' ? /'([^']+)'/.exec(first)?.[1] : undefined;
  return new ChemigramError(unknownVerb ? 'unknown_name' : 'invalid_input', first, {
    ...(field === undefined ? {} : { field }),
    hint: suggestion === '' ? 'chemigram help VERB shows what a verb takes.' : suggestion,
  });
}
