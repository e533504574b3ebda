import { inputJsonSchema, type JsonSchema, type OperationContract } from '@chemigram/engine';
import { Command, Option } from 'commander';
import { flagKindOf, flagValue, type FlagKind } from './flag-value.ts';

export const kebab = (name: string): string => name.replaceAll('_', '-');

/** What stands behind the flag in the help. */
const PLACEHOLDER: Readonly<Record<FlagKind, string>> = {
  boolean: '',
  number: ' <number>',
  text: ' <text>',
  json: ' <json|@file>',
};

function flagHelp(schema: JsonSchema, required: boolean): string {
  const notes = [
    ...(required ? ['required'] : []),
    ...(schema.enum === undefined ? [] : [`one of ${schema.enum.join(', ')}`]),
    ...(schema.default === undefined ? [] : [`default ${JSON.stringify(schema.default)}`]),
  ];
  return `${schema.description ?? ''}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`.trim();
}

/** Runs an operation with the arguments that were read from the command line. */
export type RunOperation = (contract: OperationContract, args: Record<string, unknown>) => Promise<void>;

/** One operation as a verb: its arguments as flags, those that the contract names positional without one. */
export function verbOf(contract: OperationContract, run: RunOperation): Command {
  const { properties, required = [] } = inputJsonSchema(contract);
  const verb = new Command(kebab(contract.name)).summary(contract.summary).description(contract.description);

  for (const name of contract.positional) {
    const written = required.includes(name) ? `<${name}>` : `[${name}]`;
    verb.argument(written, properties[name]?.description ?? '');
  }
  const flags = Object.entries(properties)
    .filter(([name]) => !contract.positional.includes(name))
    .map(([name, schema]) => {
      const kind = flagKindOf(schema);
      const option = new Option(`--${kebab(name)}${PLACEHOLDER[kind]}`, flagHelp(schema, required.includes(name)));
      verb.addOption(option);
      // What is so unless it is said can be said not to be; the flag without "no" stays, and both are one argument.
      if (kind === 'boolean' && schema.default === true) {
        verb.addOption(new Option(`--no-${kebab(name)}`, `Not --${kebab(name)}, which is the default.`));
      }
      return { name, kind, key: option.attributeName() };
    });

  return verb.action(async (...call: unknown[]) => {
    const args: Record<string, unknown> = {};
    contract.positional.forEach((name, i) => {
      if (call[i] !== undefined) {
        args[name] = flagValue(flagKindOf(properties[name] ?? {}), call[i] as string, name);
      }
    });
    const given = verb.opts<Record<string, string | boolean>>();
    for (const { name, kind, key } of flags) {
      const text = given[key];
      if (text !== undefined) args[name] = flagValue(kind, text, name);
    }
    await run(contract, args);
  });
}
