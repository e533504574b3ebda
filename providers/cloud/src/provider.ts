import { createHash } from 'node:crypto';
import { ChemigramError } from '@chemigram/errors';
import type { Found, ProviderDefinition } from '@chemigram/providers/serve';
import { addressOf, ask } from './ask.ts';
import { type CloudConfig, isHere } from './cloud-config.ts';
import type { Tokens } from './dialects.ts';
import { previewOf } from './preview.ts';
import { readAnswer } from './read-answer.ts';
import { wordsFor } from './words.ts';

/**
 * A question as it usually is, to say beforehand what it costs: a preview of 1024 pixels is about 1,100 tokens (services
 * count a pixel in 750 or so), the words 400, the outlines of some things 1,500.
 */
const USUAL: Tokens = { input: 1500, output: 1500 };
const MILLION = 1e6;
/** A picture, its base64 and an answer: little beside Node itself. */
const MEMORY_MB = 250;
const SECONDS = 15;
const VERSION_DIGITS = 12;

/**
 * A provider that asks a vision model. Nothing is read of a picture, let alone sent, without consent in the config.
 *
 * @param path of the config, to name it where consent is missing
 * @param environment where the key is
 */
export function cloudProvider(config: CloudConfig, path: string, environment: NodeJS.ProcessEnv): ProviderDefinition {
  const address = addressOf(config);
  const moneyOf = ({ input, output }: Tokens): number =>
    (input * config.price.input + output * config.price.output) / MILLION;
  return {
    name: 'cloud',
    model: config.model,
    // What is asked makes the answer: another address, model or size of the preview is another version.
    version: createHash('sha256')
      .update(JSON.stringify([address, config.model, config.longest_side, wordsFor({ hints: {} })]))
      .digest('hex')
      .slice(0, VERSION_DIGITS),
    kinds: ['subjects'],
    queries: ['*'],
    cost: { seconds: SECONDS, memory_mb: MEMORY_MB, money: moneyOf(USUAL), where: isHere(address) ? 'local' : 'cloud' },
    detect: async ({ picture, query, hints }, signal): Promise<Found> => {
      const words = wordsFor({ query, hints });
      if (!config.consent) {
        const asked =
          query === undefined ? 'the question for its subjects' : `the question for ${JSON.stringify(query)}`;
        throw new ChemigramError(
          'provider_failed',
          `Nothing was sent: ${path} does not consent. With consent the preview (a JPEG of at most ${config.longest_side} pixels, without metadata) and ${asked} would go to ${address}, to the model ${config.model}, for about ${moneyOf(USUAL).toFixed(4)} US dollars.`,
          { field: 'consent', hint: 'The photographer decides: consent = true in that file, or another provider.' },
        );
      }
      const key = keyIn(config, environment);
      const preview = await previewOf(picture, config.longest_side);
      const reply = await ask(config, key, { words, jpeg: preview.jpeg.toString('base64') }, signal);
      const { regions, notes } = readAnswer(reply.text, preview);
      const unknown = reply.tokens === undefined ? ['The service did not say what it cost; the usual is taken.'] : [];
      return {
        regions: regions.slice(0, hints.count ?? regions.length),
        notes: [...unknown, ...notes],
        money: moneyOf(reply.tokens ?? USUAL),
      };
    },
  };
}

/** @throws ChemigramError provider_failed naming the variable, never what is in it */
function keyIn({ key }: CloudConfig, environment: NodeJS.ProcessEnv): string | undefined {
  if (key === undefined) return undefined;
  const value = environment[key]?.trim() ?? '';
  // Anything else would be refused as a header, with the whole key in the error.
  if (/^[\u0021-\u007e]+$/.test(value)) return value;
  const why = value === '' ? 'is not set' : 'has characters that no key has';
  throw new ChemigramError(
    'provider_failed',
    `The key is looked for in ${key}, which ${why} where this provider runs.`,
    {
      hint: `Set ${key} where chemigram is started, and list it as pass_env of this provider in providers.toml.`,
    },
  );
}
