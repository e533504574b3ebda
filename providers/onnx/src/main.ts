#!/usr/bin/env node
/** chemigram-provider-onnx MODEL.toml: serves what the model detects, on stdin and stdout. */
import { ChemigramError } from '@chemigram/errors';
import { serveProvider } from '@chemigram/providers/serve';
import { onnxProvider } from './provider.ts';
import { readDescription } from './read-description.ts';

const USAGE = 'chemigram-provider-onnx MODEL.toml: the description of a model, see docs/providers.md';

try {
  const [path, ...more] = process.argv.slice(2);
  if (path === undefined || more.length > 0) throw new ChemigramError('invalid_input', `Usage: ${USAGE}`);
  serveProvider(onnxProvider(readDescription(path)));
} catch (thrown) {
  // Before there is somebody to answer, the last words go where chemigram looks for them.
  if (!(thrown instanceof ChemigramError)) throw thrown;
  process.stderr.write(`${thrown.message}${thrown.hint === undefined ? '' : ` ${thrown.hint}`}\n`);
  process.exitCode = 1;
}
