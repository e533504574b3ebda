import { ChemigramError, nearestNames } from '@chemigram/engine';
import type { Command, CommanderError } from 'commander';

/** What commander throws for the help of a verb that there is none of; its words then are "(outputHelp)". */
const HELP_OF_NONE = 'commander.help';

/**
 * Wrong use of the command line, which commander found, in the project's own errors.
 * @param argv what was written, without node and script
 */
export function usageError(error: CommanderError, argv: readonly string[], verbs: readonly Command[]): ChemigramError {
  const name = argv.find((arg) => !arg.startsWith('-') && arg !== 'help');
  const verb = verbs.find((one) => one.name() === name);
  const message = error.code === HELP_OF_NONE ? `unknown command '${name}'` : error.message;
  const [first = '', ...rest] = message.replace(/^error: /, '').split('\n');
  const suggestion = rest
    .join(' ')
    .trim()
    .replace(/^\(|\)$/g, '');
  const unknownVerb = error.code === 'commander.unknownCommand' || error.code === HELP_OF_NONE;
  // Only a missing argument is named as the operations name it; of a flag, the words say which.
  const field = error.code === 'commander.missingArgument' ? /'([^']+)'/.exec(first)?.[1] : undefined;
  return new ChemigramError(unknownVerb ? 'unknown_name' : 'invalid_input', first, {
    ...(field === undefined ? {} : { field }),
    hint: unknownVerb ? nearest(name ?? '', verbs) : suggestion === '' ? howToUse(verb) : suggestion,
  });
}

function nearest(name: string, verbs: readonly Command[]): string {
  const names = verbs.map((verb) => verb.name());
  return `Nearest: ${nearestNames(name.slice(0, LONGEST_NAME), names).join(', ')}; chemigram help lists all.`;
}
/** Names are compared letter by letter. */
const LONGEST_NAME = 60;

const howToUse = (verb: Command | undefined): string =>
  verb === undefined
    ? 'chemigram help VERB shows what a verb takes.'
    : `It is used so: chemigram ${verb.name()} ${verb.usage()}. chemigram help ${verb.name()} shows its options.`;
