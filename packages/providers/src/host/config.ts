import { ChemigramError } from '@chemigram/errors';
import { parse } from 'smol-toml';
import { z } from 'zod';
import { KINDS } from '../protocol.ts';
import type { Kind } from '../protocol.ts';
import { refusalOf, table } from './config-refusal.ts';

const TEXT = 'text in quotes';
const text = z.string(TEXT).min(1, TEXT);
const texts = z.array(text, `a list of ${TEXT}: ["one", "two"]`);

const A_DAY = 86_400;
const SECONDS = `a number of seconds above 0 and at most ${A_DAY}`;
const seconds = z.number(SECONDS).positive(SECONDS).max(A_DAY, SECONDS);
const MEGABYTES = 'a number of megabytes above 0';
const SHA256 = '64 hexadecimal digits in quotes';

const providerSchema = table({
  command: text,
  args: z.array(z.string(TEXT), `a list of ${TEXT}: ["one", "two"]`).default([]),
  /** Set for the program, over what it is given anyway. */
  env: z.record(z.string(), z.string(TEXT), `a table of ${TEXT}: { NAME = "value" }`).default({}),
  /** Names of variables of chemigram's own environment that the program may see, such as the one with its key. */
  pass_env: texts.default([]),
  /** A file with weights: the program finds its path in CHEMIGRAM_MODEL. */
  model: text.optional(),
  sha256: z
    .string(SHA256)
    .regex(/^[0-9a-f]{64}$/i, SHA256)
    .optional(),
  enabled: z.boolean('true or false, without quotes').default(true),
  /** For starting, and for one detect. */
  start_timeout: seconds.default(30),
  timeout: seconds.default(120),
  /** With nothing to do for so long it is stopped. */
  idle: seconds.default(300),
  memory_mb: z.number(MEGABYTES).positive(MEGABYTES).default(4096),
});
/** One provider of providers.toml. */
export type ProviderConfig = z.infer<typeof providerSchema>;

const NAME = /^[a-z][a-z0-9_-]{0,39}$/;
const NAMED = 'named with a small letter first, then small letters, digits, dash and underscore, 40 at most';
const configSchema = table({
  /** Who is asked for a kind, in this order: the next one where one fails or does not detect it. */
  order: table(Object.fromEntries(KINDS.map((kind) => [kind, texts.optional()]))).default({}),
  providers: z
    .record(
      z.string().regex(NAME, NAMED),
      table(providerSchema.partial().shape),
      'sections, one a provider: [providers.NAME]',
    )
    .default({}),
});

/** What providers.toml says: who may be asked, in which order. */
export interface HostConfig {
  /** In the order of the file; what comes with chemigram last, where the file does not name it. */
  readonly providers: ReadonlyMap<string, ProviderConfig>;
  readonly order: { readonly [K in Kind]?: readonly string[] };
}

/**
 * What the text of providers.toml says. Without any the providers that come with chemigram are all; it may change what it names
 * of theirs (`[providers.classic] enabled = false`).
 *
 * @param path where the text stands, for refusals
 * @param shipped the providers that come with chemigram
 * @throws ChemigramError invalid_input naming the field, for a file that is not what it should be
 */
export function readConfig(
  text: string,
  path: string,
  shipped: Readonly<Record<string, Partial<ProviderConfig>>>,
): HostConfig {
  const { order, providers } = checked(configSchema, tomlOf(text, path), path);
  const names = new Set([...Object.keys(providers), ...Object.keys(shipped)]);
  const whole = [...names].flatMap((name) => {
    const said = { ...shipped[name], ...providers[name] };
    // What is switched off may be unfinished.
    if (said.enabled === false) return [];
    return [[name, checked(providerSchema, said, path, `providers.${name}`)] as const];
  });
  for (const [kind, listed] of Object.entries(order)) {
    const unknown = listed?.find((name) => !names.has(name));
    if (unknown === undefined) continue;
    throw new ChemigramError('invalid_input', `${path} lists "${unknown}" for ${kind}, which it has no provider for.`, {
      field: `order.${kind}`,
      hint: `Providers are ${[...names].join(', ')}; add a section [providers.${unknown}] with its command.`,
    });
  }
  return { providers: new Map(whole), order: order as HostConfig['order'] };
}

function tomlOf(text: string, path: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    const why = (cause as Error).message.replace('Invalid TOML document: ', '').trim();
    throw new ChemigramError('invalid_input', `${path} is no TOML: ${why}`, {
      hint: 'It is text in UTF-8, of sections and values: [providers.NAME], command = "...". docs/providers.md describes it.',
      cause,
    });
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown, path: string, under = ''): T {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  throw refusalOf(error.issues[0]!, value, path, under);
}
