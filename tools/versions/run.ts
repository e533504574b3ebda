/**
 * Runs the proofs on every darktable: the installed one and those of RELEASES, which are fetched once.
 * Usage: npm run test:versions [-- VITEST ARGUMENTS]; CHEMIGRAM_VERSIONS_DIR is where the trees are kept.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provide } from './install.ts';
import { versionsFolder } from './installed.ts';
import { PROOFS, RELEASES } from './releases.ts';

interface Row {
  version: string;
  passed: number | string;
  failed: number | string;
  skipped: number | string;
  seconds: number | string;
}

/** The part of vitest's JSON report that the table shows. */
interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numFailedTestSuites: number;
}

const folder = versionsFolder();
const filters = process.argv.length > 2 ? process.argv.slice(2) : PROOFS;

/** Runs the tests with this darktable-cli and reads what vitest reports. */
function prove(version: string, darktable: string): Row {
  process.stderr.write(`\nversions: darktable ${version} (${darktable})\n`);
  const scratch = mkdtempSync(join(tmpdir(), 'chemigram-versions-'));
  const file = join(scratch, 'report.json');
  const args = ['node_modules/vitest/vitest.mjs', 'run', ...filters, '--reporter=default', '--reporter=json'];
  const started = performance.now();
  spawnSync(process.execPath, [...args, `--outputFile.json=${file}`], {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, CHEMIGRAM_DARKTABLE: darktable },
  });
  const seconds = Math.round((performance.now() - started) / 1000);
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
    // A file that cannot even be loaded counts no test; it must not look like a success.
    const failed = report.numFailedTests || report.numFailedTestSuites;
    return { version, passed: report.numPassedTests, failed, skipped: report.numPendingTests, seconds };
  } catch {
    return { version, passed: 0, failed: 'vitest gave no report', skipped: 0, seconds };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** The darktable that is tested anyway: the one of the environment or of PATH. */
function installed(): Row {
  const darktable = process.env['CHEMIGRAM_DARKTABLE'] ?? 'darktable-cli';
  const answer = spawnSync(darktable, ['--version'], { encoding: 'utf8' });
  return prove(/darktable(?:-cli)? v?(\d[\d.]*)/.exec(answer.stdout)?.[1] ?? '?', darktable);
}

mkdirSync(folder, { recursive: true });
const rows: Row[] = [installed()];
for (const release of RELEASES) {
  try {
    const { version, wrapper } = provide(folder, release);
    if (rows.every((row) => row.version !== version)) rows.push(prove(version, wrapper));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`versions: ${why}\n`);
    rows.push({ version: release.expected, passed: '-', failed: 'not available', skipped: '-', seconds: '-' });
  }
}

const columns = ['version', 'passed', 'failed', 'skipped', 'seconds'] as const;
const widths = columns.map((c) => Math.max(c.length, ...rows.map((row) => String(row[c]).length)));
const line = (cells: readonly (string | number)[]): string =>
  cells.map((c, i) => String(c).padEnd(widths[i]!)).join('  ');
console.log(`\n${line(columns)}`);
for (const row of rows) console.log(line(columns.map((c) => row[c])));
process.exitCode = rows.every((row) => row.failed === 0) ? 0 : 1;
