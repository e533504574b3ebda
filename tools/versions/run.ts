/** Runs the proofs on every darktable: the installed one and those of RELEASES, which are fetched once. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findDarktable } from '../../packages/renderer/src/index.ts';
import { provide } from './install.ts';
import { versionsFolder } from './installed.ts';
import { LEAN_PROOFS, PROOFS, RELEASES, SETUP_MINUTES } from './releases.ts';
import { formatTable, rowsOf, type Report, type Row } from './table.ts';

const USAGE = `Usage: npm run test:versions [-- [--ci] VITEST ARGUMENTS]

Runs the proofs on the installed darktable and on ${RELEASES.map(({ expected }) => expected).join(' and ')}, which are fetched once.
--ci is what .ci/run asks for after npm test: the further versions only, the lean proofs, ${SETUP_MINUTES} minutes for setting up; a
version that cannot be had is said in the table and is no failure. Without it a version that is missing is one.
Test files, as packages/engine/test/proof/lens.test.ts, run those instead of all proofs; so does whatever else vitest takes.
CHEMIGRAM_VERSIONS_DIR is where the trees are kept.
`;

const given = process.argv.slice(2);
if (given.some((argument) => argument === '--help' || argument === '-h')) {
  process.stdout.write(USAGE);
  process.exit(0);
}
const ci = given.includes('--ci');
const own = given.filter((argument) => argument !== '--ci');
const filters = own.length > 0 ? own : ci ? LEAN_PROOFS : PROOFS;
const folder = versionsFolder();
const deadline = ci ? Date.now() + SETUP_MINUTES * 60_000 : Infinity;
/** A proof must not fail because the machine is busy with something else. */
const PATIENCE_MS = 600_000;

const EMPTY = { file: '', passed: 0, failed: 0, skipped: 0, seconds: 0 };

/** Runs the tests with this darktable-cli and reads what vitest reports. */
function prove(version: string, darktable: string): Row[] {
  process.stderr.write(`\nversions: darktable ${version} (${darktable})\n`);
  const scratch = mkdtempSync(join(tmpdir(), 'chemigram-versions-'));
  const file = join(scratch, 'report.json');
  const args = ['node_modules/vitest/vitest.mjs', 'run', ...filters, '--reporter=default', '--reporter=json'];
  const patience = [`--testTimeout=${PATIENCE_MS}`, `--hookTimeout=${PATIENCE_MS}`];
  const { status } = spawnSync(process.execPath, [...args, ...patience, `--outputFile.json=${file}`], {
    stdio: ['ignore', 2, 2],
    env: { ...(ci ? {} : { CHEMIGRAM_PROOF: 'whole' }), ...process.env, CHEMIGRAM_DARKTABLE: darktable },
  });
  try {
    const rows = rowsOf(version, JSON.parse(readFileSync(file, 'utf8')) as Report, process.cwd());
    // What fails outside of any test (an error that nobody awaited) must not look like a success.
    const said = status === 0 || rows.some(({ failed }) => failed > 0);
    return said ? rows : [...rows, { ...EMPTY, version, file: 'outside of a test', failed: 1 }];
  } catch {
    return [{ ...EMPTY, version, file: 'vitest gave no report', failed: 1 }];
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** The darktable that is tested anyway: the one that the renderer finds. */
const here = await findDarktable(process.env);
const rows: Row[] = ci ? [] : prove(here.version, here.program);
const proved = new Set([here.version]);
for (const release of RELEASES) {
  try {
    mkdirSync(folder, { recursive: true });
    const { version, wrapper } = provide(folder, release, deadline);
    if (!proved.has(version)) rows.push(...prove(version, wrapper));
    proved.add(version);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`versions: darktable ${release.expected}: ${why}\n`);
    rows.push({ ...EMPTY, version: release.expected, note: why });
  }
}
console.log(`\n${formatTable(rows)}`);
if (ci) console.log(`darktable ${here.version} is the installed one: npm test proves it.`);
const failed = rows.some((row) => row.failed > 0 || (!ci && row.note !== undefined));
process.exitCode = failed ? 1 : 0;
