/** chemigram-provider-cloud CONFIG.toml: serves what a vision model points at, on stdin and stdout. */
import { ChemigramError } from '@chemigram/errors';
import { serveProvider } from '@chemigram/providers/serve';
import { readConfig } from './cloud-config.ts';
import { cloudProvider } from './provider.ts';

try {
  const [path, ...more] = process.argv.slice(2);
  if (path === undefined || more.length > 0) {
    throw new ChemigramError('invalid_input', 'Usage: chemigram-provider-cloud CONFIG.toml, see docs/providers.md');
  }
  serveProvider(cloudProvider(readConfig(path), path, process.env));
} catch (thrown) {
  // Before there is somebody to answer, the last words go where chemigram looks for them.
  if (!(thrown instanceof ChemigramError)) throw thrown;
  process.stderr.write(`${thrown.message}${thrown.hint === undefined ? '' : ` ${thrown.hint}`}\n`);
  process.exitCode = 1;
}
