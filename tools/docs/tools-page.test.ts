import { readFileSync } from 'node:fs';
import { CONTRACT_LIST } from '@chemigram/engine';
import { expect, test } from 'vitest';
import { main } from '../../packages/cli/src/main.ts';
import { commandLine, commandWords } from './command-line.ts';
import { toolsPage } from './tools-page.ts';

test('docs/tools.md is what `npm run docs` writes', () => {
  expect(readFileSync(new URL('../../docs/tools.md', import.meta.url), 'utf8')).toBe(toolsPage());
});

test.each(CONTRACT_LIST)('the command line in the docs makes the call of the example: $name', async (contract) => {
  const calls: unknown[] = [];
  await main(commandWords(contract, contract.example), {
    version: '0.0.0',
    contracts: CONTRACT_LIST,
    createEngine: async () => ({
      contracts: CONTRACT_LIST,
      run: async (name, args) => {
        calls.push([name, args]);
        return { result: {} };
      },
      close: async () => undefined,
    }),
    serveMcp: async () => undefined,
    stdout: () => undefined,
    stderr: process.stderr,
    signal: new AbortController().signal,
  });
  expect(calls).toEqual([[contract.name, contract.example]]);
});

test('words that a shell would take apart are quoted', () => {
  const apply = CONTRACT_LIST.find((contract) => contract.name === 'apply_primitive')!;
  expect(commandLine(apply, { image_id: 'iguana', label: "it's bright" })).toBe(
    `npx chemigram apply-primitive iguana --label 'it'\\''s bright'`,
  );
});
