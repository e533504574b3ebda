/**
 * Imports run one way: what each package may import is the table below, everything else is an offence.
 * Usage: node tools/check-imports.mjs [ROOT]; prints file:line of each offence, exit 1 when there is one.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAi, waysToAi } from './ai-reach.mjs';

const CORE = ['errors', 'mask', 'darktable', 'renderer', 'workspace', 'vocabulary', 'providers'];
const ANY_BUILTIN = ['*'];

/**
 * own: packages of this repository, by folder, or one entry of such a package (`folder/entry`); third: packages of others; node: builtins without `node:`.
 * `chemigram` is the folder cli's package name.
 */
const ALLOWED = {
  errors: { own: [], third: [], node: [] },
  // Pure: values in, values out. No disk, no network, no processes.
  mask: { own: ['errors'], third: ['zod', 'clipper2-ts', 'd3-contour'], node: ['crypto'] },
  darktable: { own: ['errors'], third: ['@xmldom/xmldom'], node: ['zlib', 'buffer', 'util'] },
  renderer: { own: ['errors', 'darktable'], third: [], node: ANY_BUILTIN },
  workspace: { own: ['errors'], third: ['isomorphic-git', 'lru-cache', 'proper-lockfile', 'zod'], node: ANY_BUILTIN },
  vocabulary: { own: ['errors'], third: ['zod'], node: ['fs', 'fs/promises', 'path', 'url'] },
  // The protocol to detectors, and the hosting of them: they run in processes of their own.
  providers: {
    own: ['errors'],
    third: ['@modelcontextprotocol/client', '@modelcontextprotocol/server', 'smol-toml', 'zod'],
    node: ANY_BUILTIN,
  },
  engine: { own: CORE, third: ['lru-cache', 'sharp', 'zod'], node: ANY_BUILTIN },
  // The doors translate; they see the engine only, which hands them its errors. mcp reads the pictures it answers with.
  // Of providers they take the guard of stdout alone: a provider is a server on stdio as well.
  mcp: {
    own: ['engine', 'providers/stdout-guard'],
    third: ['@modelcontextprotocol/server', 'zod'],
    node: ['fs/promises', 'stream'],
  },
  cli: { own: ['engine', 'mcp', 'providers/stdout-guard'], third: ['commander'], node: ANY_BUILTIN },
  scene: { own: [], third: ['sharp'], node: ANY_BUILTIN },
};

const root = process.argv[2] ?? dirname(dirname(fileURLToPath(import.meta.url)));
/** Programs of their own: what they bring is theirs. */
const PROVIDERS = join(root, 'providers');
const SOURCE = /\.(?:[cm]?ts|[cm]?js|tsx)$/;
const SKIPPED = new Set(['node_modules', 'dist', '.git']);
const OWN_PREFIX = '@chemigram/';

/** `@scope/name/deep` is the package `@scope/name`. */
const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Every source file under a folder. */
function sources(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) || path === PROVIDERS ? [] : sources(path);
    return SOURCE.test(entry.name) ? [path] : [];
  });
}

const SPECIFIER = /(?:(?<!\.)\bfrom|\bimport|\brequire)\s*\(?\s*(['"`])([^'"`\n]+)\1/g;

/** The same lines without their text. */
const blank = (text) => text.replaceAll(/[^\n]/g, ' ');

/** What a file imports, with line numbers; comments do not count. */
function importsOf(path) {
  const code = readFileSync(path, 'utf8')
    .replaceAll(/\/\*[\s\S]*?\*\//g, blank)
    .replaceAll(/^\s*\/\/.*$/gm, blank);
  return [...code.matchAll(SPECIFIER)].map((m) => ({
    specifier: m[2],
    line: code.slice(0, m.index + m[0].length).split('\n').length,
  }));
}

/** Why a package's source must not import this, or undefined. */
function offence(folder, specifier) {
  const rule = ALLOWED[folder];
  if (specifier.startsWith('.')) return undefined;
  if (isBuiltin(specifier)) {
    if (!specifier.startsWith('node:')) return `write node:${specifier}`;
    const name = specifier.slice('node:'.length);
    return rule.node.includes('*') || rule.node.includes(name) ? undefined : `${folder} may not import ${specifier}`;
  }
  const name = packageOf(specifier);
  const own = name === 'chemigram' ? 'cli' : name.startsWith(OWN_PREFIX) ? name.slice(OWN_PREFIX.length) : undefined;
  if (own === undefined) return rule.third.includes(name) ? undefined : `${folder} may not import ${name}`;
  const ok = [folder, ...rule.own].some((each) => each === own || specifier === OWN_PREFIX + each);
  return ok ? undefined : `${folder} may not import ${specifier}`;
}

const offences = [];
const report = (path, line, why) => offences.push(`${relative(root, path)}:${line} ${why}`);

const packages = join(root, 'packages');
const folders = readdirSync(packages, { withFileTypes: true })
  .filter((e) => e.isDirectory())
  .map((e) => e.name);
for (const folder of folders) {
  const manifest = join(packages, folder, 'package.json');
  if (ALLOWED[folder] === undefined) {
    report(manifest, 1, `no rule for this package in tools/check-imports.mjs`);
    continue;
  }
  for (const path of sources(join(packages, folder, 'src'))) {
    for (const { specifier, line } of importsOf(path)) {
      const why = offence(folder, specifier);
      if (why !== undefined) report(path, line, why);
    }
  }
}

// No AI anywhere but in /providers: neither imported, nor declared, nor brought along, tests and tools included.
for (const path of sources(root)) {
  for (const { specifier, line } of importsOf(path)) {
    if (isAi(packageOf(specifier))) report(path, line, `AI runtime ${packageOf(specifier)} outside /providers`);
  }
}
for (const path of ['.', ...folders.map((f) => join('packages', f))].map((f) => join(root, f, 'package.json'))) {
  if (!existsSync(path)) continue;
  const text = readFileSync(path, 'utf8');
  const manifest = JSON.parse(text);
  const kinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];
  for (const name of kinds.flatMap((kind) => Object.keys(manifest[kind] ?? {}))) {
    const line = text.slice(0, text.indexOf(`"${name}"`)).split('\n').length;
    if (isAi(name)) report(path, line, `AI runtime ${name} outside /providers`);
  }
}
const lockFile = join(root, 'package-lock.json');
if (existsSync(lockFile)) {
  const lock = JSON.parse(readFileSync(lockFile, 'utf8'));
  for (const folder of ['', ...folders.map((f) => `packages/${f}`)]) {
    for (const way of waysToAi(lock, folder)) {
      report(
        join(root, folder, 'package.json'),
        1,
        `AI runtime ${way.at(-1)} outside /providers, by ${way.join(' > ')}`,
      );
    }
  }
}

if (offences.length > 0) {
  console.error([...new Set(offences)].sort().join('\n'));
  process.exit(1);
}
