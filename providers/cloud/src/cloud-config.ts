import { readFileSync } from 'node:fs';
import { ChemigramError } from '@chemigram/errors';
import { parse, TomlError } from 'smol-toml';
import { z } from 'zod';
import { DIALECT_NAMES, LIMIT_NAMES } from './dialects.ts';

/** Names of this machine: nothing leaves it. */
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Is this an address on this machine? */
export const isHere = (address: string): boolean => LOOPBACK.has(new URL(address).hostname);

/** A key must not go over the wire as it is, nor to an address with more in it than one sees. */
function isFit(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, username, password, search, hash } = new URL(address);
  const safe = protocol === 'https:' || (protocol === 'http:' && isHere(address));
  return safe && [username, password, search, hash].join('') === '';
}

const dollars = z.number().min(0).max(10_000).describe('US dollars for a million tokens.');

const schema = z.strictObject({
  consent: z.boolean().default(false).describe('true: previews may be sent to this address.'),
  dialect: z.enum(DIALECT_NAMES).describe('Whose API the address speaks.'),
  base_url: z
    .string()
    .refine(isFit, 'an address with https (http on this machine only), without user, password, query or fragment')
    .transform((address) => address.replace(/\/+$/, '')),
  model: z.string().min(1).max(100),
  key: z
    .string()
    .regex(/^[A-Z_][A-Z0-9_]*$/, 'the name of an environment variable in capitals, never the key itself')
    .optional()
    .describe('The variable that the key is in; left out for a server that wants none.'),
  timeout_seconds: z.number().positive().max(600).default(90),
  longest_side: z.int().min(128).max(4096).default(1024).describe('Pixels of the preview that is sent.'),
  max_tokens: z.int().min(256).max(100_000).default(8000).describe('Of the answer.'),
  limit_name: z.enum(LIMIT_NAMES).default('max_tokens').describe('What the service calls max_tokens.'),
  price: z.strictObject({ input: dollars, output: dollars }).describe('As the service states it; 0 of what is free.'),
});
export type CloudConfig = z.output<typeof schema>;

/**
 * Reads what to ask, where, and whether that is allowed.
 *
 * @param path of a TOML file
 * @throws ChemigramError not_found without it, invalid_input for what it must not say. Values are not repeated: somebody
 * may have written the key itself.
 */
export function readConfig(path: string): CloudConfig {
  let table: unknown;
  try {
    table = parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    const hint = 'docs/providers.md shows one.';
    if (!(cause instanceof TomlError)) {
      throw new ChemigramError('not_found', `${path}, what to ask which service, cannot be read.`, { hint, cause });
    }
    // Without the parser's own words: they show the line.
    throw new ChemigramError('invalid_input', `${path} is no TOML at line ${cause.line}.`, { hint });
  }
  const { success, data, error } = schema.safeParse(table);
  if (success) return data;
  const told = error.issues.map(({ path: at, message }) => `${at.join('.') || 'the file'}: ${message}`);
  const field = error.issues[0]?.path.join('.') ?? '';
  throw new ChemigramError('invalid_input', `${path} does not say what to ask: ${told.join('; ')}.`, {
    ...(field === '' ? {} : { field }),
    hint: 'docs/providers.md tells what stands in it.',
  });
}
