import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What comes with chemigram and needs neither weights nor a network: on by default, without any providers.toml. */
const SHIPPED = { classic: '@chemigram/provider-classic' } as const;

/** How to start the providers that come with chemigram; providers.toml may change each by its name. */
export function shippedProviders(): Record<string, { command: string; args: string[] }> {
  const found = Object.entries(SHIPPED).flatMap(([name, packageName]) => {
    const program = programOf(packageName);
    return program === null ? [] : [[name, { command: process.execPath, args: program }] as const];
  });
  return Object.fromEntries(found);
}

/** Node's arguments to run a package's program: the built one, or, where this file runs from its source, the source. */
function programOf(packageName: string): string[] | null {
  const folder = folderOf(packageName);
  if (folder === null) return null;
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { bin?: Record<string, string> };
  const [built] = Object.values(bin ?? {});
  if (built === undefined) return null;
  if (!import.meta.url.endsWith('.ts')) return existsSync(join(folder, built)) ? [join(folder, built)] : null;
  const source = join(folder, 'src', 'main.ts');
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return ['--conditions=@chemigram/source', '--import', tsx, source];
}

/** Where a package is installed, looked for upwards from here as Node does; its own exports need not name package.json. */
function folderOf(packageName: string): string | null {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    const folder = join(at, 'node_modules', packageName);
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(at) === at) return null;
  }
}
