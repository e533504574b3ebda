#!/usr/bin/env node
// Runs the built program; in a checkout that was not built yet it says how, in the form that was asked for.
import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

// The server lives for days beside a chat client. V8 would let the nursery grow to 48 MB and keep it; held at its first
// size, which has to be said before the program is loaded, an idle server after work measured some 25 MB less.
if (process.argv.includes('mcp')) {
  setFlagsFromString('--max-semi-space-size=2');
  setFlagsFromString('--semi-space-growth-factor=1');
}

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
