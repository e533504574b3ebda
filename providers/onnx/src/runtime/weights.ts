import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import type { Weights } from '../description/model-description.ts';

/** The SHA-256 of a file, 64 hexadecimal digits; read in pieces: weights are large. */
export async function checksumOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
}

/**
 * The path of a model's file, once its bytes, and those of the files that belong to it, are those that were described.
 *
 * @param folder the description's
 * @throws ChemigramError not_found when the file is not there, provider_failed when it is another
 */
export async function verifiedWeights({ data, ...model }: Weights, folder: string): Promise<string> {
  for (const file of data) await verified(file, folder);
  return verified(model, folder);
}

async function verified({ file, sha256 }: Omit<Weights, 'data'>, folder: string): Promise<string> {
  const path = resolve(folder, file);
  let found: string;
  try {
    found = await checksumOf(path);
  } catch (cause) {
    throw new ChemigramError('not_found', `The weights ${path} cannot be read: ${String(cause)}`, {
      cause,
      field: 'file',
      hint: 'Weights are not shipped: put the .onnx file there, or correct `file` in its description.',
    });
  }
  if (found === sha256) return path;
  throw new ChemigramError('provider_failed', `${path} has the SHA-256 ${found}; its description says ${sha256}.`, {
    field: 'sha256',
    hint: 'It is another model, or not wholly there. If it is the one you want, write its SHA-256 into the description.',
  });
}
