import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import { parse } from 'smol-toml';
import { z } from 'zod';
import { KINDS } from '../protocol.ts';
import type { Kind } from '../protocol.ts';

const CONFIG_FILE = 'providers.toml';

const seconds = z.number().positive().max(86_400);

const providerSchema = z.strictObject({
  command: z.string().min(1),
  args: z.array(z.string()).default([]),
  /** Set for the program, over what it is given anyway. */
  env: z.record(z.string(), z.string()).default({}),
  /** Names of variables of chemigram's own environment that the program may see, such as the one with its key. */
  pass_env: z.array(z.string()).default([]),
  /** A file with weights: the program finds its path in CHEMIGRAM_MODEL. */
  model: z.string().min(1).optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, '64 hexadecimal digits')
    .optional(),
  enabled: z.boolean().default(true),
  /** For starting, and for one detect. */
  start_timeout: seconds.default(30),
  timeout: seconds.default(120),
  /** With nothing to do for so long it is stopped. */
  idle: seconds.default(300),
  memory_mb: z.number().positive().default(4096),
});
/** One provider of providers.toml. */
export type ProviderConfig = z.infer<typeof providerSchema>;

const NAME = /^[a-z][a-z0-9_-]{0,39}$/;
const configSchema = z.strictObject({
  /** Who is asked for a kind, in this order: the next one where one fails or does not detect it. */
  order: z.strictObject(Object.fromEntries(KINDS.map((kind) => [kind, z.array(z.string()).optional()]))).default({}),
  providers: z.record(z.string().regex(NAME), providerSchema.partial()).default({}),
});

/** What providers.toml says: who may be asked, in which order. */
export interface HostConfig {
  /** In the order of the file; what comes with chemigram last, where the file does not name it. */
  readonly providers: ReadonlyMap<string, ProviderConfig>;
  readonly order: { readonly [K in Kind]?: readonly string[] };
}

/**
 * Reads providers.toml. Without the file the providers that come with chemigram are all; the file may change what it names
 * of theirs (`[providers.classic] enabled = false`).
 *
 * @param folder where the file is, CHEMIGRAM_HOME
 * @param shipped the providers that come with chemigram
 * @throws ChemigramError invalid_input naming the field, for a file that is not what it should be
 */
export async function readConfig(
  folder: string,
  shipped: Readonly<Record<string, Partial<ProviderConfig>>>,
): Promise<HostConfig> {
  const path = join(folder, CONFIG_FILE);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
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
    throw new ChemigramError('invalid_input', `${path} is no TOML: ${(cause as Error).message}`, { cause });
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown, path: string, under = ''): T {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const [issue] = error.issues;
  const field = [under, z.core.toDotPath(issue!.path)].filter((part) => part !== '').join('.');
  throw new ChemigramError('invalid_input', `${path}, ${field}: ${issue!.message}.`, {
    field,
    hint: 'docs/providers.md describes the file.',
  });
}
