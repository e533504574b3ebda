#!/usr/bin/env node
// Runs the built program; in a checkout that was not built yet it says how.
import { existsSync } from 'node:fs';

const program = new URL('../dist/main.js', import.meta.url);
if (existsSync(program)) await import(program.href);
else {
  console.error('This provider is not built in this checkout: run `npm install` and `npm run build` in its root.');
  process.exitCode = 1;
}
