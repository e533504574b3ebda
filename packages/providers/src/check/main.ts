#!/usr/bin/env node
/**
 * Holds a provider against chemigram.mask_provider.v1. Usage: npm run provider:check -- COMMAND [ARGUMENT ...]
 * One line a rule; exit 0 when all hold, 1 when one is broken, 2 without a command.
 */
import { checkProvider } from './check-provider.ts';

const [command, ...args] = process.argv.slice(2);
if (command === undefined) {
  console.error('Usage: npm run provider:check -- COMMAND [ARGUMENT ...]');
  process.exit(2);
}
const set = Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined);
const report = await checkProvider({ command, args, cwd: process.cwd(), env: Object.fromEntries(set) });
for (const { rule, why } of report.findings)
  console.log(why === null ? `ok    ${rule}` : `FAIL  ${rule}\n      ${why}`);
if (report.description !== null) console.log(JSON.stringify(report.description));
console.log(report.passed ? 'All rules hold.' : 'It does not keep the protocol.');
process.exitCode = report.passed ? 0 : 1;
