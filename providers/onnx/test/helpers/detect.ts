import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ANSWERS, type Answer, type DetectRequest, requestSchema } from '@chemigram/providers/protocol';
import { stringify } from 'smol-toml';
import type { z } from 'zod';
import { onnxProvider } from '../../src/provider.ts';
import { readDescription } from '../../src/description/read-description.ts';

/** Writes a description beside its model. @returns its path */
export function described(folder: string, description: Record<string, unknown>): string {
  const path = join(folder, 'model.toml');
  writeFileSync(path, stringify({ name: 'tiny', cost: { seconds: 0, memory_mb: 100 }, ...description }));
  return path;
}

/** Asks the provider of a description, and holds the answer against the protocol. */
export async function detect(
  description: string,
  request: z.input<typeof requestSchema>,
  signal = new AbortController().signal,
): Promise<Answer<'subjects'>> {
  const asked: DetectRequest = requestSchema.parse(request);
  const found = await onnxProvider(readDescription(description)).detect(asked, signal);
  return ANSWERS.subjects.parse({ ...found, took: { seconds: 0, memory_mb: 0, money: 0 } });
}
