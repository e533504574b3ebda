import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ProviderHost } from '@chemigram/providers/host';
import { afterAll, expect, it } from 'vitest';
import { readConfig } from '../../providers/cloud/src/cloud-config.ts';
import { readDescription } from '../../providers/onnx/src/description/read-description.ts';
import { fences } from './markdown.ts';

const PAGE = fileURLToPath(new URL('../../docs/providers.md', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'chemigram-page-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a block of TOML is an example of, by a word that only such have, and who reads it. */
const READERS: Record<string, (path: string) => unknown> = {
  '[providers.': () => new ProviderHost({ folder, env: {}, shipped: { classic: { command: 'classic' } } }).list(),
  'dialect = ': readConfig,
  sha256: readDescription,
};

const blocks = fences(readFileSync(PAGE, 'utf8')).filter(({ language }) => language === 'toml');

it.each(blocks)('the example at line $line of the page of providers is one', async ({ text }) => {
  const [, read] = Object.entries(READERS).find(([word]) => text.includes(word))!;
  const path = join(folder, 'providers.toml');
  writeFileSync(path, text);
  await expect(Promise.resolve().then(() => read(path))).resolves.toBeDefined();
});

it('the page of providers has an example of each', () => {
  for (const word of Object.keys(READERS)) expect(blocks.some(({ text }) => text.includes(word))).toBe(true);
});
