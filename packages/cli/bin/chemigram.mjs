#!/usr/bin/env node
// Runs the built program; in a checkout that was not built yet it says how, in the form that was asked for.
import { existsSync } from 'node:fs';

const program = new URL('../dist/index.js', import.meta.url);
if (existsSync(program)) {
  const { runProcess } = await import(program.href);
  await runProcess();
} else {
  const message = 'chemigram is not built in this checkout';
  const hint = 'Run `npm install` and `npm run build` in its folder.';
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify({ ok: false, error: { code: 'internal', message, hint } }));
  } else {
    console.error(`chemigram: ${message}. ${hint}`);
  }
  process.exitCode = 1;
}
