import {
  CONTRACT_LIST,
  ERROR_CODES,
  inputJsonSchema,
  outputJsonSchema,
  type JsonSchema,
  type ObjectSchema,
  type OperationContract,
} from '@chemigram/engine';
import { MASK_LANGUAGE } from '@chemigram/mask';
import { EXIT_CODES } from '../../packages/cli/src/exit-codes.ts';
import { kebab } from '../../packages/cli/src/verb.ts';
import { commandLine } from './command-line.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

const EFFECTS = {
  reads: 'reads only',
  changes: 'changes the workspace or writes a file; nothing is lost',
  destroys: 'can lose work',
} as const;

/** A type in a few words, for a person: `number 0..1`, `list of 4`, `jpeg or png`. */
function typeWords(schema: JsonSchema): string {
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeWords).join(' or ');
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  const { minimum, maximum } = schema;
  const bounds =
    minimum === undefined && maximum === undefined
      ? ''
      : maximum === undefined
        ? `, ${minimum} or more`
        : ` ${minimum ?? ''}..${maximum}`;
  if (schema.type === 'array') return `list of ${schema.items === undefined ? 'values' : typeWords(schema.items)}`;
  return `${[schema.type ?? 'any'].flat().join(' or ')}${bounds}`;
}

function argumentRows(schema: ObjectSchema): string[][] {
  return Object.entries(schema.properties).map(([name, property]) => {
    const need = schema.required?.includes(name) === true ? 'required' : 'optional';
    const given = property.default === undefined ? need : `default \`${JSON.stringify(property.default)}\``;
    return [`\`${name}\``, typeWords(property), given, property.description ?? ''];
  });
}

/** Keys of a result, those of nested objects under their dotted path. */
function resultRows(schema: JsonSchema, prefix = ''): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const path = prefix + name;
    const always = schema.required?.includes(name) === true ? '' : ' (optional)';
    const inner = [property, ...(property.anyOf ?? [])].find((s) => s.properties !== undefined) ?? property.items;
    const isList = property.type === 'array';
    return [
      [`\`${path}\`${always}`, typeWords(property), property.description ?? ''],
      ...(inner === undefined ? [] : resultRows(inner, `${path}${isList ? '[]' : ''}.`)),
    ];
  });
}

function section(contract: OperationContract): string {
  const description = contract.description.replace(
    MASK_LANGUAGE,
    'Its mask_spec: see [the mask language](#the-mask-language).',
  );
  const input = inputJsonSchema(contract);
  const args = argumentRows(input);
  return [
    `## ${contract.name}`,
    `**${contract.title}.** MCP tool \`${contract.name}\`, CLI verb \`${kebab(contract.name)}\`; ${EFFECTS[contract.effect]}.`,
    description,
    args.length === 0 ? 'It takes no arguments.' : table(['argument', 'type', '', 'what it is'], args),
    'Example:',
    `\`\`\`json\n${JSON.stringify(contract.example)}\n\`\`\``,
    `\`\`\`sh\n${commandLine(contract, contract.example)}\n\`\`\``,
    'Result:',
    table(['key', 'type', 'what it is'], resultRows(outputJsonSchema(contract))),
  ].join('\n\n');
}

/** docs/tools.md, whole: every operation from its contract, the mask language once, error and exit codes. */
export function toolsPage(): string {
  return `${[
    '# The tools',
    '<!-- Written by `npm run docs` from the contracts in packages/engine/src/contracts. Change it there. -->',
    'Each operation is an MCP tool and a verb of the command line with the same arguments: `image_id` and `photo` come first without a flag, every other argument is a flag in kebab-case, a boolean that is true by default is switched off with `--no-` before its name, lists and objects are JSON inline or from a file (`@mask.json`). `--json` prints exactly one JSON object: `{"ok": true, ...result}` or `{"ok": false, "error": {"code", "message", "field"?, "hint"?}}`.',
    table(
      ['tool', 'what it does'],
      CONTRACT_LIST.map((contract) => [`[${contract.name}](#${contract.name})`, contract.summary]),
    ),
    ...CONTRACT_LIST.map(section),
    '## The mask language',
    `\`\`\`text\n${MASK_LANGUAGE.trim()}\n\`\`\``,
    '## Errors',
    'The codes are a closed set. A refusal names the field and what is allowed, and changes nothing. The exit code of the command line is 0 when all went well.',
    table(
      ['code', 'exit code'],
      ERROR_CODES.map((code) => [`\`${code}\``, String(EXIT_CODES[code])]),
    ),
  ].join('\n\n')}\n`;
}
