#!/usr/bin/env node
/**
 * chemigram-provider-onnx [MODEL.toml]: serves what the model detects, on stdin and stdout. Without an argument the
 * description is looked for where chemigram says the model is: in CHEMIGRAM_MODEL.
 */
import { ChemigramError } from '@chemigram/errors';
import { serveProvider } from '@chemigram/providers/serve';
import { onnxProvider } from './provider.ts';
import { readDescription } from './read-description.ts';

try {
  const [path = process.env.CHEMIGRAM_MODEL, ...more] = process.argv.slice(2);
  if (path === undefined || more.length > 0) {
    throw new ChemigramError('invalid_input', 'Usage: chemigram-provider-onnx MODEL.toml, see docs/providers.md');
  }
  serveProvider(onnxProvider(readDescription(path)));
} catch (thrown) {
  // Before there is somebody to answer, the last words go where chemigram looks for them.
  if (!(thrown instanceof ChemigramError)) throw thrown;
  process.stderr.write(`${thrown.message}${thrown.hint === undefined ? '' : ` ${thrown.hint}`}\n`);
  process.exitCode = 1;
}
