import { inputJsonSchema, type OperationContract } from '@chemigram/engine';
import { flagKindOf } from '../../packages/cli/src/flag-value.ts';
import { kebab } from '../../packages/cli/src/verb.ts';

/** Words that a shell takes as they are. */
const PLAIN = /^[\w@%+=:,./-]+$/;

const quoted = (word: string): string => (PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

/** Text as it is, everything else as JSON. */
const word = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/**
 * The words of the command line that makes this call, after `chemigram`.
 *
 * @param args arguments as the operation takes them
 */
export function commandWords(contract: OperationContract, args: Readonly<Record<string, unknown>>): string[] {
  const { properties } = inputJsonSchema(contract);
  const flags = Object.entries(args)
    .filter(([name]) => !contract.positional.includes(name))
    .flatMap(([name, value]) => {
      const flag = `--${kebab(name)}`;
      if (flagKindOf(properties[name] ?? {}) === 'boolean') return value === true ? [flag] : [];
      return [flag, word(value)];
    });
  return [
    kebab(contract.name),
    ...contract.positional.filter((name) => name in args).map((name) => word(args[name])),
    ...flags,
  ];
}

/** The same as a line for a shell. */
export const commandLine = (contract: OperationContract, args: Readonly<Record<string, unknown>>): string =>
  ['npx chemigram', ...commandWords(contract, args).map(quoted)].join(' ');
