/**
 * chemigram-provider-onnx [MODEL.toml]: serves what the model detects, on stdin and stdout. Without an argument the
 * description is looked for where chemigram says the model is: in CHEMIGRAM_MODEL.
 * chemigram-provider-onnx --look MODEL.onnx: what the file is, to describe it by.
 */
import { ChemigramError } from '@chemigram/errors';
import { serveProvider } from '@chemigram/providers/serve';
import { lookAt } from './look-at.ts';
import { onnxProvider } from './provider.ts';
import { readDescription } from './description/read-description.ts';

const LOOK = '--look';
const USAGE = `Usage: chemigram-provider-onnx MODEL.toml, or ${LOOK} MODEL.onnx; see docs/providers.md`;

try {
  const given = process.argv.slice(2);
  const [path = process.env.CHEMIGRAM_MODEL] = given.filter((word) => word !== LOOK);
  const looks = given[0] === LOOK;
  if (path === undefined || given.length > (looks ? 2 : 1)) throw new ChemigramError('invalid_input', USAGE);
  if (looks) process.stdout.write(await lookAt(path));
  else serveProvider(onnxProvider(readDescription(path)));
} catch (thrown) {
  // Before there is somebody to answer, the last words go where chemigram looks for them.
  if (!(thrown instanceof ChemigramError)) throw thrown;
  process.stderr.write(`${thrown.message}${thrown.hint === undefined ? '' : ` ${thrown.hint}`}\n`);
  process.exitCode = 1;
}
