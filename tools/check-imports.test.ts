import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('check-imports.mjs', import.meta.url));
const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((f) => rmSync(f, { recursive: true })));

/** Runs the check on a repository that consists of these files. */
function check(files: Record<string, string>): { status: number | null; offences: string[] } {
  const root = mkdtempSync(join(tmpdir(), 'chemigram-imports-'));
  folders.push(root);
  mkdirSync(join(root, 'packages'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const { status, stderr } = spawnSync(process.execPath, [script, root], { encoding: 'utf8' });
  return { status, offences: stderr.trim().split('\n').filter(Boolean) };
}

// Built from parts, so that this file itself imports nothing of the kind.
const load = (name: string): string => `import x from ${JSON.stringify(name)};\n`;

describe('check-imports', () => {
  it('lets through what the table allows', () => {
    const text = `${load('@chemigram/errors')}${load('zod')}${load('node:crypto')}${load('./shapes.ts')}`;
    expect(check({ 'packages/mask/src/a.ts': text })).toEqual({ status: 0, offences: [] });
  });

  it('lets a package have one entry of another', () => {
    expect(check({ 'packages/mcp/src/a.ts': load('@chemigram/providers/stdout-guard') }).status).toBe(0);
  });

  it('names file, line and reason of a forbidden import', () => {
    const found = check({ 'packages/mask/src/deep/a.ts': `// first\n${load('node:fs')}` });
    expect(found).toEqual({ status: 1, offences: ['packages/mask/src/deep/a.ts:2 mask may not import node:fs'] });
  });

  it.each([
    ['mask', 'node:child_process'],
    ['darktable', 'node:net'],
    ['errors', 'zod'],
    ['renderer', '@chemigram/engine'],
    ['mcp', '@chemigram/darktable'],
    ['mcp', '@chemigram/providers/host'],
    ['engine', '@chemigram/mcp'],
    ['engine', 'chemigram'],
    ['cli', 'zod/v4'],
  ])('refuses %s the import of %s', (folder, name) => {
    expect(check({ [`packages/${folder}/src/a.ts`]: load(name) }).status).toBe(1);
  });

  it.each([
    ['a re-export', `export { x } from 'node:fs';`],
    ['an import for its effects', `import 'node:fs';`],
    ['an import at run time', `const x = await import('node:fs');`],
    ['an import over several lines', `import {\n  x,\n} from 'node:fs';`],
    ['a type import', `import type { x } from 'node:fs';`],
  ])('sees %s', (_, text) => {
    expect(check({ 'packages/mask/src/a.ts': text }).offences).toHaveLength(1);
  });

  it('does not take a comment for an import', () => {
    expect(check({ 'packages/mask/src/a.ts': `/** as\n * ${load('node:fs')} */\n// ${load('node:net')}` }).status).toBe(
      0,
    );
  });

  it('wants builtins spelled with node:', () => {
    expect(check({ 'packages/cli/src/a.ts': load('fs') }).offences).toEqual(['packages/cli/src/a.ts:1 write node:fs']);
  });

  it('wants a rule for every package', () => {
    expect(check({ 'packages/new/package.json': '{}' }).status).toBe(1);
  });

  it.each(['onnxruntime-node', '@tensorflow/tfjs', 'openai', '@anthropic-ai/sdk'])(
    'keeps %s out of everything but /providers',
    (ai) => {
      expect(check({ 'tools/a.mjs': load(ai) }).offences).toEqual([
        `tools/a.mjs:1 AI runtime ${ai} outside /providers`,
      ]);
      expect(check({ 'packages/engine/package.json': JSON.stringify({ dependencies: { [ai]: '1' } }) }).status).toBe(1);
      expect(check({ 'providers/one/a.mjs': load(ai) }).status).toBe(0);
    },
  );

  it('keeps what brings an AI runtime along out of everything but /providers, and names the way', () => {
    const entries = {
      '': { devDependencies: { harmless: '1' } },
      'packages/engine': { name: '@chemigram/engine', dependencies: { helpful: '1' } },
      'packages/errors': { name: '@chemigram/errors', dependencies: { harmless: '1' } },
      'providers/one': { name: '@chemigram/provider-one', optionalDependencies: { 'onnxruntime-node': '1' } },
      'node_modules/@chemigram/provider-one': { resolved: 'providers/one', link: true },
      'node_modules/harmless': { dependencies: { helpful: '2' } },
      'node_modules/harmless/node_modules/helpful': {},
      'node_modules/helpful': { dependencies: { '@chemigram/provider-one': '1' } },
      'node_modules/onnxruntime-node': {},
    };
    const files = {
      'package-lock.json': JSON.stringify({ packages: entries }),
      'packages/engine/package.json': '{}',
      'packages/errors/package.json': '{}',
    };
    expect(check(files).offences).toEqual([
      'packages/engine/package.json:1 AI runtime onnxruntime-node outside /providers, by helpful > @chemigram/provider-one > onnxruntime-node',
    ]);
  });
});
