import { basename } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import { openModel, type Signature, signatureOf } from './runtime/runtime.ts';
import { checksumOf } from './runtime/weights.ts';

/**
 * What a model's description has to say of its file, and what goes in and comes out, as comments.
 *
 * @throws ChemigramError not_found without the file, provider_failed when it is no model
 */
export async function lookAt(path: string): Promise<string> {
  const sha256 = await checksumOf(path).catch((cause: unknown) => {
    throw new ChemigramError('not_found', `${path} cannot be read: ${String(cause)}`, { cause });
  });
  const { inputMetadata, outputMetadata } = await openModel(path);
  const list = (signatures: readonly Signature[]): string[] =>
    signatures.map(({ name, type, shape }) => `#   ${JSON.stringify(name)} ${signatureOf(type, shape)}`);
  return [
    '[model]',
    `file = ${JSON.stringify(basename(path))}`,
    `sha256 = "${sha256}"`,
    '# Inputs:',
    ...list(inputMetadata),
    '# Outputs:',
    ...list(outputMetadata),
    '',
  ].join('\n');
}
