import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { ChemigramError } from '@chemigram/errors';

/** Files whose content was seen, by path, size and time: weights are hundreds of megabytes. */
const seen = new Map<string, string>();

/** @throws ChemigramError provider_failed for weights that are not there or are others than was said */
export async function checkModel(provider: string, path: string, sha256: string | undefined): Promise<void> {
  const facts = await stat(path).catch(() => null);
  if (facts === null || !facts.isFile()) {
    throw new ChemigramError('provider_failed', `The model of the provider ${provider}, ${path}, is not there.`, {
      hint: 'Correct `model` in providers.toml, or put the file there.',
    });
  }
  if (sha256 === undefined) return;
  const key = `${path} ${facts.size} ${facts.mtimeMs}`;
  const digest = seen.get(key) ?? (await digestOf(path));
  seen.set(key, digest);
  if (digest === sha256.toLowerCase()) return;
  throw new ChemigramError(
    'provider_failed',
    `The model of the provider ${provider}, ${path}, is another file than was said.`,
    {
      hint: `Its sha256 is ${digest}, providers.toml says ${sha256}. Fetch the model again, or correct the file if you trust it.`,
    },
  );
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
