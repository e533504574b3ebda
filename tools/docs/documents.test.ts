import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CONTRACT_LIST, createEngine, ERROR_CODES, type Engine } from '@chemigram/engine';
import { parseMask } from '@chemigram/mask';
import { makeScene, writeDng } from '@chemigram/scene';
import { defaultPackDirs, loadMasks, loadVocabulary } from '@chemigram/vocabulary';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT_CODES } from '../../packages/cli/src/exit-codes.ts';
import { main } from '../../packages/cli/src/main.ts';
import { commands, fences, inlineCode, linkedFiles } from './markdown.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Of the mask_specs in the documents. */
const DISPLAYED = { width: 3000, height: 2000 };
/** A small part of the demo’s raw, to render quickly. */
const SCENE = { width: 720, height: 480 };

const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'bench/README.md']
  .concat(readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => `docs/${name}`))
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ name, text: readFileSync(join(ROOT, name), 'utf8') }));
const readme = documents[0]!.text;
/** How many masks within lines, links and paths of files a document has at least: none would mean that none was looked at. */
const HOLDS: Readonly<Record<string, Partial<Record<'masks' | 'links' | 'paths', number>>>> = {
  'README.md': { masks: 5, links: 5 },
  'ARCHITECTURE.md': { links: 1, paths: 50 },
};

/** Whether a JSON value is a mask_spec and not, say, arguments of a tool. */
const isMask = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  !('image_id' in value) &&
  ['dt_form', 'range_filter', 'range_filters', 'kind'].some((key) => key in value);

/** Every name that a mask refers to, however deep. */
const namesIn = (spec: unknown): string[] =>
  typeof spec !== 'object' || spec === null
    ? []
    : [
        ...('kind' in spec && spec.kind === 'named' && 'name' in spec ? [String(spec.name)] : []),
        ...Object.values(spec).flatMap(namesIn),
      ];

const json = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** A folder and those below it, as far as files of sources lie right in them. */
function foldersOfSources(folder: string): string[] {
  const entries = readdirSync(join(ROOT, folder), { withFileTypes: true });
  const below = entries
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => foldersOfSources(`${folder}/${name}`));
  return entries.some(({ name }) => /\.m?ts$/.test(name)) ? [folder, ...below] : below;
}

describe.each(documents)('$name', ({ name, text }) => {
  test('holds only JSON that can be read, and masks that mean something', async () => {
    const blocks = fences(text).filter(({ language }) => language === 'json');
    for (const block of blocks) expect(json(block.text), `line ${block.line}`).toBeDefined();
    const code = inlineCode(text).filter((word) => word.startsWith('{"dt_form"') || word.startsWith('{"kind"'));
    expect(code.length).toBeGreaterThanOrEqual(HOLDS[name]?.masks ?? 0);
    const named = await loadMasks(defaultPackDirs());
    for (const source of [...blocks.map((block) => block.text), ...code]) {
      const spec = json(source.replaceAll('\\|', '|'));
      expect(spec, source).toBeDefined();
      if (!isMask(spec)) continue;
      expect(() => parseMask(spec, DISPLAYED), source).not.toThrow();
      for (const reference of namesIn(spec)) expect([...named.keys()]).toContain(reference);
    }
  });

  test('points at files that are there', () => {
    const folder = dirname(join(ROOT, name));
    const links = linkedFiles(text);
    expect(links.length).toBeGreaterThanOrEqual(HOLDS[name]?.links ?? 0);
    expect(links.filter((target) => !existsSync(join(folder, target)))).toEqual([]);
    const paths = inlineCode(text).filter((word) =>
      /^(packages|providers|tools|bench|docs|fixtures|vocabulary)\/[\w./-]+$/.test(word),
    );
    expect(paths.length).toBeGreaterThanOrEqual(HOLDS[name]?.paths ?? 0);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

test('ARCHITECTURE.md says of every folder of sources what it is for, and of no other', () => {
  const told = documents
    .find(({ name }) => name === 'ARCHITECTURE.md')!
    .text.split('## Folder by folder')[1]!
    .split('\n## ')[0]!;
  const rows = [...told.matchAll(/^\| `([^`]+)` \| \S.* \|$/gm)].map((match) => match[1]!);
  const inSrc = ['packages', 'providers'].flatMap((kind) =>
    readdirSync(join(ROOT, kind)).map((name) => `${kind}/${name}/src`),
  );
  expect(rows.toSorted()).toEqual([...inSrc, 'bench', 'tools'].flatMap(foldersOfSources).toSorted());
});

test('the README names every primitive, every exit code with its errors, and a server that is there', async () => {
  const primitives = (await loadVocabulary(defaultPackDirs())).list().map(({ group, name }) => `${group}: ${name}`);
  const table = /^\| group +\|[\s\S]*?\n\n/m.exec(readme)?.[0] ?? '';
  // Under the group that list_vocabulary finds it by.
  const told = [...table.matchAll(/^\| `(\w+)`[^|]* \| (.*) \|$/gm)].flatMap(([, group, names]) =>
    (names!.match(/[a-z_]+/g) ?? []).map((name) => `${group}: ${name}`),
  );
  expect(told.filter((each) => primitives.includes(each)).sort()).toEqual(primitives.sort());
  for (const code of ERROR_CODES) {
    const row = readme.split('\n').find((line) => line.startsWith(`| ${EXIT_CODES[code]} |`));
    expect(row, code).toContain(`\`${code}\``);
  }
  const config = fences(readme).find(({ text }) => text.includes('mcpServers'))!;
  const [program, verb] = (JSON.parse(config.text) as { mcpServers: { chemigram: { args: string[] } } }).mcpServers
    .chemigram.args as [string, string];
  expect(existsSync(join(ROOT, program.replace('/path/to/chemigram/', '')))).toBe(true);
  expect(verb).toBe('mcp');
});

describe('the README’s session', () => {
  const here = process.cwd();
  let folder: string;
  let engine: Engine;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chemigram-readme-'));
    mkdirSync(join(folder, 'demo-out'));
    writeFileSync(join(folder, 'demo-out/iguana.dng'), writeDng(makeScene(SCENE)));
    // In place of npx, so that a real shell takes the commands apart; what they say then runs in this process.
    writeFileSync(join(folder, 'npx'), `#!/bin/sh\nprintf '%s\\0' "$@"\n`, { mode: 0o755 });
    process.chdir(folder);
    // One that stays for all commands: darktable starts once, and not twenty times. Processes of the CLI have tests of their own.
    engine = await createEngine({ home: join(folder, 'home'), session: 'readme', stays: true });
  });
  afterAll(async () => {
    await engine.close();
    process.chdir(here);
    rmSync(folder, { recursive: true, force: true });
  });

  const session = fences(readme)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => commands(text));

  test('is one', () => {
    expect(session.length).toBeGreaterThan(10);
    for (const command of session) expect(command).toMatch(/^npx chemigram /);
  });

  // In order: each finds what the ones before it left.
  test.each(session)('%s', async (command) => {
    const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}` };
    const words = spawnSync('sh', ['-c', command], { env, encoding: 'utf8' }).stdout.split('\0').slice(1, -1);
    const said = { out: '', err: '' };
    const code = await main(words, {
      version: '0.0.0',
      contracts: CONTRACT_LIST,
      createEngine: async () => ({ ...engine, close: async () => undefined }),
      serveMcp: async () => undefined,
      stdout: (text) => void (said.out += text),
      stderr: { write: (text) => (said.err += text) },
      signal: new AbortController().signal,
    });
    expect(code, said.out + said.err).toBe(Number(/ # exit (\d)$/.exec(command)?.[1] ?? 0));
    expect(said.err).toBe('');
    expect(said.out).not.toBe('');
  });

  test('leaves the exports where they were asked for', () => {
    expect(readFileSync(join(folder, 'iguana.xmp'), 'utf8')).toContain('lift the face');
    expect([...readFileSync(join(folder, 'iguana.jpg')).subarray(0, 2)]).toEqual([0xff, 0xd8]);
  });
});
